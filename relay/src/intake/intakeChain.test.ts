import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import { type Address, checksummed, type Hex } from "doorkey/buyer";
import { concat, type Interface, type ParamType, toBeHex, ZeroHash } from "ethers";
import { random } from "../../test/helpers/newRequests.ts";
import type { CallResult, ChainView, EthCall, TrialResult } from "../chain/ChainView.ts";
import { chainTraits } from "../chain/chains.ts";
import { RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { answerOf, intakeChain, NO_RIGHT } from "./intakeChain.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const contracts = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("4"),
  Ballot: address("5"),
  DrandBeacon: address("6"),
};
const traits = chainTraits(1);
const HOLDER = address("b");
/** The time of the newest block, in seconds. */
const TIME = 1_000_000;

const ok = (data: string): CallResult => ({ success: true, data: data as Hex });
const reverts = (revertData: string = "0x", gasTooLow = false): CallResult => ({
  ...{ success: false, revertData: revertData as Hex, message: "execution reverted", gasTooLow },
});
const notRun: CallResult = { success: undefined, message: "header not found" };

type Answers = {
  readonly calls?: (calls: readonly EthCall[]) => readonly CallResult[];
  readonly tries?: ChainView["tries"];
  readonly estimate?: (call: EthCall) => CallResult;
};

/** The intake's questions to a node that answers like this. `asked` is what it was asked. */
function chainOn({ calls, tries, estimate }: Answers, own: Partial<Parameters<typeof intakeChain>[1]> = {}) {
  const asked: EthCall[] = [];
  const view = {
    head: { timestamp: TIME },
    newestHead: async () => ({ timestamp: TIME + 12 }),
    calls: async (all: readonly EthCall[]) => {
      asked.push(...all);
      return calls?.(all) ?? all.map(() => reverts());
    },
    tries,
    estimateGas: async (call: EthCall) => {
      asked.push(call);
      return estimate?.(call) ?? reverts();
    },
  } as unknown as ChainView;
  return { chain: intakeChain(async () => view, { contracts, traits, ...own }), asked };
}

const isUnreachable = async (work: Promise<unknown>, text: RegExp) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).to.be.instanceOf(RpcUnreachable);
  expect((error as Error).message).to.match(text);
};

/** The revert of what comes before its time. */
const tooEarly = (time: number) => {
  for (const abi of Object.values(interfaces)) {
    for (const fragment of abi.fragments) {
      if (fragment.type !== "error" || !("inputs" in fragment)) continue;
      if (fragment.inputs.length === 1 && fragment.inputs[0]?.type === "uint40") {
        return abi.encodeErrorResult((fragment as unknown as { name: string }).name, [time]);
      }
    }
  }
  throw new Error("no error names a time alone");
};

describe("answerOf", () => {
  it("is the answer, or throws that there is none", () => {
    expect(answerOf(0n)).to.equal(0n);
    const silence = new RpcUnreachable("silent");
    expect(() => answerOf(silence)).to.throw(silence);
    expect(() => answerOf(undefined)).to.throw(RpcUnreachable, "no answer");
  });
});

