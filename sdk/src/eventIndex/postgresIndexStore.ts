import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { openPostgres, type PostgresClient, type PostgresDatabase, type PostgresRow } from "../core/openPostgres.ts";
import { parseJson } from "../core/parseJson.ts";
import { INDEX_PIECE, type IndexPiece, type IndexStore } from "./IndexStore.ts";

/**
 * A store in a PostgreSQL database, for platforms with thousands of events. One database holds the pieces of several
 * suites. If two processes follow one suite in it, the slower one is refused and reads what the faster one wrote.
 *
 * For Node.js, with the package `pg`.
 *
 * @param database Its address, or a pool of the package `pg`. The table `doorkey_index_pieces` is created in it.
 * @throws VALUE_INVALID; from its functions JOURNAL_LOCKED when another process wrote since this one read, and
 * INDEX_STORE_BROKEN for a piece that another version wrote; errors of PostgreSQL.
 * @example
 * import type { Connection } from "doorkey";
 * import { followSuite, postgresIndexStore } from "doorkey/event-index";
 *
 * const follow = async (connection: Connection) =>
 *   followSuite(connection, { store: await postgresIndexStore("postgres://platform@localhost/platform") });
 */
export async function postgresIndexStore(database: PostgresDatabase): Promise<PostgresIndexStore> {
  const postgres = await openPostgres(database, SCHEMA);
  /** The suite that was loaded, and the number of its last change that this process knows. */
  let known: { readonly suite: SuiteRef; version: bigint } | undefined;

  /** Changes the pieces of the suite if no other process has changed them. */
  async function change(work: (client: PostgresClient, key: unknown[], next: bigint) => Promise<void>): Promise<void> {
    if (known === undefined) {
      throw new DoorkeyError("INDEX_STORE_BROKEN", { details: ["The store was not loaded."] });
    }
    const { suite, version } = known;
    const done = await postgres.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE doorkey_index_suites SET version = version + 1
        WHERE chain_id = $1 AND rights_registry = $2 AND version = $3`,
        [...keyOf(suite), version],
      );
      if (rowCount !== 1) return { keep: false, value: false };
      await work(client, keyOf(suite), version + 1n);
      return { keep: true, value: true };
    });
    if (!done)
      throw new DoorkeyError("JOURNAL_LOCKED", { details: ["Another process changed the pieces of this suite."] });
    known.version = version + 1n;
  }

  return {
    load: (suite) =>
      postgres.transaction(async (client) => {
        await client.query("INSERT INTO doorkey_index_suites VALUES ($1, $2, 0) ON CONFLICT DO NOTHING", keyOf(suite));
        // The row's lock keeps the version and the pieces of one moment together.
        const { rows } = await client.query(
          "SELECT version FROM doorkey_index_suites WHERE chain_id = $1 AND rights_registry = $2 FOR SHARE",
          keyOf(suite),
        );
        const pieces = await client.query(
          "SELECT place, piece FROM doorkey_index_pieces WHERE chain_id = $1 AND rights_registry = $2 ORDER BY place",
          keyOf(suite),
        );
        known = { suite, version: BigInt(String(rows[0]?.version)) };
        return { keep: true, value: pieces.rows.map(pieceOf) };
      }),
    append: (piece) =>
      change(async (client, key, next) => {
        await client.query("INSERT INTO doorkey_index_pieces VALUES ($1, $2, $3, $4)", [
          ...key,
          next,
          JSON.stringify(piece),
        ]);
      }),
    replace: (pieces) =>
      change(async (client, key, next) => {
        await client.query("DELETE FROM doorkey_index_pieces WHERE chain_id = $1 AND rights_registry = $2", key);
        // The next piece gets the number of the next change, so these get the numbers up to this one.
        await client.query(
          `INSERT INTO doorkey_index_pieces
          SELECT $1, $2, $3::bigint - $4::bigint + place, piece
          FROM unnest($5::text[]) WITH ORDINALITY AS row (piece, place)`,
          [...key, next, pieces.length, pieces.map((piece) => JSON.stringify(piece))],
        );
      }),
    close: postgres.close,
  };
}

/** A store that keeps connections open. */
export type PostgresIndexStore = IndexStore & { close(): Promise<void> };

/** `version` counts the changes of a suite's pieces, and `place` orders them. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS doorkey_index_suites (
    chain_id numeric NOT NULL,
    rights_registry text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (chain_id, rights_registry)
  );
  CREATE TABLE IF NOT EXISTS doorkey_index_pieces (
    chain_id numeric NOT NULL,
    rights_registry text NOT NULL,
    place bigint NOT NULL,
    piece text NOT NULL,
    PRIMARY KEY (chain_id, rights_registry, place)
  );
`;

function keyOf({ chainId, rightsRegistry }: SuiteRef): unknown[] {
  return [String(chainId), rightsRegistry.toLowerCase()];
}

function pieceOf({ place, piece }: PostgresRow): IndexPiece {
  return parseJson("INDEX_STORE_BROKEN", INDEX_PIECE, String(piece), `doorkey_index_pieces, place ${place}`);
}
