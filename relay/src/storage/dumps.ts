import { rename, writeFile } from "node:fs/promises";
import type { PGlite } from "@electric-sql/pglite";

/**
 * Copies the embedded database to `<folder>.dump.tar.gz` at each interval: the engine never asks the disk to keep
 * anything, so after a loss of power the folder may be torn, while the copy before last is whole. Returns what stops it.
 */
export function startDumps(
  engine: PGlite,
  folder: string,
  everyMs: number,
  onFailed: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = dump(engine, folder).catch(onFailed);
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** Written aside and renamed, so that a copy is whole or the one before. */
export async function dump(engine: PGlite, folder: string): Promise<void> {
  const copy = await engine.dumpDataDir("gzip");
  const path = `${folder}.dump.tar.gz`;
  await writeFile(`${path}.part`, Buffer.from(await copy.arrayBuffer()), { flush: true });
  await rename(`${path}.part`, path);
}
