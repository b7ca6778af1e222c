import { assertText } from "./assertText.ts";
import { given } from "./given.ts";
import { PageError } from "./PageError.ts";

/** What the package needs of a connection of the library `pg`. */
export type PostgresClient = {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: PostgresRow[]; readonly rowCount: number | null }>;
  release(error?: boolean): void;
};

/** A row by the names of its columns. */
export type PostgresRow = Readonly<Record<string, unknown>>;

/** What the package needs of a pool of the library `pg`. */
export type PostgresPool = {
  connect(): Promise<PostgresClient>;
  end(): Promise<void>;
};

/** The address of a PostgreSQL database, such as `postgres://user@host/shop`, or a pool that the program has already. */
export type PostgresDatabase = string | PostgresPool;

/** A database that the package has opened. */
export type Postgres = {
  /** Runs `work` in a transaction, which is committed if `work` returns true, and rolled back otherwise. */
  readonly transaction: <T>(
    work: (client: PostgresClient) => Promise<{ readonly keep: boolean; readonly value: T }>,
  ) => Promise<T>;
  /** The rows of one statement. */
  readonly rows: (text: string, values?: unknown[]) => Promise<readonly PostgresRow[]>;
  /** Ends the connections that the package opened. A pool that the program passed stays open. */
  readonly close: () => Promise<void>;
};

/**
 * Opens a database and creates what `schema` names. Processes that start at the same time create it one after the
 * other, because PostgreSQL lets concurrent `CREATE TABLE IF NOT EXISTS` fail.
 */
export async function openPostgres(database: PostgresDatabase, schema: string): Promise<Postgres> {
  const own = typeof database === "string";
  const pool = own ? await poolOf(database) : given("database", database, "connect", "end");

  async function withClient<T>(work: (client: PostgresClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      const value = await work(client);
      client.release();
      return value;
    } catch (error) {
      // A connection that failed within a transaction is not used again.
      client.release(true);
      throw error;
    }
  }

  const postgres: Postgres = {
    transaction: (work) =>
      withClient(async (client) => {
        await client.query("BEGIN");
        const { keep, value } = await work(client);
        await client.query(keep ? "COMMIT" : "ROLLBACK");
        return value;
      }),
    rows: (text, values) => withClient(async (client) => (await client.query(text, values)).rows),
    close: async () => {
      if (own) await pool.end();
    },
  };
  try {
    await postgres.transaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended('doorkey schema', 0))");
      await client.query(schema);
      return { keep: true, value: undefined };
    });
  } catch (error) {
    await postgres.close();
    throw error;
  }
  return postgres;
}

async function poolOf(url: string): Promise<PostgresPool> {
  assertText("database", url);
  // Imported only here, because most programs need no PostgreSQL and do not install it.
  const { default: pg } = await import("pg").catch((cause) => {
    throw new PageError("VALUE_INVALID", { cause, details: ["The package pg is missing. Install it: npm install pg"] });
  });
  const pool: PostgresPool & { on(event: "error", listener: () => void): unknown } = new pg.Pool({
    connectionString: url,
  });
  // A connection that breaks while nobody uses it. The pool has dropped it, and the next statement opens another.
  pool.on("error", () => {});
  return pool;
}
