import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SuiteRef } from "doorkey";
import { isOfDisk, sqliteCode } from "doorkey-server";
import { MIGRATIONS } from "./migrations.ts";
import { StorageError } from "./StorageError.ts";

/** "DKOF": marks the file as an office's. */
const APPLICATION_ID = 0x444b4f46;
const FILE = "office.db";

/** The database of one office. */
export type Storage = {
  readonly db: DatabaseSync;
  /** Runs work in a transaction. It is on the disk when this returns; if the work throws, nothing of it is. */
  readonly write: <T>(work: (db: DatabaseSync) => T) => T;
  readonly close: () => void;
};

/**
 * Opens the database in a folder, or makes one. A commit is on the disk before it counts: WAL, `synchronous=FULL`. This
 * process alone has the file, until it closes it or dies.
 *
 * @throws StorageError, for a file that is damaged, foreign, newer, of another agent, open elsewhere or not writable.
 */
export function openStorage({ folder, agent }: openStorage.Parameters): Storage {
  const path = join(folder, FILE);
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(path);
    prepare(db, agent);
    const opened = db;
    return {
      db: opened,
      write: (work) => transact(opened, work),
      close: () => {
        if (opened.isOpen) opened.close();
      },
    };
  } catch (error) {
    if (db?.isOpen) db.close();
    throw openingError(error, path);
  }
}

export declare namespace openStorage {
  type Parameters = { readonly folder: string; readonly agent: SuiteRef & { readonly agentId: number } };
}

function prepare(db: DatabaseSync, agent: openStorage.Parameters["agent"]): void {
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
  transact(db, () => {
    for (const step of MIGRATIONS.slice(version)) db.exec(step);
    db.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${MIGRATIONS.length}`);
    belongTo(db, agent);
  });
}

/** The first office of a file writes which agent it sells for. */
function belongTo(db: DatabaseSync, { chainId, rightsRegistry, agentId }: openStorage.Parameters["agent"]): void {
  const mine = `${chainId}/${rightsRegistry.toLowerCase()}/${agentId}`;
  const found = db.prepare("select value from meta where key = 'agent'").get()?.value;
  if (found === undefined) db.prepare("insert into meta values('agent', ?)").run(mine);
  else if (found !== mine) {
    throw new StorageError("STORE_OTHER_AGENT", { detail: `It is of ${found}; this office is of ${mine}.` });
  }
}

function transact<T>(db: DatabaseSync, work: (db: DatabaseSync) => T): T {
  // A work may be part of another.
  if (db.isTransaction) return work(db);
  db.exec("begin immediate");
  try {
    const result = work(db);
    db.exec("commit");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("rollback");
    throw error;
  }
}

function numberOf(db: DatabaseSync, query: string, column = "it"): number {
  return Number(db.prepare(query).get()?.[column]);
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
