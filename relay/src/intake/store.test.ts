import { expect } from "chai";
import type { Address, Hex } from "doorkey/buyer";
import { newRequest, newReturn, random, upper } from "../../test/helpers/newRequests.ts";
import { emptyTables } from "../../test/helpers/storages.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { enqueue, type NewRequest, requestRow, usageOf } from "../storage/index.ts";
import type { Caller, Intake } from "./Intake.ts";
import type { Item } from "./Item.ts";
import type { RelayState } from "./relayers.ts";
import { answerKnown, refuseUnwelcome, store } from "./store.ts";

const NOW = new Date("2026-11-30T12:00:00Z");
const HOUR = 3_600_000;
const [ONE, TWO] = [random(20) as Address, random(20) as Address];

const sponsorOf = (id: string, perDay = 1_000n): Sponsor => ({
  ...{ id, keyHashes: [], organizers: [], allowances: [] },
  budget: { perDay, perMonth: 10_000n, keylessPercent: 50 },
});

type Sent = { readonly from: Address; readonly sponsor: Sponsor; readonly gas: bigint };

describe("the last steps of the intake", () => {
  const storage = useStorage();
  let woken: number;
  beforeEach(() => {
    woken = 0;
  });

  const intake = () =>
    ({
      config: () => ({ requests: { queuedPerSender: 3, failuresPerHour: 2 } }),
      db: storage.db,
      now: () => NOW,
      wake: () => woken++,
    }) as unknown as Intake;

  /** Stores requests of a sender that ended on chain, so long ago. */
  async function ended(from: Address, outcome: "failed" | "success", agoMs: number, count = 1): Promise<void> {
    for (let i = 0; i < count; i++) {
      const request = newRequest({ from, sponsor: "earlier" });
      await enqueue(storage.db, [request]);
      await storage.db
        .updateTable("requests")
        .set({ state: "confirmed", outcome, updated_at: new Date(NOW.getTime() - agoMs) })
        .where("digest", "=", request.digest)
        .execute();
    }
  }

  /** What each of these wishes is refused with; undefined for none. */
  async function refusals(
    wishes: readonly Partial<Sent>[],
    { paused = [], keyless = false }: { readonly paused?: readonly string[]; readonly keyless?: boolean } = {},
  ) {
    const items: Item<Sent>[] = wishes.map((wish) => ({
      sent: { from: ONE, sponsor: sponsorOf("zepp"), gas: 10n, ...wish },
    }));
    const state: RelayState = { relayers: [], paused: new Set(paused) };
    const caller: Caller = { ip: "192.0.2.1", keyHash: keyless ? undefined : "a key" };
    await refuseUnwelcome(intake(), caller, state, items, ({ sent: { from, sponsor, gas } }) => ({
      ...{ from, sponsor, cost: { gas, gasPrice: 1n, l1Fee: 0n } },
    }));
    return items.map(({ answer }) => (answer !== undefined && "problem" in answer ? answer.problem : undefined));
  }
  const codes = async (...args: Parameters<typeof refusals>) => (await refusals(...args)).map((one) => one?.code);

  describe("block a sender whose calls fail on chain", () => {
    it("once as many failed within an hour as may", async () => {
      await ended(ONE, "failed", 60_000);
      expect(await codes([{}])).to.deep.equal([undefined]);
      await ended(ONE, "failed", 60_000);
      const [refusal] = await refusals([{}]);
      expect(refusal).to.include({ code: "SENDER_BLOCKED", retryAfter: 600 });
    });

    it("in any case of its address, and no other sender", async () => {
      await ended(ONE, "failed", 0, 2);
      expect(await codes([{ from: upper(ONE) }, { from: TWO }, {}])).to.deep.equal([
        "SENDER_BLOCKED",
        undefined,
        "SENDER_BLOCKED",
      ]);
    });

    it("until the hour is over, and not for calls that succeeded", async () => {
      await ended(ONE, "failed", HOUR, 2);
      await ended(ONE, "success", 0, 5);
      expect(await codes([{}])).to.deep.equal(["SENDER_BLOCKED"]);
      await emptyTables(storage.db);
      await ended(ONE, "failed", HOUR + 1, 2);
      expect(await codes([{}])).to.deep.equal([undefined]);
    });
  });

  it("bound the requests of a sender that wait, those of the same body too", async () => {
    await enqueue(storage.db, [newRequest({ from: ONE }), newRequest({ from: TWO })]);
    const wishes = [{}, {}, { from: TWO }, {}, { from: TWO }, { from: TWO }];
    const refused = await refusals(wishes);
    expect(refused.map((one) => one?.code)).to.deep.equal([
      ...[undefined, undefined, undefined, "QUEUE_FULL", undefined, "QUEUE_FULL"],
    ]);
    expect(refused[3]?.retryAfter).to.equal(5);
  });

  it("refuse what is paused before anything else", async () => {
    await ended(ONE, "failed", 0, 2);
    const wishes = [{}, { sponsor: sponsorOf("other") }];
    expect(await codes(wishes, { paused: ["sponsor:zepp"] })).to.deep.equal(["SPONSOR_PAUSED", "SENDER_BLOCKED"]);
    expect(await codes(wishes, { paused: ["all"] })).to.deep.equal(["RELAY_PAUSED", "RELAY_PAUSED"]);
    expect(await codes(wishes, { paused: ["intake"] })).to.deep.equal(["RELAY_DRAINING", "RELAY_DRAINING"]);
  });

  it("hold each wish against its own sponsor's budget", async () => {
    const [rich, poor] = [sponsorOf("rich", 100n), sponsorOf("poor", 9n)];
    const wishes = [
      { sponsor: rich },
      { sponsor: poor },
      { sponsor: { ...rich, budget: { ...rich.budget, perMonth: 9n } } },
    ];
    const refused = await refusals(wishes);
    expect(refused.map((one) => one?.code)).to.deep.equal([undefined, "BUDGET_EXHAUSTED", "BUDGET_EXHAUSTED"]);
    expect(refused[1]?.detail).to.contain("2026-11-30");
    expect(refused[2]?.detail).to.contain("for 2026-11 ");
    const stored = newRequest({ sponsor: "rich" });
    const limits = [{ period: "2026-11-30", limitWei: 1_000n }];
    await enqueue(storage.db, [{ ...stored, reservation: { wei: 90n, limits } }]);
    expect(await codes([{ sponsor: rich }])).to.deep.equal([undefined]);
    expect(await codes([{ sponsor: rich, gas: 11n }])).to.deep.equal(["BUDGET_EXHAUSTED"]);
    // Half of it is for callers without a key.
    expect(await codes([{ sponsor: rich, gas: 10n }], { keyless: true })).to.deep.equal([undefined]);
    expect(await codes([{ sponsor: sponsorOf("third", 100n), gas: 51n }], { keyless: true })).to.deep.equal([
      "BUDGET_EXHAUSTED",
    ]);
  });

  it("leave alone what has an answer", async () => {
    const problem = new ProblemError("KEY_MISSING");
    const item: Item<undefined> = { sent: undefined, answer: { problem } };
    const state: RelayState = { relayers: [], paused: new Set(["all"]) };
    const wish = () => expect.fail("nothing is asked about it");
    await refuseUnwelcome(intake(), { ip: "192.0.2.1", keyHash: undefined }, state, [item], wish);
    expect(item.answer).to.deep.equal({ problem });
  });

  describe("answer what is stored", () => {
    it("with its status, by its digest in any case, and nothing else", async () => {
      const known = newRequest();
      await enqueue(storage.db, [known]);
      const items: Item<undefined>[] = [
        { sent: undefined, digest: upper(known.digest) },
        { sent: undefined, digest: random(32) },
        { sent: undefined },
      ];
      await answerKnown(intake(), items);
      const [first, ...others] = items.map(({ answer }) => answer);
      expect(first).to.deep.include({ digest: upper(known.digest) });
      expect(first).to.have.nested.property("status.state", "queued");
      expect(others).to.deep.equal([undefined, undefined]);
    });
  });

  describe("store what passed", () => {
    const itemOf = (row: NewRequest): Item<NewRequest> => ({ sent: row, digest: row.digest });
    const storeAll = (items: readonly Item<NewRequest>[]) => store(intake(), items, ({ sent }) => sent);

    it("durably, reserve its money, and wake the engine once", async () => {
      const rows = [newRequest(), newRequest()];
      const answers = await storeAll(rows.map(itemOf));
      for (const [i, answer] of answers.entries()) {
        expect(answer).to.deep.include({ digest: rows[i]?.digest, sponsor: "one" });
        expect(answer).to.have.nested.property("status.state", "queued");
        expect((await requestRow(storage.db, rows[i]?.digest as Hex))?.state).to.equal("queued");
      }
      const [usage] = await usageOf(storage.db, "one", ["2026-11-30"]);
      expect(usage?.reservedWei).to.equal(20n);
      expect(woken).to.equal(1);
    });

    it("and wake the engine for the one that is stored, beside one that is not", async () => {
      const answers = await storeAll([newRequest({}, 1_001n), newRequest()].map(itemOf));
      expect(answers.map((answer) => "problem" in answer)).to.deep.equal([true, false]);
      expect(woken).to.equal(1);
    });

    it("but not what was refused, which gets its status if another call stored it", async () => {
      const [refused, stored] = [newRequest(), newRequest()];
      await enqueue(storage.db, [stored]);
      const problem = new ProblemError("QUEUE_FULL");
      const items = [refused, stored].map((row) => ({ ...itemOf(row), answer: { digest: row.digest, problem } }));
      const answers = await storeAll(items);
      expect(answers[0]).to.deep.equal({ digest: refused.digest, problem });
      expect(answers[1]).to.have.nested.property("status.state", "queued");
      expect(await requestRow(storage.db, refused.digest)).to.equal(undefined);
      expect(woken).to.equal(0);
    });

    it("and say why the rest is not: its nonce, its rights, its budget", async () => {
      const other = newRequest({ from: ONE, nonce: 7n });
      const otherReturn = newReturn(TWO, 5n, 2);
      await enqueue(storage.db, [other, otherReturn]);
      const rows = [newRequest({ from: ONE, nonce: 7n }), newReturn(TWO, 6n), newRequest({}, 1_001n), other];
      const answers = await storeAll(rows.map(itemOf));
      const problems = answers.map((answer) =>
        "problem" in answer ? [answer.digest, answer.problem.code, answer.problem.detail] : answer.status.state,
      );
      expect(problems).to.deep.equal([
        [rows[0]?.digest, "NONCE_TAKEN", `The nonce belongs to request ${other.digest}.`],
        [rows[1]?.digest, "RETURN_PENDING", `They are part of ${otherReturn.digest}.`],
        [rows[2]?.digest, "BUDGET_EXHAUSTED", "What is left for 2026-11-30 does not cover this call."],
        "queued",
      ]);
      expect(answers[3]).to.include({ sponsor: "one" });
      for (const row of rows.slice(0, 3)) expect(await requestRow(storage.db, row.digest)).to.equal(undefined);
      expect(woken).to.equal(0);
    });
  });
});
