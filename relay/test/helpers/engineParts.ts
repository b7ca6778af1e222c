/** Parts of the engine over a real database, at a node that answers as the test says. */

import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { Address, Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { type Insertable, sql } from "kysely";
import { openChain } from "../../src/chain/Chain.ts";
import { type ChainView, chainView, type Head } from "../../src/chain/ChainView.ts";
import { type RpcCall, type RpcEndpoint, RpcError, RpcUnreachable } from "../../src/chain/jsonRpc.ts";
import type { EngineContext, Lease } from "../../src/engine/EngineContext.ts";
import type { EngineEvent } from "../../src/engine/EngineEvent.ts";
import { defaultOptions } from "../../src/engine/EngineOptions.ts";
import { createShapes } from "../../src/engine/shapes.ts";
import { enqueue, type NewRequest, type Storage } from "../../src/storage/index.ts";
import type { AttemptRow, Database, RequestRow, TransactionRow } from "../../src/storage/tables.ts";
import type { Db } from "../../src/storage/transact.ts";
import { newRequest, random } from "./newRequests.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "./storages.ts";
import { signerFrom } from "./world.ts";

export const GWEI = 10n ** 9n;
export const SIGNER = walletOf("relay 0").address.toLowerCase() as Address;
const OWNER = "one";
export const LEASE: Lease = { signer: SIGNER, epoch: 1 };
export const quantity = (value: number | bigint): Hex => `0x${value.toString(16)}`;
export const ago = (seconds: number) => sql<Date>`clock_timestamp() - ${seconds} * interval '1 second'`;

/**
 * To open a database takes longer than most tests, so all of a process share one of each kind. The embedded one ends with
 * the process.
 */
const opened = new Map<Storage["kind"], Promise<TestStorage>>();
after(async () => {
  await (await opened.get("postgres"))?.remove();
  opened.delete("postgres");
});
process.on("exit", () => {
  for (const folder of folders) rmSync(dirname(folder), { recursive: true, force: true });
});
const folders: string[] = [];

/**
 * Runs tests on each database, where a replica holds `SIGNER` and nothing else is stored. `db` is there once a test begins.
 */
export function onEachDatabase(title: string, tests: (db: () => Db, kind: Storage["kind"]) => void): void {
  for (const kind of storageKinds) {
    describe(`${title} (${kind})`, () => {
      let db: Db;
      before(async () => {
        const storage = opened.get(kind) ?? openTestStorage(kind);
        opened.set(kind, storage);
        const { folder } = await storage;
        if (folder !== undefined && !folders.includes(folder)) folders.push(folder);
        db = (await storage).db;
      });
      beforeEach(async () => {
        await emptyTables(db);
        const lease = { lease_owner: OWNER, lease_until: ago(-300), epoch: LEASE.epoch };
        await db
          .insertInto("signers")
          .values({ address: SIGNER, next_nonce: 0, ...lease })
          .execute();
      });
      tests(() => db, kind);
    });
  }
}

/** What a node answers to a method. A method without an answer is one that it does not know. */
export type Answers = Readonly<Record<string, (...params: never[]) => unknown>>;

/** A node answers with an error of these words. */
export const refuses = (message: string) => new RpcError({ code: -32_000, message });
/** A node does not answer. */
export const silent = () => new RpcUnreachable("no answer");

export function nodeAnswering(answers: Answers, url = "http://node"): RpcEndpoint {
  const answer = ({ method, params }: RpcCall): unknown =>
    answers[method]?.(...(params as never[])) ?? refuses(`the method ${method} does not exist`);
  return {
    url,
    call: async (method, params) => {
      const one = answer({ method, params });
      if (one instanceof Error) throw one;
      return one === NULL ? null : one;
    },
    batch: async (calls) => calls.map(answer).map((one) => (one === NULL ? null : one)),
  };
}

/** What a node answers if it has nothing. */
export const NULL = Symbol("null");

export const HEAD: Head = { number: 100, hash: "0xb100", timestamp: 1_000, gasLimit: 60_000_000, baseFee: GWEI };

export type Parts = {
  readonly context: EngineContext;
  readonly view: ChainView;
  readonly events: EngineEvent[];
  /** How often the engine said that the node may be wrong. */
  readonly distrusts: () => number;
};

/** The parts of a replica that holds `SIGNER`, at a node with this head. */
export function partsOn(
  db: Db,
  answers: Answers,
  { options, head = HEAD, ...change }: Partial<EngineContext> & { readonly head?: Head } = {},
): Parts {
  const endpoint = nodeAnswering(answers);
  const events: EngineEvent[] = [];
  let distrusts = 0;
  const key = signerFrom(walletOf("relay 0"));
  const context: EngineContext = {
    ...{ db, owner: OWNER, signers: new Map([[SIGNER, key]]), shapes: createShapes() },
    chain: openChain({ endpoints: [endpoint], confirmations: 3 }),
    suite: { chainId: 31337, forwarder: `0x${"f0".repeat(20)}`, rightsRegistry: `0x${"a0".repeat(20)}` },
    options: { ...defaultOptions, ...options },
    recheck: async (rows) => rows.map(() => undefined),
    observe: (event) => events.push(event),
    failpoint: async () => {},
    ...change,
  };
  const view = chainView(endpoint, head, () => {
    distrusts++;
  });
  return { context, view, events, distrusts: () => distrusts };
}

export type StoredAttempt = Partial<Pick<AttemptRow, "hash" | "raw" | "max_fee" | "max_tip" | "refusal">> & {
  /** Since it was stored. */
  readonly seconds?: number;
};

/** Stores a transaction of `SIGNER` with its attempts, the oldest first, and returns its id. */
export async function storeTransaction(
  db: Db,
  nonce: number,
  attempts: readonly StoredAttempt[] = [],
  change: Partial<TransactionRow> = {},
): Promise<number> {
  const state = attempts.length === 0 ? "assigned" : "sent";
  const row: Insertable<Database["transactions"]> = {
    ...{ signer: SIGNER, nonce, kind: "requests", state, to_address: SIGNER, data: "0x12", gas_limit: 100_000 },
    ...change,
  };
  const { id } = await db.insertInto("transactions").values(row).returning("id").executeTakeFirstOrThrow();
  for (const { seconds = 0, ...attempt } of attempts) {
    const bare = { hash: random(32), raw: random(8), max_fee: 10n * GWEI, max_tip: GWEI };
    await db
      .insertInto("attempts")
      .values({ tx_id: id, ...bare, ...attempt, created_at: ago(seconds) })
      .execute();
  }
  return id;
}

type Changeable = Omit<RequestRow, "payload" | "event_ids" | "received_at" | "hold_until">;
type RowChange = Partial<Changeable & Readonly<Record<"received_at" | "hold_until", ReturnType<typeof ago>>>>;

/** Stores requests, each with this change to its row, and returns their digests in their order. */
export async function storeRequests(
  db: Db,
  count: number,
  row: RowChange = {},
  change: Partial<NewRequest> = {},
): Promise<Hex[]> {
  const items = Array.from({ length: count }, () => newRequest(change));
  await enqueue(db, items);
  for (const [position, { digest }] of items.entries()) {
    const place = row.tx_id === undefined ? {} : { position };
    await db
      .updateTable("requests")
      .set({ troubles: 0, ...place, ...row })
      .where("digest", "=", digest)
      .execute();
  }
  return items.map(({ digest }) => digest);
}

/** The rows of requests, in the order of their digests given. */
export async function rowsOf(db: Db, digests: readonly Hex[]): Promise<RequestRow[]> {
  const rows = await db.selectFrom("requests").selectAll().execute();
  return digests.map((digest) => rows.find((row) => row.digest === digest) as RequestRow);
}
