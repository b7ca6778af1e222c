/** How a signer's transactions under way follow what the chain says of their nonces, receipts and blocks. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { keccak256 } from "ethers";
import {
  type Answers,
  GWEI,
  HEAD,
  LEASE,
  NULL,
  onEachDatabase,
  partsOn,
  quantity,
  rowsOf,
  silent,
  storeRequests,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import { watch } from "./watch.ts";

type Chain = {
  /** How many nonces are used at the newest block, and three blocks before it. */
  readonly used: number;
  readonly usedThen?: number;
  /** By the attempt's hash. Without an answer, the node has none. */
  readonly receipts?: Readonly<Record<Hex, unknown>>;
  /** What the node answers about a block, if it is not as the others. */
  readonly blocks?: Readonly<Record<number, unknown>>;
};

/** A node with this chain, which has every transaction, and what it was asked. */
function nodeOf({ used, usedThen = used, receipts = {}, blocks = {} }: Chain) {
  const asked: string[] = [];
  const sent: Hex[] = [];
  const noted = (method: string, answer: (...params: never[]) => unknown) => [
    method,
    (...params: never[]) => {
      asked.push(method);
      return answer(...params);
    },
  ];
  const answers: Answers = Object.fromEntries([
    noted("eth_getTransactionCount", (_, at: string) => quantity(at === "latest" ? used : usedThen)),
    noted("eth_getTransactionReceipt", (hash: Hex) => receipts[hash] ?? NULL),
    noted("eth_getBlockByNumber", (number: Hex) => blocks[Number(number)] ?? blockOf(Number(number))),
    noted("eth_getTransactionByHash", () => ({})),
    noted("eth_feeHistory", () => ({ baseFeePerGas: [quantity(GWEI)], reward: [], gasUsedRatio: [] })),
    noted("eth_sendRawTransaction", (raw: Hex) => {
      sent.push(raw);
      return keccak256(raw);
    }),
  ]);
  return { answers, asked, sent };
}

const hashOf = (number: number) => quantity(0xb000 + number);
const blockOf = (number: number) => ({
  ...{ number: quantity(number), hash: hashOf(number), timestamp: "0x1", gasLimit: "0x1", baseFeePerGas: "0x1" },
});
const receiptOf = (transactionHash: Hex, block: number) => ({
  ...{ transactionHash, blockNumber: quantity(block), blockHash: hashOf(block), status: "0x1", gasUsed: "0x64" },
  ...{ effectiveGasPrice: "0x2", logs: [] },
});

const CONFIRMATIONS = 3;
const OPTIONS = { confirmations: CONFIRMATIONS, rebroadcastAfterMs: 5_000 };
const attempt = (hash: Hex, seconds = 1) => ({ hash, seconds });

