/** Two transactions on PostgreSQL in an order that the test decides. */

import pg from "pg";

/** A transaction that stays open until it is committed. */
export type Held = {
  /** The process of its connection in the server. */
  readonly pid: number;
  readonly commit: () => Promise<void>;
};

/** Opens a transaction on a connection of its own and runs these statements in it. */
export async function hold(url: string, ...statements: readonly string[]): Promise<Held> {
  const client = await connect(url);
  await client.query("BEGIN");
  for (const statement of statements) await client.query(statement);
  return {
    pid: await pidOf(client),
    commit: async () => {
      await client.query("COMMIT");
      await client.end();
    },
  };
}

/**
 * Starts `work` while a transaction is open. As soon as the work has ended or waits for the transaction, `look` is
 * called, and the transaction is committed.
 *
 * @returns Whether the work waited for the transaction, and what became of it.
 */
export async function interleave<T>(
  url: string,
  { pid, commit }: Held,
  work: () => Promise<T>,
  look: () => Promise<void> = async () => {},
): Promise<{ readonly waited: boolean; readonly result: T }> {
  const watcher = await connect(url);
  let ended = false;
  const running = work().finally(() => {
    ended = true;
  });
  // It is awaited below, also if looking fails.
  running.catch(() => {});
  let waited = false;
  try {
    while (!ended && !waited) {
      const { rows } = await watcher.query("SELECT 1 FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", [
        pid,
      ]);
      waited = rows.length > 0;
    }
    await look();
  } finally {
    await watcher.end();
    await commit();
  }
  return { waited, result: await running };
}

/** Whether no open transaction keeps this statement waiting. What it does is rolled back. */
export async function isFree(url: string, statement: string): Promise<boolean> {
  const client = await connect(url);
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL lock_timeout = '1ms'");
    await client.query(statement);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    await client.end();
  }
}

const LOCK_NOT_AVAILABLE = "55P03";

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

async function pidOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const [row] = rows;
  if (row === undefined) throw new Error("the server does not name its process");
  return row.pid;
}
