import { rename, writeFile } from "node:fs/promises";
import type { PGlite } from "@electric-sql/pglite";

/**
 * Copies the embedded database to `<folder>.dump.tar.gz` at each interval. The engine does not force its writes to the
 * disk, so a loss of power may corrupt the folder, while the last copy is whole. Returns a function that stops the
 * copying.
 */
export function startDumps(
  engine: PGlite,
  folder: string,
  everyMs: number,
  onFailed: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    // One at a time, because they write the same file.
    running ??= dump(engine, folder)
      .catch(onFailed)
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Writes another file and renames it, so that the copy is always whole: the new one or the one before. */
export async function dump(engine: PGlite, folder: string): Promise<void> {
  const copy = await engine.dumpDataDir("gzip");
  const path = `${folder}.dump.tar.gz`;
  await writeFile(`${path}.part`, Buffer.from(await copy.arrayBuffer()), { flush: true });
  await rename(`${path}.part`, path);
}
