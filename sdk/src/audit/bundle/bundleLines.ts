import { assertText } from "../../core/assertText.ts";

/** Bytes that are read at once. */
const PART = 2 ** 20;

/**
 * The lines of a bundle's file, read one after the other, because the bundle of a large sale has a hundred megabytes.
 * Works in Node only.
 *
 * @throws VALUE_INVALID when the path is not a text; errors of the file system.
 * @example
 * import { auditBundle, bundleLines } from "doorkey/audit";
 *
 * for await (const step of auditBundle(bundleLines("sale.bundle"), { eventId: 7 })) console.log(step.kind);
 */
export async function* bundleLines(path: string): AsyncGenerator<string, void, void> {
  assertText("path", path);
  const { createReadStream } = await import("node:fs");
  let rest = "";
  for await (const part of createReadStream(path, { encoding: "utf8", highWaterMark: PART })) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