describe("intakeChain", () => {
  it("takes the clock of the newest block, not of the one that it saw before", async () => {
    expect(await chainOn({}).chain.blockTime()).to.equal(TIME + 12);
  });

  describe("words of nonces", () => {
    const questions = [
      { from: HOLDER, word: 0n },
      { from: HOLDER, word: 7n },
      { from: address("c"), word: 1n },
    ];

    it("are asked of the forwarder, each by itself", async () => {
      const { chain, asked } = chainOn({ calls: () => [ok(toBeHex(5, 32)), ok(toBeHex(0, 32)), ok(toBeHex(6, 32))] });
      expect(await chain.nonceWords(questions)).to.deep.equal([5n, 0n, 6n]);
      expect(asked).to.deep.equal(
        questions.map(({ from, word }) => ({
          to: contracts.GasRelayForwarder,
          data: interfaces.GasRelayForwarder.encodeFunctionData("nonceWord", [from, word]),
        })),
      );
    });

    it("miss where the node has none, and no other is lost", async () => {
      const answers = [ok(toBeHex(5, 32)), notRun, ok("0x")];
      const words = await chainOn({ calls: () => answers }).chain.nonceWords(questions);
      expect(words[0]).to.equal(5n);
      for (const word of words.slice(1)) expect(word).to.be.instanceOf(RpcUnreachable);
      expect((words[1] as Error).message).to.contain("header not found");
      const reverted = await chainOn({ calls: () => [reverts()] }).chain.nonceWords(questions.slice(0, 1));
      expect(reverted[0]).to.be.instanceOf(RpcUnreachable);
    });

    it("all miss if the node does not answer at all", async () => {
      for (const failure of [new RpcUnreachable("silent"), new RpcError({ code: -32_000, message: "busy" })]) {
        const { chain } = chainOn({
          calls: () => {
            throw failure;
          },
        });
        const words = await chain.nonceWords(questions);
        expect(words).to.have.length(3);
        for (const word of words)
          expect(word).to.be.instanceOf(RpcUnreachable).with.property("message", failure.message);
      }
      const fault = new TypeError("a fault of ours");
      const { chain } = chainOn({
        calls: () => {
          throw fault;
        },
      });
      const error: unknown = await chain.nonceWords(questions).catch((reason) => reason);
      expect(error).to.equal(fault);
    });

    it("are not asked for if there is no question", async () => {
      const { chain, asked } = chainOn({});
      expect(await chain.nonceWords([])).to.deep.equal([]);
      expect(await chain.rightsOf([])).to.deep.equal([]);
      expect(await chain.simulate([])).to.deep.equal([]);
      expect(asked).to.deep.equal([]);
    });
  });

  it("tries calls as the forwarder makes them, in the next block, with exactly their gas", async () => {
    let tried: unknown[] = [];
    const results: TrialResult[] = [
      { ...ok("0x"), time: TIME + 12 },
      { ...reverts("0x12345678"), time: TIME + 12 },
      { ...reverts("0x", true), time: TIME + 12 },
      { ...reverts(tooEarly(TIME + 13)), time: TIME + 12 },
      { ...reverts(tooEarly(TIME + 12)), time: TIME + 12 },
      { ...notRun, time: TIME + 12 },
    ];
    const { chain } = chainOn({
      tries: async (trials, time) => {
        tried = [trials, time];
        return results;
      },
    });
    const data = "0x12345678";
    const simulated = await chain.simulate(results.map(() => ({ from: HOLDER, to: address("9"), data, gas: 77n })));
    const trial = { from: contracts.GasRelayForwarder, to: address("9"), data: concat([data, HOLDER]), gas: 77 };
    expect(tried).to.deep.equal([results.map(() => trial), TIME + 12]);
    const failure = (why: string, revertData: string) => ({ success: false, why, revertData });
    expect(simulated.slice(0, 5)).to.deep.equal([
      { success: true },
      failure("reverts", "0x12345678"),
      failure("gas_too_low", "0x"),
      failure("too_early", tooEarly(TIME + 13)),
      failure("reverts", tooEarly(TIME + 12)),
    ]);
    expect(simulated[5]).to.be.instanceOf(RpcUnreachable);
  });

  describe("measures gas", () => {
    const call = { from: HOLDER, to: address("9"), data: "0x12000a00b00012" } as const;
    // Three zero bytes and four others, some of them with one zero digit; the sender has twenty others.
    const ownData = 4n * 3n + 16n * 4n;
    const sender = 16n * 20n;

    it("without the base cost of a transaction and of its data", async () => {
      const { chain, asked } = chainOn({ estimate: () => ok(toBeHex(100_000)) });
      expect(await chain.measure(call)).to.deep.equal({ success: true, gas: 79_000n - ownData - sender });
      expect(await chain.measureAct(call)).to.deep.equal({ success: true, gas: 79_000n - ownData });
      expect(asked).to.deep.equal([
        { from: contracts.GasRelayForwarder, to: call.to, data: concat([call.data, HOLDER]) },
        call,
      ]);
    });

    it("and never less than none", async () => {
      const { chain } = chainOn({ estimate: () => ok(toBeHex(21_000)) });
      expect(await chain.measure(call)).to.deep.equal({ success: true, gas: 0n });
      expect(await chain.measureAct(call)).to.deep.equal({ success: true, gas: 0n });
    });

    it("unless the call fails, or the node does not run it", async () => {
      const early = tooEarly(TIME + 12);
      for (const [result, why, revertData] of [
        [reverts("0x12345678"), "reverts", "0x12345678"],
        [reverts("0x", true), "gas_too_high", "0x"],
        [reverts(early), "too_early", early],
      ] as const) {
        const { chain } = chainOn({ estimate: () => result, calls: () => [result] });
        for (const answer of [chain.measure(call), chain.measureAct(call), chain.tryAct(call)]) {
          expect(await answer).to.deep.equal({ success: false, why, revertData });
        }
      }
      const { chain } = chainOn({ estimate: () => notRun, calls: () => [] });
      await isUnreachable(chain.measure(call), /header not found/);
      await isUnreachable(chain.measureAct(call), /header not found/);
      await isUnreachable(chain.tryAct(call), /no answer/);
    });
  });

  it("gives what a call of anyone returns", async () => {
    const { chain, asked } = chainOn({ calls: () => [ok("0x1234")] });
    expect(await chain.tryAct({ to: HOLDER, data: "0x56" })).to.deep.equal({ success: true, data: "0x1234" });
    expect(asked).to.deep.equal([{ to: HOLDER, data: "0x56" }]);
  });

  it("asks what the chain below takes, if there is one", async () => {
    const call = { to: HOLDER, data: "0x12" } as const;
    const calls = () => [ok(toBeHex(9, 32))];
    const alone = chainOn({ calls });
    expect(await alone.chain.l1Cost(call)).to.deep.equal({ gas: 0, fee: 0n });
    expect(alone.asked).to.deep.equal([]);
    const above = chainOn({ calls }, { traits: chainTraits(10) });
    expect(await above.chain.l1Cost(call)).to.deep.equal({ gas: 0, fee: 9n });
  });

  describe("rights", () => {
    const { EntryRightRegistry: rights } = interfaces;
    const output = rights.getFunction("rightOf").outputs[0];
    const encoded = (status: number, rebinds = 3) =>
      rights.encodeFunctionResult("rightOf", [
        Object.fromEntries(
          (output?.components ?? []).map(({ name, baseType }) => {
            if (name === "holder") return [name, HOLDER];
            if (name === "status") return [name, status];
            if (name === "rebinds") return [name, rebinds];
            return [name, baseType === "address" ? HOLDER : baseType.startsWith("bytes") ? ZeroHash : 0];
          }),
        ),
      ]);

    it("live while they are granted or rebound, and only then", async () => {
      const statuses = [0, 1, 2, 3];
      const { chain } = chainOn({ calls: () => statuses.map((status) => ok(encoded(status))) });
      const found = await chain.rightsOf([1n, 2n, 3n, 4n]);
      expect(found).to.deep.equal(
        statuses.map((status) => ({ holder: checksummed(HOLDER), live: status <= 1, rebinds: 3 })),
      );
    });

    it("do not exist where the registry reverts, and are not known where the node is silent", async () => {
      const { chain, asked } = chainOn({ calls: () => [reverts(), notRun, ok(encoded(0))] });
      const [none, unknown, one] = await chain.rightsOf([1n, 2n, 3n]);
      expect(none).to.equal(NO_RIGHT);
      expect(unknown).to.be.instanceOf(RpcUnreachable);
      expect(one).to.deep.include({ holder: checksummed(HOLDER) });
      expect(asked[1]).to.deep.equal({
        ...{ to: contracts.EntryRightRegistry, data: rights.encodeFunctionData("rightOf", [2n]) },
      });
    });

    it("are no silence of the node where its answer cannot be read", async () => {
      const { chain } = chainOn({ calls: () => [ok("0x12")] });
      const error: unknown = await chain.rightsOf([1n]).catch((reason) => reason);
      expect(error).to.be.instanceOf(Error).and.not.instanceOf(RpcUnreachable);
    });

    it("have the agent that granted them, if they exist", async () => {
      expect(await chainOn({ calls: () => [reverts()] }).chain.agentOf(1n)).to.equal(undefined);
      expect(await chainOn({ calls: () => [ok(encoded(0))] }).chain.agentOf(1n)).to.equal(0);
      await isUnreachable(chainOn({ calls: () => [notRun] }).chain.agentOf(1n), /header not found/);
    });
  });

  it("needs both contracts of draws to know one", async () => {
    for (const name of ["Ballot", "DrandBeacon"] as const) {
      const { [name]: _, ...without } = contracts;
      const { chain, asked } = chainOn({}, { contracts: without as typeof contracts });
      await isUnreachable(chain.drawOf(7, 1), /no draws/);
      expect(asked).to.deep.equal([]);
    }
    await isUnreachable(chainOn({ calls: () => [reverts(random(4))] }).chain.drawOf(7, 1), /a view of 0x5+ failed/);
  });

  describe("terms", () => {
    /** What a function returns whose fields of these names have these values; all else is zero. */
    function resultOf(abi: Interface, name: string, values: Readonly<Record<string, number>>): CallResult {
      const sample = (type: ParamType): unknown => {
        const items = Math.max(0, type.arrayLength ?? 0);
        if (type.arrayChildren) return Array(items).fill(sample(type.arrayChildren));
        if (type.components) return type.components.map(sample);
        if (type.baseType === "bool") return false;
        if (type.baseType === "string") return "";
        if (type.baseType === "address") return HOLDER;
        if (type.baseType.startsWith("bytes"))
          return type.baseType === "bytes" ? "0x" : ZeroHash.slice(0, 2 + 2 * Number(type.baseType.slice(5)));
        return values[type.name] ?? 0;
      };
      const outputs = abi.getFunction(name)?.outputs ?? [];
      return ok(abi.encodeFunctionResult(name, outputs.map(sample)));
    }

    it("of a draw are those of its running wave, and say whether the chain has its round", async () => {
      const fields = { round: 5, deadline: 60, keepUntil: 70, firstWindow: 800, laterWindow: 300 };
      for (const [wave, window] of [
        [0, 800],
        [1, 800],
        [2, 300],
      ] as const) {
        for (const [word, isProven] of [
          [ZeroHash, false],
          [toBeHex(1, 32), true],
        ] as const) {
          const { chain, asked } = chainOn({
            calls: ([call]) => [
              call?.to === contracts.Ballot ? resultOf(interfaces.Ballot, "drawOf", { ...fields, wave }) : ok(word),
            ],
          });
          const known = { round: 5, isProven, window, deadline: 60, keepUntil: 70 };
          expect(await chain.drawOf(7, 1)).to.deep.equal(known);
          expect(asked).to.deep.equal([
            { to: contracts.Ballot, data: interfaces.Ballot.encodeFunctionData("drawOf", [7, 1]) },
            { to: contracts.DrandBeacon, data: interfaces.DrandBeacon.encodeFunctionData("randomness", [5]) },
          ]);
        }
      }
    });

    it("of an event say until when rights may be returned, and whose it is", async () => {
      const { EventRegistry: events } = interfaces;
      const until = chainOn({ calls: () => [resultOf(events, "changeTerms", { returnUntil: 99 })] });
      expect(await until.chain.returnUntil(7)).to.equal(99);
      expect(until.asked).to.deep.equal([
        { to: contracts.EventRegistry, data: events.encodeFunctionData("changeTerms", [7]) },
      ]);
      const owner = chainOn({ calls: () => [resultOf(events, "eventOf", { organizerId: 9 })] });
      expect(await owner.chain.organizerOf(7)).to.equal(9);
      expect(owner.asked).to.deep.equal([
        { to: contracts.EventRegistry, data: events.encodeFunctionData("eventOf", [7]) },
      ]);
      expect(await chainOn({}).chain.organizerOf(7)).to.equal(undefined);
      await isUnreachable(chainOn({}).chain.returnUntil(7), /a view of 0x3+ failed/);
    });
  });
});
