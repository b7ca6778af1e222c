import { expect } from "chai";
import type { Hex } from "doorkey";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Db } from "../../src/storage/transact.ts";
import { forwarderEvents } from "./suite.ts";
import type { TestEngine } from "./world.ts";

/** How often each request was executed on chain, by the forwarder's events. */
export async function executionsOf(node: ServedChain, digests: readonly Hex[]): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const { name, args } of await forwarderEvents(node)) {
    if (name === "RequestExecuted") counts.set(args.hash, (counts.get(args.hash) ?? 0) + 1);
  }
  return digests.map((digest) => counts.get(digest) ?? 0);
}

export async function expectOnceEach(node: ServedChain, digests: readonly Hex[]): Promise<void> {
  expect(await executionsOf(node, digests)).to.deep.equal(digests.map(() => 1));
}

export function expectNoTrouble(...engines: readonly TestEngine[]): void {
  for (const { events } of engines) expect(events.filter(({ type }) => type === "trouble")).to.deep.equal([]);
}

export const typesOf = (engine: TestEngine) => engine.events.map(({ type }) => type);

export function attemptsOf(db: Db) {
  return db
    .selectFrom("attempts")
    .innerJoin("transactions", "transactions.id", "attempts.tx_id")
    .selectAll("attempts")
    .select("transactions.nonce")
    .orderBy("attempts.created_at")
    .execute();
}

export function transactionsOf(db: Db) {
  return db.selectFrom("transactions").selectAll().orderBy("signer").orderBy("nonce").execute();
}

export async function nextNonceOf(db: Db, signer: string): Promise<number> {
  const row = await db
    .selectFrom("signers")
    .select("next_nonce")
    .where("address", "=", signer.toLowerCase() as Hex)
    .executeTakeFirstOrThrow();
  return row.next_nonce;
}
