import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EventRef } from "doorkey/code";
import { isOfDisk, sqliteCode } from "doorkey-server";
import { MIGRATIONS } from "./migrations.ts";
import { StorageError } from "./StorageError.ts";
import { type WriteQueue, writeQueue } from "./writeQueue.ts";

/** "DKGT": marks the file as a hub's. */
const APPLICATION_ID = 0x444b4754;
const FILE = "gate.db";

/** The database of one hub and one event. */
export type Storage = WriteQueue & {
  readonly db: DatabaseSync;
  /** Drawn by chance when the database was made. A page that meets another one forgets the deltas of the last hub. */
  readonly hubId: string;
  /** Writes what waits, and closes the file. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the database in a folder, or makes one. A commit is on the disk before it counts: WAL, `synchronous=FULL`. This
 * process alone has the file, until it closes it or dies.
 *
 * @throws StorageError, for a file that is damaged, foreign, newer, of another event, open elsewhere or not writable.
 */
export function openStorage({ folder, event }: openStorage.Parameters): Storage {
  const path = join(folder, FILE);
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(path);
    const hubId = prepare(db, event);
    const queue = writeQueue(db);
    return { ...queue, db, hubId, close: () => close(db, queue) };
  } catch (error) {
    if (db?.isOpen) db.close();
    throw openingError(error, path);
  }
}

export declare namespace openStorage {
  type Parameters = { readonly folder: string; readonly event: EventRef };
}

function prepare(db: DatabaseSync, event: EventRef): string {
  db.exec("pragma locking_mode = exclusive; pragma foreign_keys = on; pragma temp_store = memory");
  const isEmpty = numberOf(db, "select count(*) as it from sqlite_schema") === 0;
  if (!isEmpty && numberOf(db, "pragma application_id", "application_id") !== APPLICATION_ID) {
    throw new StorageError("STORE_FOREIGN");
  }
  const version = numberOf(db, "pragma user_version", "user_version");
  if (version > MIGRATIONS.length) {
    throw new StorageError("STORE_NEWER", { detail: `Its version is ${version}, ours ${MIGRATIONS.length}.` });
  }
  db.exec("pragma journal_mode = wal; pragma synchronous = full");
  const said = db.prepare("pragma quick_check(1)").get()?.quick_check;
  if (said !== "ok") throw new StorageError("STORE_DAMAGED", { detail: `SQLite says: ${said}.` });
  db.exec("begin immediate");
  for (const step of MIGRATIONS.slice(version)) db.exec(step);
  db.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
  const hubId = belongTo(db, event);
  db.exec("commit");
  return hubId;
}

/** The first hub of a file writes which event it is for. */
function belongTo(db: DatabaseSync, { chainId, rightsRegistry, eventId }: EventRef): string {
  const read = db.prepare("select value from meta where key = ?");
  const write = db.prepare("insert into meta values(?, ?)");
  const mine = `${chainId}/${rightsRegistry.toLowerCase()}/${eventId}`;
  const found = read.get("event")?.value;
  if (found === undefined) {
    write.run("event", mine);
    write.run("hub", randomBytes(12).toString("hex"));
  } else if (found !== mine) {
    throw new StorageError("STORE_OTHER_EVENT", { detail: `It is of ${found}; this hub is for ${mine}.` });
  }
  return String(read.get("hub")?.value);
}

function numberOf(db: DatabaseSync, query: string, column = "it"): number {
  return Number(db.prepare(query).get()?.[column]);
}

async function close(db: DatabaseSync | undefined, queue: WriteQueue): Promise<void> {
  await queue.drain();
  if (db?.isOpen) db.close();
}

function openingError(error: unknown, path: string): unknown {
  if (error instanceof StorageError) return error;
  const code = sqliteCode(error);
  const detail = `The file is ${path}.`;
  if (code === 5 || code === 6) return new StorageError("STORE_TAKEN", { cause: error, detail });
  if (code === 26) return new StorageError("STORE_FOREIGN", { cause: error, detail });
  if (code === 11) return new StorageError("STORE_DAMAGED", { cause: error, detail });
  const isOfFile = error instanceof Error && "code" in error && /^E[A-Z]+$/.test(String(error.code));
  if (isOfDisk(error) || isOfFile) return new StorageError("STORE_UNWRITABLE", { cause: error, detail });
  return error;
}
