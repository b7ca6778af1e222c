import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { type Static, Type } from "typebox";
import Value from "typebox/value";
import { StorageError } from "./StorageError.ts";

const HEARTBEAT_MS = 5_000;
const DEAD_AFTER_MS = 12 * HEARTBEAT_MS;

const Holder = Type.Object({ pid: Type.Integer(), host: Type.String(), since: Type.String() });
type Holder = Readonly<Static<typeof Holder>>;

/**
 * Folders that this process holds. Its own pid in a lock file proves nothing, because containers reuse the same pid.
 */
const held = new Set<string>();

export type FolderLock = { readonly release: () => Promise<void> };

/**
 * Locks the folder for this process (F25). The lock is a file beside the folder, because a backup of the folder must
 * not contain it. If two processes start together, one gets the lock.
 *
 * A lock whose process died on this machine is taken over. One that was written on another machine, over a shared
 * volume, counts while its heartbeat is fresh.
 *
 * @throws STORAGE_FOLDER_TAKEN
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = `${folder}.lock`;
  if (held.has(path)) throw taken(path, "this process");
  held.add(path);
  try {
    await take(path);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  const heartbeat = setInterval(() => {
    utimes(path, new Date(), new Date()).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await rm(path, { force: true });
      held.delete(path);
    },
  };
}

async function take(path: string): Promise<void> {
  const mine: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  if (await create(path, mine)) return;
  const found = await readFile(path, "utf8").catch(() => undefined);
  if (found !== undefined) {
    const holder = holderIn(found);
    // A lock that is not whole may be one that is being written now.
    if (holder === undefined) throw taken(path, "a process that its lock does not name");
    if (await isAlive(path, holder)) throw taken(path, `process ${holder.pid} on ${holder.host}`);
    await moveAway(path, found);
  }
  if (!(await create(path, mine))) throw taken(path, "a process that started at the same time");
}

function holderIn(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(Holder, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function isAlive(path: string, holder: Holder): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  if (holder.host !== hostname()) return Date.now() - mtimeMs < DEAD_AFTER_MS;
  // If the machine restarted since, another process may have its pid.
  if (mtimeMs < Date.now() - uptime() * 1_000) return false;
  return holder.pid !== process.pid && isRunning(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Renaming is atomic. If two processes found the same dead lock, one moves it, and the other finds a live lock. */
async function moveAway(path: string, found: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside);
  const moved = await readFile(aside, "utf8");
  if (moved !== found) await link(aside, path);
  await rm(aside);
}

function taken(path: string, by: string): StorageError {
  return new StorageError("STORAGE_FOLDER_TAKEN", { detail: `Held by ${by}; the lock is ${path}.` });
}
