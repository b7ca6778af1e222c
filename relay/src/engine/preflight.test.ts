import { expect } from "chai";
import { type Address, type Hex, packRightId } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { WireDrawAct } from "doorkey/relay";
import { toBeHex } from "ethers";
import { rightAnswer } from "../../test/helpers/rightAnswer.ts";
import type { CallResult, ChainView, EthCall, Log, TrialResult } from "../chain/ChainView.ts";
import { ETHEREUM } from "../chain/chains.ts";
import { RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import type { Trial } from "../chain/probe.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { EngineContext, Recheck } from "./EngineContext.ts";
import { defaultOptions } from "./EngineOptions.ts";
import { preflight } from "./preflight.ts";

const [forwarder, rightsRegistry, ballot, beacon, target, signer] = ["11", "22", "33", "44", "66", "77"].map(
  (byte) => `0x${byte.repeat(20)}` as Address,
) as [Address, Address, Address, Address, Address, Address];
const suite = { chainId: 31337, forwarder, rightsRegistry, draws: { Ballot: ballot, DrandBeacon: beacon } };
const NOW = 1_000;
const GAS = 90_000;

const digestOf = (n: number) => toBeHex(n, 32) as Hex;
const senderOf = (n: number) => toBeHex(n, 20) as Address;

/** The n-th request, of the n-th sender, with the nonce n. */
function request(n: number, change: Partial<RequestRow> = {}): RequestRow {
  const [from, relayer] = [senderOf(n), target];
  const signed = { from, to: target, gas: String(GAS), nonce: String(n), deadline: 9, relayer, data: "0x12" as Hex };
  return {
    ...{ digest: digestOf(n), kind: "request", from_address: from, nonce: BigInt(n), to_address: target, gas: GAS },
    ...{ troubles: 0, payload: { request: signed, signature: "0x12" }, ...change },
  } as RequestRow;
}

const rightOf = (index: number) => packRightId({ eventId: 7, batch: 1, index });

function giveBack(n: number, index: number, count: number): RequestRow {
  const payload = { rightId: String(rightOf(index)), count, rebinds: 0, expiresAt: "9", signature: "0x12" as Hex };
  return { digest: digestOf(n), kind: "return", from_address: senderOf(n), troubles: 0, payload } as RequestRow;
}

const HOLD: WireDrawAct = { act: "hold", eventId: 7, classId: 1 };
const act = (n: number) =>
  ({ digest: digestOf(n), kind: "act", from_address: senderOf(n), gas: GAS, payload: HOLD }) as RequestRow;

const skip = (number: number): CallResult => ({ success: true, data: toBeHex(number, 32) as Hex });
const worked = (gasUsed?: number): TrialResult => ({
  ...{ success: true, data: "0x", time: NOW + 12 },
  ...(gasUsed !== undefined && { gasUsed }),
});
const reverted = (revertData: Hex, gasTooLow = false): TrialResult => ({
  ...{ success: false, revertData, message: "reverted", gasTooLow, time: NOW + 12 },
});
const mute = (message: string) => ({ success: undefined, message, time: NOW }) as const;

const { GasRelayForwarder, EntryRightRegistry, EventRegistry } = interfaces;
const logOf = (address: Address, { data, topics }: { data: string; topics: string[] }) =>
  ({ address, topics, data, transactionHash: "0xaa", blockNumber: 9, blockHash: "0xbb" }) as Log;
const executed = (n: number, nonce: number, digest = digestOf(n)) =>
  logOf(
    forwarder,
    GasRelayForwarder.encodeEventLog("RequestExecuted", [digest, senderOf(n), nonce, true, 123, digestOf(0)]),
  );

/** What a node says about what the engine asks, in the order of the questions. */
type Node = {
  readonly calls?: readonly (CallResult | undefined)[];
  readonly trials?: readonly TrialResult[] | Error;
  readonly logs?: readonly Log[] | Error;
};

/** The verdicts on rows, and what the node was asked. */
async function judge(rows: readonly RequestRow[], { calls = [], trials = [], logs = [] }: Node, recheck?: Recheck) {
  const asked = { calls: [] as EthCall[], trials: [] as Trial[], times: [] as number[], searches: 0 };
  const view = {
    head: { number: 50, hash: "0x12", timestamp: NOW, gasLimit: 0, baseFee: 1n },
    calls: async (questions: readonly EthCall[]) => {
      const from = asked.calls.length;
      asked.calls.push(...questions);
      return calls.slice(from, from + questions.length) as CallResult[];
    },
    tries: async (questions: readonly Trial[], time: number) => {
      asked.trials.push(...questions);
      asked.times.push(time);
      if (trials instanceof Error) throw trials;
      return trials;
    },
    getLogs: async ({ topics }: { topics: readonly unknown[] }) => {
      asked.searches++;
      if (logs instanceof Error) throw logs;
      return logs.filter((log) => topics.every((topic, i) => topic === null || [topic].flat().includes(log.topics[i])));
    },
  } as unknown as ChainView;
  const options = { ...defaultOptions, traits: { ...ETHEREUM, blockSeconds: 12 } };
  const context = { suite, options, recheck: recheck ?? (async () => rows.map(() => undefined)) };
  const verdicts = await preflight(context as unknown as EngineContext, { signer, epoch: 1 }, view, rows);
  return { verdicts, asked };
}
const verdictsOf = async (...[rows, node, recheck]: Parameters<typeof judge>) =>
  (await judge(rows, node, recheck)).verdicts;
const rejected = (code: string, detail: string, more: object = {}) => ({
  go: false,
  ending: { state: "rejected", reason: { code, detail, ...more } },
});

describe("preflight of requests", () => {
  it("lets go what the forwarder takes and what works, with the gas that it left", async () => {
    const rows = [1, 2, 3, 4].map((n) => request(n));
    const node = {
      calls: rows.map(() => skip(0)),
      trials: [60_000, GAS, GAS + 1, undefined].map((gas) => worked(gas)),
    };
    const { verdicts, asked } = await judge(rows, node);
    expect(verdicts).to.deep.equal([30_000, 0, 0, 0].map((unused) => ({ go: true, unused })));
    expect(asked.calls.map(({ to }) => to)).to.deep.equal(rows.map(() => forwarder));
    expect(asked.trials.map(({ data }) => data)).to.deep.equal(rows.map((_, i) => `0x12${senderOf(i + 1).slice(2)}`));
    expect(asked.times).to.deep.equal([NOW + 12]);
  });

  it("does not try a request to the forwarder, which only uses up its nonce", async () => {
    const rows = [request(1, { to_address: forwarder }), request(2)];
    const { verdicts, asked } = await judge(rows, { calls: [skip(0), skip(0)], trials: [worked(50_000)] });
    expect(verdicts).to.deep.equal([
      { go: true, unused: 0 },
      { go: true, unused: 40_000 },
    ]);
    expect(asked.trials).to.have.length(1);
  });

  it("ends what the forwarder would skip", async () => {
    const rows = [1, 3, 4, 5].map((n) => request(n));
    const node = { calls: [1, 3, 4, 5].map(skip), trials: rows.map(() => worked()) };
    const endings = (await verdictsOf(rows, node)).map((verdict) => ("ending" in verdict ? verdict.ending : undefined));
    expect(endings.map((ending) => [ending?.state, ending?.reason?.code])).to.deep.equal([
      ["expired", "REQUEST_EXPIRED"],
      ["rejected", "RELAYER_OTHER"],
      ["rejected", "SIGNATURE_INVALID"],
      ["rejected", "TARGET_NOT_SPONSORED"],
    ]);
    for (const ending of endings) expect(ending?.reason?.detail).to.match(/^The .+\.$/);
  });

  it("concludes nothing from a check without an answer, and asks the trial if the check itself fails", async () => {
    const rows = [1, 2, 3, 4].map((n) => request(n));
    const failed: CallResult = { success: false, revertData: "0x", message: "reverted", gasTooLow: false };
    const node = {
      calls: [mute("busy"), { success: true, data: "0x" } as const, failed],
      trials: rows.map(() => worked(GAS)),
    };
    expect(await verdictsOf(rows, node)).to.deep.equal([
      { go: false, unanswered: "busy" },
      { go: false, unanswered: "the forwarder's check returned something else" },
      { go: true, unused: 0 },
      { go: false, unanswered: "no answer" },
    ]);
  });

  it("concludes nothing from a trial without an answer", async () => {
    const rows = [1, 2].map((n) => request(n));
    const calls = rows.map(() => skip(0));
    expect(await verdictsOf(rows, { calls, trials: [mute("busy")] })).to.deep.equal([
      { go: false, unanswered: "busy" },
      { go: false, unanswered: "no answer" },
    ]);
    expect(await verdictsOf(rows, { calls, trials: new RpcUnreachable("gone") })).to.deep.equal([
      { go: false, unanswered: "gone" },
      { go: false, unanswered: "gone" },
    ]);
    const fault = await judge(rows, { calls, trials: new TypeError("a fault of the relay") }).catch((error) => error);
    expect(fault).to.be.instanceOf(TypeError);
  });

  it("refuses a call that would revert, with its reason", async () => {
    const soldOut = EntryRightRegistry.encodeErrorResult("ClassSoldOut", [7, 1, 2, 1]) as Hex;
    const rows = [1, 2, 3].map((n) => request(n));
    const trials = [reverted(soldOut), reverted("0x12345678"), reverted("0x", true)];
    expect(await verdictsOf(rows, { calls: rows.map(() => skip(0)), trials })).to.deep.equal([
      rejected("CALL_REVERTS", "The call would revert with ClassSoldOut.", { revertData: soldOut }),
      rejected("CALL_REVERTS", "The call would revert.", { revertData: "0x12345678" }),
      rejected("GAS_TOO_LOW", "The call takes more gas than was signed."),
    ]);
  });

  it("lets wait what only comes a block too early", async () => {
    const notBefore = (time: number) => reverted(EventRegistry.encodeErrorResult("DoorsNotOpen", [7, time]) as Hex);
    const rows = [1, 2].map((n) => request(n));
    const trials = [notBefore(NOW + 24), notBefore(NOW + 25)];
    const [early, late] = await verdictsOf(rows, { calls: rows.map(() => skip(0)), trials });
    expect(early).to.deep.equal({ go: false, early: true });
    expect(late).to.have.nested.property("ending.reason.code", "CALL_REVERTS");
  });

  describe("whose nonce was used", () => {
    const USED = { calls: [skip(2)], trials: [worked()] };

    it("are executed elsewhere if the log has their digest", async () => {
      const [verdict] = await verdictsOf([request(1)], { ...USED, logs: [executed(1, 1)] });
      expect(verdict).to.deep.equal({
        ...{ go: false },
        elsewhere: { log: executed(1, 1), result: { outcome: "success", gasUsed: 123 } },
      });
    });

    it("are superseded if their sender's other request has the nonce, and no other sender's", async () => {
      const reason = { code: "NONCE_USED", detail: "Another request of the sender used the nonce." };
      expect(await verdictsOf([request(1)], { ...USED, logs: [executed(1, 1, digestOf(9))] })).to.deep.equal([
        { go: false, ending: { state: "superseded", reason } },
      ]);
      for (const other of [executed(1, 2, digestOf(9)), executed(2, 1, digestOf(9))]) {
        const [verdict] = await verdictsOf([request(1), request(2, { nonce: 8n })], {
          ...{ calls: [skip(2), skip(2)], trials: [worked(), worked()], logs: [other] },
        });
        expect(verdict).to.have.property("wasUsed", true);
      }
    });

    it("wait for the sixth search that finds nothing, and then end without a block", async () => {
      const unanswered = "the node has no log of the execution";
      const searched = (troubles: number, logs?: Error) =>
        verdictsOf([request(1, { troubles })], { ...USED, ...(logs && { logs }) });
      expect(await searched(4)).to.deep.equal([{ go: false, wasUsed: true, unanswered }]);
      expect(await searched(5)).to.deep.equal([{ go: false, elsewhere: "unknown" }]);
      const refusal = new RpcError({ code: -32_000, message: "no logs here" });
      const [refused] = await searched(0, refusal);
      expect(refused).to.have.property("wasUsed", true);
      expect(refused).to.have.property("unanswered").that.includes("no logs here");
      expect(await searched(5, refusal)).to.deep.equal([{ go: false, elsewhere: "unknown" }]);
    });

    it("are the only ones that are searched for", async () => {
      const { asked } = await judge([request(1)], { calls: [skip(0)], trials: [worked()] });
      expect(asked.searches).to.equal(0);
    });
  });
});

describe("preflight of returns", () => {
  const returned = (index: number) =>
    logOf(rightsRegistry, EntryRightRegistry.encodeEventLog("RightReturned", [7, rightOf(index)]));
  const LIVE = 1;
  const VOID = 3;

  it("lets go what has a right that is not void, each by its own rights", async () => {
    const rows = [giveBack(1, 0, 2), giveBack(2, 2, 1), giveBack(3, 3, 2)];
    const { verdicts, asked } = await judge(rows, { calls: [VOID, LIVE, VOID, LIVE, LIVE].map(rightAnswer) });
    expect(asked.calls).to.have.length(5);
    expect(verdicts[0]).to.deep.equal({ go: true, unused: 0 });
    expect(verdicts[1]).to.have.nested.property("ending.reason.code", "RETURN_INVALID");
    expect(verdicts[2]).to.deep.equal({ go: true, unused: 0 });
  });

  it("ends what is void: returned elsewhere if a log says so, and revoked if none does", async () => {
    const rows = [giveBack(1, 0, 1), giveBack(2, 1, 1)];
    expect(await verdictsOf(rows, { calls: [VOID, VOID].map(rightAnswer), logs: [returned(0)] })).to.deep.equal([
      { go: false, elsewhere: { log: returned(0), result: { outcome: "success", gasUsed: null } } },
      rejected("RETURN_INVALID", "The right was revoked."),
    ]);
  });

  it("concludes nothing if the node says nothing of a right or of the logs", async () => {
    const rows = [giveBack(1, 0, 2)];
    expect(await verdictsOf(rows, { calls: [rightAnswer(VOID), mute("busy")] })).to.deep.equal([
      { go: false, unanswered: "busy" },
    ]);
    const [verdict] = await verdictsOf(rows, {
      ...{ calls: [VOID, VOID].map(rightAnswer), logs: new RpcError({ code: -32_000, message: "no logs here" }) },
    });
    expect(verdict).to.have.property("unanswered").that.includes("no logs here");
  });
});

describe("preflight of acts", () => {
  it("tries each by itself, by the signer, with room for its data", async () => {
    const { verdicts, asked } = await judge([act(1), act(2)], { calls: [worked(), mute("busy")] });
    expect(verdicts).to.deep.equal([
      { go: true, unused: 0 },
      { go: false, unanswered: "busy" },
    ]);
    expect(asked.calls.map(({ from, to, gas }) => [from, to, gas])).to.deep.equal(
      Array(2).fill([signer, ballot, GAS + 500_000]),
    );
  });

  it("refuses what would revert, and lets wait what comes a block too early", async () => {
    const notBefore = reverted(EventRegistry.encodeErrorResult("DoorsNotOpen", [7, NOW + 12]) as Hex);
    const calls = [reverted("0x", true), reverted("0x12345678"), notBefore];
    const rows = [act(1), act(2), act(3), act(4)];
    expect(await verdictsOf(rows, { calls })).to.deep.equal([
      rejected("GAS_TOO_LOW", "The call takes more gas than was measured."),
      rejected("CALL_REVERTS", "The call would revert.", { revertData: "0x12345678" }),
      { go: false, early: true },
      { go: false, unanswered: "no answer" },
    ]);
  });
});

describe("preflight by the policy of now", () => {
  it("ends or holds what the policy says, and asks the node about the others only", async () => {
    const rows = [request(1), giveBack(2, 0, 1), act(3), request(4)];
    const ending = { state: "rejected", reason: { code: "TARGET_NOT_SPONSORED", detail: "No longer." } } as const;
    const recheck: Recheck = async () => [ending, { unanswered: "busy" }, undefined, undefined];
    const { verdicts, asked } = await judge(rows, { calls: [skip(0), worked()], trials: [worked(1)] }, recheck);
    expect(verdicts).to.deep.equal([
      { go: false, ending },
      { go: false, unanswered: "busy" },
      { go: true, unused: 0 },
      { go: true, unused: GAS - 1 },
    ]);
    expect(asked.calls).to.have.length(2);
  });
});
