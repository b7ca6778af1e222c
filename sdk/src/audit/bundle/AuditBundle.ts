import { assertText } from "../../core/assertText.ts";
import { type LineFile, openLineFile } from "../../core/lineFile.ts";
import { lockFile } from "../../core/lockFile.ts";
import { bundleLines } from "./bundleLines.ts";

/** Where an audit keeps what it read, line by line, so that it can be repeated without a node, and resumed. */
export type AuditBundle = {
  /** The lines that are kept, one after the other. Read them to their end before the next call. */
  lines(): AsyncIterable<string>;
  /** Resolves once the lines are kept. */
  append(...lines: readonly string[]): Promise<void>;
  /** Drops all lines. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the file of a bundle, or creates it. An audit continues with what is in it. A line that a crash tore is cut off.
 * The file `<path>.lock` beside it keeps a second process out; it may stay.
 *
 * @throws JOURNAL_LOCKED; errors of the file system.
 * @example
 * import type { Connection } from "doorkey";
 * import { auditEvent, openAuditBundle } from "doorkey/audit";
 *
 * async function save(connection: Connection, path: string) {
 *   const bundle = await openAuditBundle(path);
 *   for await (const step of auditEvent(connection, { eventId: 7, bundle })) console.log(step.kind);
 *   await bundle.close();
 * }
 */
export async function openAuditBundle(path: string): Promise<AuditBundle> {
  assertText("path", path);
  const unlock = await lockFile(`${path}.lock`);
  let file: LineFile = await openLineFile(path).catch((error) => {
    unlock();
    throw error;
  });
  return {
    lines: () => bundleLines(path),
    append: (...lines) => file.append(...lines),
    clear: async () => {
      await file.close();
      file = await openLineFile(path, { empty: true });
    },
    close: () => file.close().finally(unlock),
  };
}
