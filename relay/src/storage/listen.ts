/** A replica on PostgreSQL notifies the others when it queued something, so that they may ask seldom. */

import { sql } from "kysely";
import pg from "pg";
import type { Tx } from "./transact.ts";

const CHANNEL = "doorkey_queue";
/** How long a replica waits before it connects again, in milliseconds. */
const AGAIN_MS = 1_000;

/** Notifies all replicas, when the transaction commits, that something was queued. */
export async function tellQueued(tx: Tx): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, '')`.execute(tx);
}

/**
 * Calls `onQueued` whenever a replica queued something, and each time that the connection stands, because something may
 * have been queued while it did not. Resolves once it listens, or once the first try failed; it tries again for ever.
 *
 * @returns Ends it.
 */
export async function listenQueued(url: string, onQueued: () => void): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function connect(): Promise<void> {
    const own = new pg.Client({ connectionString: url, application_name: "doorkey-relay listens", keepAlive: true });
    client = own;
    const lost = () => {
      if (client !== own) return;
      client = undefined;
      void own.end().catch(() => {});
      if (!stopped) timer = setTimeout(connect, AGAIN_MS).unref();
    };
    own.on("error", lost);
    own.on("end", lost);
    own.on("notification", onQueued);
    try {
      await own.connect();
      await own.query(`listen ${CHANNEL}`);
      onQueued();
    } catch {
      lost();
    }
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    const own = client;
    client = undefined;
    await own?.end().catch(() => {});
  };
}
