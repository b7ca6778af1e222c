/** What becomes of transactions that wait: which are sent again, which get another price, and which are given up. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { keccak256, Transaction } from "ethers";
import {
  GWEI,
  LEASE,
  NULL,
  onEachDatabase,
  partsOn,
  quantity,
  refuses,
  SIGNER,
  type StoredAttempt,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import { advance } from "./advance.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { openTransactions } from "./openTransactions.ts";

const OPTIONS = {
  bumpAfterMs: 30_000,
  rebroadcastAfterMs: 5_000,
  maxFeeCap: 100n * GWEI,
  minTip: GWEI,
  maxTip: 8n * GWEI,
};
/** An attempt that nodes have had for too long, and one that was sent a moment ago. */
const OLD = 40;
const FRESH = 1;

type Scene = {
  /** Attempts of each waiting transaction, from nonce 0 on. */
  readonly waiting: readonly (readonly StoredAttempt[])[];
  /** Of the next block. */
  readonly baseFee?: bigint;
  /** Hashes that the node has. Defaults to all. */
  readonly held?: readonly Hex[];
  /** The words with which the node refuses what it is sent. */
  readonly refusal?: string;
  readonly options?: Partial<EngineOptions>;
};

onEachDatabase("transactions that wait", (db) => {
  /** Lets the engine advance them. `sent` is what the node got: the same bytes "again", or a nonce at a new price and tip. */
  async function sentIn({ waiting, baseFee = GWEI, held, refusal, options }: Scene) {
    await db().deleteFrom("attempts").execute();
    await db().deleteFrom("transactions").execute();
    const raws: Hex[] = [];
    const { context, view, events, distrusts } = partsOn(
      db(),
      {
        eth_feeHistory: () => ({ baseFeePerGas: [quantity(baseFee)], reward: [], gasUsedRatio: [] }),
        eth_getTransactionByHash: (hash: Hex) => (held === undefined || held.includes(hash) ? {} : NULL),
        eth_sendRawTransaction: (raw: Hex) => {
          raws.push(raw);
          return refusal === undefined ? keccak256(raw) : refuses(refusal);
        },
      },
      { options: { ...OPTIONS, ...options } as EngineOptions },
    );
    // Blocks with much room pay no more than the lowest tip, and the base fee may be far from the last one.
    const near = { ...view, feeHistory: async () => ({ nextBaseFee: baseFee, tips: [] }) };
    for (const [nonce, attempts] of waiting.entries()) await storeTransaction(db(), nonce, attempts);
    await advance(context, LEASE, near, await openTransactions(db(), SIGNER));
    const known = await db().selectFrom("attempts").selectAll().execute();
    const sent = raws.map((raw) => {
      const old = known.find((one) => one.raw === raw && raw.length < 40);
      if (old !== undefined) return "again";
      const { nonce, maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(raw);
      return [nonce, maxFeePerGas, maxPriorityFeePerGas];
    });
    const rows = await db().selectFrom("transactions").selectAll().orderBy("nonce").execute();
    return {
      sent,
      events: events.map(({ type }) => type),
      kinds: rows.map(({ kind }) => kind),
      distrusts: distrusts(),
    };
  }

  it("are signed at today's price if they were not signed yet, or at the cap if that is lower", async () => {
    expect(await sentIn({ waiting: [[]], baseFee: 3n * GWEI })).to.deep.include({
      sent: [[0, 7n * GWEI, GWEI]],
      events: ["sent"],
    });
    expect((await sentIn({ waiting: [[]], baseFee: 500n * GWEI })).sent).to.deep.equal([[0, 100n * GWEI, GWEI]]);
    expect((await openTransactions(db(), SIGNER)).map(({ state }) => state)).to.deep.equal(["sent"]);
  });

  it("are left alone while nodes have them and their price is good", async () => {
    const scene = { waiting: [[{ seconds: FRESH }], [{ seconds: 20 }]], baseFee: 10n * GWEI };
    expect(await sentIn(scene)).to.deep.include({ sent: [], events: [], distrusts: 0 });
  });

  it("are dearer from the moment on in which the base fee passes their price", async () => {
    const waiting = [[{ seconds: FRESH }], [{ seconds: FRESH, max_fee: 10n * GWEI - 1n }]];
    const { sent, events, distrusts } = await sentIn({ waiting, baseFee: 10n * GWEI });
    expect(sent).to.deep.equal([[1, 21n * GWEI, (GWEI * 9n) / 8n]]);
    expect({ events, distrusts }).to.deep.equal({ events: ["bumped"], distrusts: 0 });
  });

  it("are dearer if the oldest has waited too long, and only the oldest", async () => {
    const price = { max_fee: 80n * GWEI, max_tip: 2n * GWEI };
    const { sent, distrusts } = await sentIn({ waiting: [[{ ...price, seconds: OLD }], [{ ...price, seconds: OLD }]] });
    expect(sent).to.deep.equal([[0, 90n * GWEI, (GWEI * 9n) / 4n]]);
    // The price may be the reason, or the node.
    expect(distrusts).to.equal(1);
  });

  it("are not sent again for the price alone while one waits that is older but not too old", async () => {
    expect((await sentIn({ waiting: [[{ seconds: 20 }], [{ seconds: OLD }]] })).sent).to.deep.equal([]);
  });

  it("stay at the highest price and at the highest tip", async () => {
    const [hash, other] = ["0xc1", "0xc2"] as const;
    const dear = { hash, max_fee: 90n * GWEI, seconds: OLD };
    expect(await sentIn({ waiting: [[dear]] })).to.deep.include({ sent: [], kinds: ["requests"] });
    const tipped = { hash: other, max_tip: (OPTIONS.maxTip * 8n) / 9n + 1n, seconds: OLD };
    expect((await sentIn({ waiting: [[tipped]] })).sent).to.deep.equal([]);
  });

  it("may have the highest tip exactly, and more only if the base fee has passed their price", async () => {
    const tip = (OPTIONS.maxTip * 8n) / 9n;
    const options = { maxTip: (tip * 9n + 7n) / 8n };
    expect((await sentIn({ waiting: [[{ max_tip: tip, seconds: OLD }]], options })).sent).to.have.length(1);
    const shut = { waiting: [[{ max_tip: 2n * OPTIONS.maxTip, seconds: FRESH }]], baseFee: 11n * GWEI };
    expect((await sentIn(shut)).sent).to.deep.equal([[0, 23n * GWEI, 18n * GWEI]]);
  });

  describe("and that no node has", () => {
    const attempt = { hash: "0xc1", max_fee: 10n * GWEI, max_tip: 2n * GWEI } as const;
    const nowhere = (seconds: number, change: Partial<Scene> = {}): Scene => ({
      ...{ waiting: [[{ ...attempt, seconds }]], held: [] },
      ...change,
    });

    it("are sent again with the same bytes, when they have waited for it", async () => {
      expect(await sentIn(nowhere(6))).to.deep.include({ sent: ["again"], events: ["rebroadcast"] });
      expect((await sentIn(nowhere(1))).sent).to.deep.equal([]);
    });

    it("are sent again at their price even if they have waited too long", async () => {
      expect((await sentIn(nowhere(OLD))).sent).to.deep.equal(["again"]);
    });

    it("get today's price if the base fee has passed theirs, up to the cap", async () => {
      expect((await sentIn(nowhere(6, { baseFee: 49n * GWEI }))).sent).to.deep.equal([[0, 99n * GWEI, GWEI]]);
      for (const baseFee of [60n * GWEI, 500n * GWEI]) {
        const { sent, events } = await sentIn(nowhere(6, { baseFee }));
        const atCap = baseFee + GWEI <= OPTIONS.maxFeeCap;
        expect(sent).to.deep.equal(atCap ? [[0, OPTIONS.maxFeeCap, GWEI]] : ["again"]);
        expect(events).to.deep.equal([atCap ? "bumped" : "at_fee_cap"]);
      }
    });

    it("are priced below what was too dear for every node", async () => {
      const refused = { hash: "0xc0", max_fee: 50n * GWEI, refusal: "too_expensive", seconds: 8 } as const;
      const waiting = [[refused, { ...attempt, seconds: 6 }]];
      expect((await sentIn({ waiting, held: [], baseFee: 25n * GWEI })).sent).to.deep.equal(["again"]);
      const lower = { waiting, held: [], baseFee: 24n * GWEI + 499_999_999n };
      expect((await sentIn(lower)).sent).to.deep.equal([[0, 50n * GWEI - 2n, GWEI]]);
    });
  });

  describe("and that every node refuses", () => {
    const attempt = { hash: "0xc1", max_fee: 40n * GWEI, max_tip: 2n * GWEI, seconds: 6 } as const;
    const refusedFor = (refusal: string, change: Partial<Scene & StoredAttempt> = {}) => {
      const { waiting, baseFee, held = [], ...own } = change;
      return sentIn({
        ...{ waiting: waiting ?? [[{ ...attempt, ...own }]], held, refusal },
        ...(baseFee !== undefined && { baseFee }),
      });
    };
    const GIVEN_UP = { kinds: ["fill"], sent: ["again"] };
    const KEPT = { kinds: ["requests"], sent: ["again"] };

    it("are given up if they can never be valid or have too little gas", async () => {
      for (const words of ["exceeds block gas limit", "intrinsic gas too low"]) {
        const { kinds, sent, events } = await refusedFor(words);
        expect({ kinds, sent }, words).to.deep.equal(GIVEN_UP);
        expect(events).to.deep.equal(["send_refused", "emptied"]);
      }
    });

    it("are kept if the words say that the node has no room, or something about nonces", async () => {
      for (const words of ["txpool is full", "nonce too low", "nonce too high"]) {
        expect(await refusedFor(words), words).to.deep.include(KEPT);
      }
    });

    it("are kept for two minutes if the words are strange, and then given up", async () => {
      expect(await refusedFor("the moon is full", { seconds: 60 })).to.deep.include(KEPT);
      expect(await refusedFor("the moon is full", { seconds: 121 })).to.deep.include(GIVEN_UP);
    });

    it("are kept if a node has an earlier attempt", async () => {
      const earlier = { hash: "0xc0", seconds: 8 } as const;
      const waiting = [[earlier, attempt]];
      expect(await refusedFor("exceeds block gas limit", { waiting, held: ["0xc0"] })).to.deep.include(KEPT);
    });

    it("are half as dear if they cost too much, and given up if that is not possible", async () => {
      expect((await refusedFor("tx fee (1 ether) exceeds the configured cap")).sent).to.deep.equal([
        ...["again", [0, 20n * GWEI, 2n * GWEI]],
      ]);
      const low = { max_fee: 3n * GWEI, baseFee: GWEI };
      expect(await refusedFor("tx fee (1 ether) exceeds the configured cap", low)).to.deep.include(GIVEN_UP);
    });

    it("get today's price if the wallet does not cover theirs, if that is lower", async () => {
      const words = "insufficient funds for gas * price + value";
      expect((await refusedFor(words)).sent).to.deep.equal(["again", [0, 3n * GWEI, GWEI]]);
      for (const change of [{ max_fee: 3n * GWEI }, { max_fee: 600n * GWEI, baseFee: 500n * GWEI }]) {
        expect(await refusedFor(words, change)).to.deep.include(KEPT);
      }
    });

    it("get a higher tip if theirs is too low, unless the base fee is the reason", async () => {
      const words = "transaction underpriced: gas tip cap 2, minimum needed 3000000000";
      expect((await refusedFor(words, { baseFee: 40n * GWEI })).sent).to.deep.equal([
        ...["again", [0, 41n * GWEI, 3n * GWEI]],
      ]);
      // Too dear already for another step: the bytes are sent again until the base fee falls.
      const shut = { max_fee: 500n * GWEI, baseFee: 501n * GWEI };
      expect(await refusedFor(words, shut)).to.deep.include(KEPT);
    });
  });

  it("stay without a word to nodes if there are none", async () => {
    expect(await sentIn({ waiting: [] })).to.deep.include({ sent: [], events: [] });
  });
});