onEachDatabase("what is under way", (db) => {
  const watched = async (chain: Chain, { seen, head = HEAD }: { seen?: Hex; head?: typeof HEAD } = {}) => {
    const { answers, asked, sent } = nodeOf(chain);
    const { context, view, events, distrusts } = partsOn(db(), answers, { options: OPTIONS as never, head });
    const result = await watch(context, LEASE, view, seen);
    return { result, asked, sent, events, distrusts: distrusts() };
  };
  const states = async () =>
    (await db().selectFrom("transactions").select("state").orderBy("nonce").execute()).map(({ state }) => state);
  const mined = { state: "mined", transaction_hash: "0xc1", block_number: 99, block_hash: hashOf(99) } as const;

  it("is nothing without transactions, and no node is asked", async () => {
    await storeTransaction(db(), 0, [attempt("0xc1")], { ...mined, state: "final" });
    const { result, asked } = await watched({ used: 1 });
    expect({ result, asked }).to.deep.equal({ result: { inFlight: 0, done: true, gap: false }, asked: [] });
  });

  it("waits for the next block, and no node is asked, if nothing is urgent", async () => {
    await storeTransaction(db(), 0, [attempt("0xc1")], mined);
    await storeTransaction(db(), 1, [attempt("0xc2", 1)]);
    const { result, asked } = await watched({ used: 1 }, { seen: HEAD.hash });
    expect({ result, asked }).to.deep.equal({ result: { inFlight: 1, done: true, gap: false }, asked: [] });
  });

  it("does not wait for the next block with what was not signed or has waited to be sent again", async () => {
    await storeTransaction(db(), 1, [attempt("0xc1")]);
    const id = await storeTransaction(db(), 2);
    expect((await watched({ used: 1 }, { seen: HEAD.hash })).asked).to.include("eth_sendRawTransaction");
    await db().deleteFrom("attempts").where("tx_id", "=", id).execute();
    await db().deleteFrom("transactions").where("id", "=", id).execute();
    await storeTransaction(db(), 2, [attempt("0xc2", 6)]);
    expect((await watched({ used: 1 }, { seen: HEAD.hash })).asked).to.include("eth_getTransactionByHash");
  });

  it("is mined if any attempt has a receipt, and is looked at again at this block", async () => {
    const id = await storeTransaction(db(), 0, [attempt("0xc1"), attempt("0xc2")]);
    await storeTransaction(db(), 1, [attempt("0xc3")]);
    const { result, events } = await watched({ used: 1, receipts: { "0xc1": receiptOf("0xc1", 100) } });
    expect(result).to.deep.equal({ inFlight: 1, done: false, gap: false });
    expect(await states()).to.deep.equal(["mined", "sent"]);
    const row = await db().selectFrom("transactions").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
    expect([row.transaction_hash, row.block_number, row.block_hash, row.cost_wei]).to.deep.equal([
      ...["0xc1", 100, hashOf(100), 200n],
    ]);
    expect(events.map(({ type }) => type)).to.deep.equal(["mined"]);
  });

  it("is done at this block if nothing was mined in it", async () => {
    await storeTransaction(db(), 0, [attempt("0xc1")]);
    const { result, distrusts } = await watched({ used: 0 });
    expect({ result, distrusts }).to.deep.equal({ result: { inFlight: 1, done: true, gap: false }, distrusts: 0 });
  });

  describe("whose nonce was used without a receipt", () => {
    const missing = async () => {
      const tx_id = await storeTransaction(db(), 4, [attempt("0xc1"), attempt("0xc2")]);
      return storeRequests(db(), 2, { state: "assigned", tx_id });
    };

    it("still counts as under way, and the node counts as one that may be wrong", async () => {
      const digests = await missing();
      const { result, distrusts } = await watched({ used: 5, usedThen: 4 });
      expect({ result, distrusts }).to.deep.equal({ result: { inFlight: 1, done: true, gap: false }, distrusts: 1 });
      expect(await states()).to.deep.equal(["sent"]);
      expect((await rowsOf(db(), digests)).map(({ state }) => state)).to.deep.equal(["assigned", "assigned"]);
    });

    it("is given up once the nonce was used that deep, and its requests wait again", async () => {
      const digests = await missing();
      await storeTransaction(db(), 5, [attempt("0xc3")]);
      await storeTransaction(db(), 6, [attempt("0xc4")]);
      const { result, events } = await watched({ used: 6, usedThen: 5 });
      expect(result).to.deep.equal({ inFlight: 2, done: true, gap: false });
      expect(await states()).to.deep.equal(["displaced", "sent", "sent"]);
      for (const { state, tx_id, position, hold_owner } of await rowsOf(db(), digests)) {
        expect({ state, tx_id, position, hold_owner }).to.deep.equal({
          ...{ state: "queued", tx_id: null, position: null, hold_owner: null },
        });
      }
      expect(events).to.deep.equal([{ type: "displaced", signer: LEASE.signer, nonce: 4 }]);
    });

    it("is kept if a node does not answer about one of its attempts", async () => {
      await missing();
      await watched({ used: 5, receipts: { "0xc2": silent() } });
      expect(await states()).to.deep.equal(["sent"]);
    });

    it("is kept on a chain that is shorter than that", async () => {
      await missing();
      await watched({ used: 5 }, { head: { ...HEAD, number: CONFIRMATIONS - 1 } });
      expect(await states()).to.deep.equal(["sent"]);
      await watched({ used: 5 }, { head: { ...HEAD, number: CONFIRMATIONS } });
      expect(await states()).to.deep.equal(["displaced"]);
    });
  });

  describe("above a nonce that the chain takes next", () => {
    it("has a gap if no row has that nonce", async () => {
      await storeTransaction(db(), 3, [attempt("0xc1")]);
      expect((await watched({ used: 2 })).result).to.deep.equal({ inFlight: 1, done: false, gap: true });
      await storeTransaction(db(), 2, [attempt("0xc2")], { state: "displaced" });
      expect((await watched({ used: 2 })).result).to.deep.include({ done: false, gap: true });
    });

    it("has no gap if a row has it, or if it is the lowest", async () => {
      await storeTransaction(db(), 3, [attempt("0xc1")]);
      expect((await watched({ used: 3 })).result).to.deep.include({ done: true, gap: false });
      await storeTransaction(db(), 2, [attempt("0xc2")], { ...mined, state: "final" });
      expect((await watched({ used: 2 })).result).to.deep.include({ done: true, gap: false });
    });
  });

  describe("whose block is gone", () => {
    const gone = { ...mined, block_hash: "0x0d" } as const;
    const stored = async () => {
      const tx_id = await storeTransaction(db(), 0, [{ hash: "0xc1", raw: "0x01" }], gone);
      return storeRequests(db(), 1, { state: "mined", tx_id, outcome: "success", charged_wei: 5n });
    };
    const now = async (digests: readonly Hex[]) => {
      const [row] = await rowsOf(db(), digests);
      const { state, block_number } = await db().selectFrom("transactions").selectAll().executeTakeFirstOrThrow();
      return { request: row?.state, transaction: state, block: block_number };
    };

    it("is followed into another block", async () => {
      const tx_id = await storeTransaction(db(), 0, [attempt("0xc1"), attempt("0xc2")], gone);
      await watched({ used: 1, receipts: { "0xc2": receiptOf("0xc2", 98) } });
      const row = await db().selectFrom("transactions").selectAll().where("id", "=", tx_id).executeTakeFirstOrThrow();
      expect([row.state, row.transaction_hash, row.block_number]).to.deep.equal(["mined", "0xc2", 98]);
    });

    it("waits again if no block has it, and its bytes are sent", async () => {
      const digests = await stored();
      const { sent, events } = await watched({ used: 0 });
      expect(sent).to.deep.equal(["0x01"]);
      expect(events.map(({ type }) => type)).to.deep.equal(["reorged", "rebroadcast"]);
      expect(await now(digests)).to.deep.equal({ request: "assigned", transaction: "sent", block: null });
    });

    it("is left alone while the node says nothing of its block, or of one of its attempts", async () => {
      const digests = await stored();
      const LEFT = { request: "mined", transaction: "mined", block: 99 };
      await watched({ used: 1, blocks: { 99: silent() } });
      expect(await now(digests)).to.deep.equal(LEFT);
      await watched({ used: 1, receipts: { "0xc1": silent() } });
      expect(await now(digests)).to.deep.equal(LEFT);
    });

    it("is left alone while the node has one attempt nowhere and says nothing of the other", async () => {
      await storeTransaction(db(), 0, [attempt("0xc1"), attempt("0xc2")], gone);
      await storeTransaction(db(), 1, [attempt("0xc3"), attempt("0xc4")], { ...gone, transaction_hash: "0xc3" });
      await watched({ used: 2, receipts: { "0xc1": silent(), "0xc4": silent() } });
      expect(await states()).to.deep.equal(["mined", "mined"]);
    });

    it("moves alone: the others stay mined", async () => {
      await stored();
      await storeTransaction(db(), 1, [{ hash: "0xc2" }], { ...mined, transaction_hash: "0xc2" });
      const { sent } = await watched({ used: 0 });
      expect(sent).to.deep.equal(["0x01"]);
      expect(await states()).to.deep.equal(["sent", "mined"]);
    });
  });

  describe("and deep enough", () => {
    /** A mined transaction whose requests have these outcomes, read at a head. */
    async function settled(changes: readonly object[], block: number) {
      const tx_id = await storeTransaction(db(), 0, [attempt("0xc1")], {
        ...{ ...mined, cost_wei: 70n, block_number: block, block_hash: hashOf(block) },
      });
      const digests: Hex[] = [];
      for (const change of changes) {
        const row = { state: "mined", tx_id, transaction_hash: "0xc1", outcome: "success", ...change } as const;
        digests.push(...(await storeRequests(db(), 1, row)));
      }
      const { events, result } = await watched({ used: 1 });
      return { events, result, digests, states: (await rowsOf(db(), digests)).map(({ state }) => state) };
    }
    const skipped = (reason_code: string) => ({ outcome: "skipped", reason_code });

    it("ends each request as the chain says", async () => {
      const outcomes = [
        ...[{}, { outcome: "failed" }, { transaction_hash: "0xaa" }],
        ...[skipped("REQUEST_EXPIRED"), skipped("NONCE_USED"), skipped("SIGNATURE_INVALID")],
      ];
      const { events, digests, states: ends } = await settled(outcomes, HEAD.number - CONFIRMATIONS);
      expect(ends).to.deep.equal([
        ...["confirmed", "confirmed", "executed_elsewhere", "expired", "superseded", "rejected"],
      ]);
      expect(await states()).to.deep.equal(["final"]);
      const [confirmed, ...closed] = events;
      expect(confirmed).to.deep.equal({ type: "confirmed", signer: LEASE.signer, nonce: 0, costWei: 70n });
      const ended = { expired: "REQUEST_EXPIRED", superseded: "NONCE_USED", rejected: "SIGNATURE_INVALID" };
      expect(closed).to.have.deep.members(
        Object.entries(ended).map(([state, code], i) => ({
          ...{ type: "closed", state, code, digest: digests[3 + i], sponsor: "one" },
        })),
      );
    });

    it("ends nothing a block earlier, or in a block that the node has not reached", async () => {
      expect((await settled([{}], HEAD.number - CONFIRMATIONS + 1)).states).to.deep.equal(["mined"]);
      await db().deleteFrom("requests").execute();
      await db().deleteFrom("attempts").execute();
      await db().deleteFrom("transactions").execute();
      const { states: ends, events } = await settled([{}], HEAD.number + 1);
      expect({ ends, events }).to.deep.equal({ ends: ["mined"], events: [] });
    });
  });
});
