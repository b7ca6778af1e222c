import type { DatabaseSync } from "node:sqlite";
import { DoorkeyError } from "./DoorkeyError.ts";
import type { LineFile } from "./lineFile.ts";
import { lockFile } from "./lockFile.ts";

/** In the head of each file that this package wrote: "DKLF". */
const APPLICATION_ID = 0x444b4c46;
const VERSION = 1;

/** Lines that were added in one turn of the event loop share one commit, and one wait for the disk. */
type Group = { readonly lines: string[]; readonly done: Promise<void> };

/**
 * An append-only file of lines in SQLite, for one process at a time: a file beside it, `<path>.lock`, keeps other
 * processes out. A commit is on the disk when its append resolves (write-ahead log, `synchronous = FULL`).
 *
 * @throws JOURNAL_LOCKED when another process has the file; JOURNAL_DAMAGED when it is damaged, or of another program,
 * which stays as it is.
 */
export async function openSqliteLines(path: string): Promise<LineFile> {
  const unlock = await lockFile(`${path}.lock`);
  try {
    const database = await openDatabase(path);
    return linesIn(database, path, () => {
      database.close();
      unlock();
    });
  } catch (error) {
    unlock();
    throw told(error, path);
  }
}

async function openDatabase(path: string): Promise<DatabaseSync> {
  const [{ DatabaseSync }, { open }] = await Promise.all([import("node:sqlite"), import("node:fs/promises")]);
  await (await open(path, "a", 0o600)).close();
  const database = new DatabaseSync(path);
  try {
    const isNew = numberOf(database, "PRAGMA schema_version") === 0;
    // Nothing is written before it is known whose file it is.
    if (!isNew && numberOf(database, "PRAGMA application_id") !== APPLICATION_ID) {
      throw damaged(`${path} is a database of another program.`);
    }
    const version = numberOf(database, "PRAGMA user_version");
    if (!isNew && version !== VERSION)
      throw damaged(`${path} has version ${version}, and this package reads ${VERSION}.`);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    if (isNew) {
      database.exec(`
        BEGIN;
        CREATE TABLE lines (number INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;
        PRAGMA application_id = ${APPLICATION_ID};
        PRAGMA user_version = ${VERSION};
        COMMIT;
      `);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function linesIn(database: DatabaseSync, path: string, close: () => void): LineFile {
  const all = database.prepare("SELECT line FROM lines ORDER BY number");
  const insert = database.prepare("INSERT INTO lines (line) VALUES (?)");
  let group: Group | undefined;
  let isClosed = false;

  function commit(lines: readonly string[]): void {
    database.exec("BEGIN IMMEDIATE");
    try {
      for (const line of lines) insert.run(line);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw told(error, path);
    }
  }

  function openGroup(): Group {
    const lines: string[] = [];
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      group = undefined;
      commit(lines);
    });
    return { lines, done };
  }

  return {
    read: async () => {
      try {
        return all.all().map(({ line }) => String(line));
      } catch (error) {
        throw told(error, path);
      }
    },
    append: async (...lines) => {
      if (isClosed) throw damaged(`${path} is closed.`);
      group ??= openGroup();
      group.lines.push(...lines);
      await group.done;
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await group?.done.catch(() => undefined);
      close();
    },
  };
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(pragma).get() ?? {})[0]);
}

/** SQLite's codes of a file that is no database, or whose pages do not fit together. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** An error of SQLite about the file's content as an error of this package. */
function told(error: unknown, path: string): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
  if (code === NOT_A_DATABASE) return damaged(`${path} is not an SQLite file.`, error);
  if (code === CORRUPT) return damaged(`${path} is damaged: its pages do not fit together.`, error);
  return error;
}

function damaged(detail: string, cause?: unknown): DoorkeyError {
  return new DoorkeyError("JOURNAL_DAMAGED", { cause, details: [detail] });
}
