import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { startDumps } from "./dumps.ts";
import { lockFolder } from "./folderLock.ts";
import { listenQueued } from "./listen.ts";
import { StorageError } from "./StorageError.ts";
import type { Database } from "./tables.ts";

/** PostgreSQL by its URL, or the embedded engine in a folder. */
export type StorageOptions =
  | {
      readonly kind: "postgres";
      readonly url: string;
      /** Connections of this process. Defaults to 10. */
      readonly poolSize?: number;
      /** Called when a connection broke. The pool opens a new one when it needs one. */
      readonly onConnectionLost?: (error: Error) => void;
    }
  | {
      readonly kind: "embedded";
      readonly folder: string;
      /** Milliseconds between copies of the folder. Defaults to an hour. */
      readonly dumpEveryMs?: number;
      /** Called when a copy could not be written. */
      readonly onDumpFailed?: (error: unknown) => void;
    };

export type Storage = {
  readonly db: Kysely<Database>;
  readonly kind: StorageOptions["kind"];
  /** Shown to the operator at each start. */
  readonly warning?: string;
  /**
   * Calls `onQueued` when a replica queued something; see `listenQueued`. Not in the embedded engine, whose only process
   * knows it. The function returned ends it.
   */
  readonly listen: (onQueued: () => void) => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
};

const EMBEDDED_WARNING =
  "The embedded database serves one process only and does not survive a loss of power untouched. " +
  "What it lost is found on the chain at the next start. Use PostgreSQL for more.";

const OLDEST_POSTGRES = 150_000;

/**
 * Opens the database. Both engines are used through a `pg.Pool`, so there is one code path; run `migrate` next.
 *
 * @throws STORAGE_FOLDER_TAKEN when another process has the folder (F25).
 * @throws STORAGE_TOO_OLD when PostgreSQL is older than 15.
 */
export function openStorage(options: StorageOptions): Promise<Storage> {
  return options.kind === "postgres" ? openPostgres(options) : openEmbedded(options);
}

async function openPostgres(options: Extract<StorageOptions, { kind: "postgres" }>): Promise<Storage> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: "doorkey-relay",
    // A replica that was stopped in the middle of a transaction must not hold its locks for ever.
    idle_in_transaction_session_timeout: 10_000,
    statement_timeout: 30_000,
    types: numbers,
  });
  const lost = options.onConnectionLost ?? (() => {});
  pool.on("error", lost);
  // The pool does not report errors of a connection in use. Without a listener they would end the process (F19).
  pool.on("connect", (client) => client.on("error", lost));
  const db = kyselyOver(pool);
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(db);
  if (Number(rows[0]?.version) < OLDEST_POSTGRES) {
    await db.destroy();
    throw new StorageError("STORAGE_TOO_OLD");
  }
  const listen = (onQueued: () => void) => listenQueued(options.url, onQueued);
  return { db, kind: "postgres", listen, close: () => db.destroy() };
}

async function openEmbedded(options: Extract<StorageOptions, { kind: "embedded" }>): Promise<Storage> {
  const folder = resolve(options.folder);
  await mkdir(dirname(folder), { recursive: true });
  const lock = await lockFolder(folder);
  try {
    // Loaded only here, because it takes hundreds of megabytes that a relay on PostgreSQL does not need.
    const [{ PGlite }, { createPgConfig }] = await Promise.all([
      import("@electric-sql/pglite"),
      import("@electric-sql/pglite/node-postgres"),
    ]);
    const engine: PGlite = await PGlite.create(folder);
    // The engine has one session, so a second connection inside a chain of calls would wait for ever. The types of `pg`
    // do not know the adapter's connection, which stands in for a socket.
    const config: object = createPgConfig(engine);
    const db = kyselyOver(new pg.Pool({ ...config, max: 1, types: numbers }));
    const stopDumps = startDumps(engine, folder, options.dumpEveryMs ?? 3_600_000, options.onDumpFailed ?? (() => {}));
    const close = async () => {
      await stopDumps();
      await db.destroy();
      await engine.close();
      await lock.release();
    };
    return { db, kind: "embedded", warning: EMBEDDED_WARNING, listen: async () => async () => {}, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function kyselyOver(pool: pg.Pool): Kysely<Database> {
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** A list of BIGINT, which `pg` does not name. */
const INT8_LIST = 1016;

/** BIGINT as number (none of ours reaches 2^53), NUMERIC as bigint (all of ours are whole). */
const numbers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.NUMERIC) return BigInt;
    const parse = pg.types.getTypeParser(oid, format);
    return (oid as number) === INT8_LIST ? (text: string) => parse(text).map(Number) : parse;
  },
};
