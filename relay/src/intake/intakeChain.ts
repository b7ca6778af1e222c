import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import type { CallResult, ChainView, EthCall } from "../chain/ChainView.ts";
import { RpcError, RpcUnreachable } from "../chain/jsonRpc.ts";
import { type L1Cost, l1Costs } from "../chain/l1Costs.ts";
import { isNotYet } from "../chain/timeErrors.ts";
import type { Config } from "../config/Config.ts";
import type { PolicyFacts } from "../policy/PolicyFacts.ts";

/** A call as the forwarder would make it. */
export type ForwardedCall = { readonly from: Address; readonly to: Address; readonly data: Hex };

/** What a call did that the node ran. */
export type RunCall = Exclude<CallResult, { readonly success: undefined }>;

/**
 * Why a call fails: it reverts, it takes more gas than it was given, it takes more than a node gives any call, or it comes
 * one block too early.
 */
export type Failure = {
  readonly success: false;
  readonly why: "reverts" | "gas_too_low" | "gas_too_high" | "too_early";
  readonly revertData: Hex;
};

export type Simulated = { readonly success: true } | Failure;

/** The gas of a call, or why it fails. */
export type MeasuredGas = { readonly success: true; readonly gas: bigint } | Failure;

/** A right as far as a return depends on it. */
export type HeldRight = {
  readonly holder: Address;
  readonly live: boolean;
  readonly rebinds: number;
};

/** A draw as far as acts depend on it. Times are in seconds. */
export type KnownDraw = {
  readonly round: number;
  /** Whether the chain has the round. */
  readonly isProven: boolean;
  /** How long the running wave lasts. */
  readonly window: number;
  readonly deadline: number;
  readonly keepUntil: number;
};

/** What the intake asks the chain, at its newest block. All throw RpcUnreachable or RpcError if the node fails. */
export interface IntakeChain extends PolicyFacts {
  /** Seconds. */
  blockTime(): Promise<number>;
  /** 256 nonces of each signer: bit i = nonce 256 × word + i is used. */
  nonceWords(questions: readonly NonceWord[]): Promise<readonly OneAnswer<bigint>[]>;
  /** What each call would do in the next block, with exactly its gas. */
  simulate(calls: readonly (ForwardedCall & { readonly gas: bigint })[]): Promise<readonly OneAnswer<Simulated>[]>;
  /** What a transaction with this call costs on the chain below. */
  l1Cost(call: { readonly to: Address; readonly data: Hex }): Promise<L1Cost>;
  /** Gas inside the call, without the base cost of a transaction. */
  measure(call: ForwardedCall): Promise<MeasuredGas>;
  /** What a call of anyone would return. */
  tryAct(call: EthCall): Promise<{ readonly success: true; readonly data: Hex } | Failure>;
  /** Gas of a call of anyone, without the base cost of a transaction. */
  measureAct(call: { readonly to: Address; readonly data: Hex }): Promise<MeasuredGas>;
  drawOf(eventId: number, classId: number): Promise<KnownDraw>;
  rightsOf(rightIds: readonly bigint[]): Promise<readonly OneAnswer<HeldRight | typeof NO_RIGHT>[]>;
  /** Seconds. */
  returnUntil(eventId: number): Promise<number>;
}

/** In place of a right that does not exist. */
export const NO_RIGHT = "no right";

export type NonceWord = { readonly from: Address; readonly word: bigint };

/** The answer to one of several questions. A node that fails about one says nothing about the others. */
export type OneAnswer<answer> = answer | RpcUnreachable;

/** @throws RpcUnreachable in place of an answer. */
export function answerOf<answer>(one: OneAnswer<answer> | undefined): answer {
  if (one === undefined) throw new RpcUnreachable("no answer");
  if (one instanceof RpcUnreachable) throw one;
  return one;
}

/** Rebound. Below it is Granted; above it are Admitted and Void. */
const LAST_LIVE_STATUS = 1n;

/** Questions to the contracts of the suite. Each one asks `look` for the view to read from. */
export function intakeChain(
  look: () => Promise<ChainView>,
  { contracts, traits }: Pick<Config["chain"], "contracts" | "traits">,
): IntakeChain {
  const { EventRegistry: events, EntryRightRegistry: rights, GasRelayForwarder: forwarder } = interfaces;

  /** @param outOfGas What it means that the gas was not enough. */
  function failureOf(
    { revertData, gasTooLow }: Extract<RunCall, { success: false }>,
    time: number,
    outOfGas: "gas_too_low" | "gas_too_high",
  ): Failure {
    const early = isNotYet(revertData, time, traits.blockSeconds);
    return { success: false, revertData, why: early ? "too_early" : gasTooLow ? outOfGas : "reverts" };
  }

  /** Gas of a call without the base cost of a transaction. The node gives it as much as any transaction may have. */
  async function measure(one: EthCall): Promise<MeasuredGas> {
    const now = await look();
    const result = run(await now.estimateGas(one));
    if (!result.success) return failureOf(result, now.head.timestamp, "gas_too_high");
    const gas = BigInt(result.data) - standardGas(one.data);
    return { success: true, gas: gas > 0n ? gas : 0n };
  }

  async function call(one: EthCall): Promise<RunCall> {
    const [result] = await (await look()).calls([one]);
    return run(result);
  }

  async function view(to: Address, data: string): Promise<RunCall> {
    return call({ to, data: data as Hex });
  }

  async function viewOrFail(to: Address, data: string): Promise<Hex> {
    return dataOf(to, await view(to, data));
  }

  async function right(rightId: bigint) {
    const result = await view(contracts.EntryRightRegistry, rights.encodeFunctionData("rightOf", [rightId]));
    return result.success ? rights.decodeFunctionResult("rightOf", result.data)[0] : undefined;
  }

  return {
    async blockTime() {
      const { timestamp } = await (await look()).newestHead();
      return timestamp;
    },
    async nonceWords(questions) {
      if (questions.length === 0) return [];
      const to = contracts.GasRelayForwarder;
      const calls = questions.map(({ from, word }) => {
        return { to, data: forwarder.encodeFunctionData("nonceWord", [from, word]) as Hex };
      });
      const results = await together(async () => (await look()).calls(calls), calls.length);
      return results.map((one) => each(one, (result) => BigInt(dataOf(to, run(result)))));
    },
    async simulate(requests) {
      if (requests.length === 0) return [];
      const now = await look();
      const trials = requests.map(({ gas, ...request }) => {
        return { ...forwarded(contracts.GasRelayForwarder, request), gas: Number(gas) };
      });
      const results = await together(() => now.tries(trials, now.head.timestamp + traits.blockSeconds), trials.length);
      return results.map((one) =>
        each(one, (result): Simulated => {
          const ran = run(result);
          return ran.success ? { success: true } : failureOf(ran, result.time, "gas_too_low");
        }),
      );
    },
    async l1Cost(one) {
      if (traits.fees === "ethereum") return { gas: 0, fee: 0n };
      const [cost] = await l1Costs(await look(), traits, [one]);
      return cost ?? { gas: 0, fee: 0n };
    },
    measure: (request) => measure(forwarded(contracts.GasRelayForwarder, request)),
    async tryAct(request) {
      const now = await look();
      const [result] = await now.calls([request]);
      const ran = run(result);
      return ran.success ? ran : failureOf(ran, now.head.timestamp, "gas_too_high");
    },
    measureAct: measure,
    async drawOf(eventId, classId) {
      const { Ballot: ballot, DrandBeacon: beacon } = contracts;
      if (ballot === undefined || beacon === undefined) throw new RpcUnreachable("the suite has no draws");
      const asked = interfaces.Ballot.encodeFunctionData("drawOf", [eventId, classId]);
      const draw = interfaces.Ballot.decodeFunctionResult("drawOf", await viewOrFail(ballot, asked))[0];
      const question = interfaces.DrandBeacon.encodeFunctionData("randomness", [draw.round]);
      return {
        round: Number(draw.round),
        isProven: BigInt(await viewOrFail(beacon, question)) !== 0n,
        window: Number(draw.wave > 1n ? draw.terms.laterWindow : draw.terms.firstWindow),
        deadline: Number(draw.deadline),
        keepUntil: Number(draw.terms.keepUntil),
      };
    },
    async rightsOf(rightIds) {
      if (rightIds.length === 0) return [];
      const to = contracts.EntryRightRegistry;
      const calls = rightIds.map((id) => ({ to, data: rights.encodeFunctionData("rightOf", [id]) as Hex }));
      const results = await together(async () => (await look()).calls(calls), calls.length);
      return results.map((one) =>
        each(one, (result) => {
          const ran = run(result);
          if (!ran.success) return NO_RIGHT;
          const { holder, status, rebinds } = rights.decodeFunctionResult("rightOf", ran.data)[0];
          return { holder: holder as Address, live: status <= LAST_LIVE_STATUS, rebinds: Number(rebinds) };
        }),
      );
    },
    async returnUntil(eventId) {
      const data = events.encodeFunctionData("changeTerms", [eventId]);
      const terms = events.decodeFunctionResult("changeTerms", await viewOrFail(contracts.EventRegistry, data))[0];
      return Number(terms.returnUntil);
    },
    async organizerOf(eventId) {
      const result = await view(contracts.EventRegistry, events.encodeFunctionData("eventOf", [eventId]));
      if (!result.success) return undefined;
      return Number(events.decodeFunctionResult("eventOf", result.data)[0].organizerId);
    },
    async agentOf(rightId) {
      const found = await right(rightId);
      return found && Number(found.agentId);
    },
  };
}

/** Throws RpcUnreachable if the node did not run the call, which proves nothing about it. */
function run(result: CallResult | undefined): RunCall {
  if (result?.success !== undefined) return result;
  throw new RpcUnreachable(`the node did not run a call: ${result?.message ?? "no answer"}`);
}

/** What a view returned. */
function dataOf(to: Address, result: RunCall): Hex {
  if (!result.success || result.data === "0x") throw new RpcUnreachable(`a view of ${to} failed`);
  return result.data;
}

/** The answers to questions that are asked at once. If none comes, that is the answer to each. */
async function together<result>(ask: () => Promise<readonly result[]>, count: number): Promise<OneAnswer<result>[]> {
  try {
    return [...(await ask())];
  } catch (error) {
    if (!(error instanceof RpcUnreachable || error instanceof RpcError)) throw error;
    const silence = new RpcUnreachable(error.message, { cause: error });
    return Array.from({ length: count }, () => silence);
  }
}

/** Reads one of several answers. If it is none, the others are read all the same. */
function each<result, answer>(one: OneAnswer<result>, read: (result: result) => answer): OneAnswer<answer> {
  if (one instanceof RpcUnreachable) return one;
  try {
    return read(one);
  } catch (error) {
    if (error instanceof RpcUnreachable) return error;
    throw error;
  }
}

/** ERC-2771: the target reads its sender from the last 20 bytes. */
function suffixed({ data, from }: ForwardedCall): Hex {
  return `${data}${from.slice(2)}`;
}

function forwarded(forwarder: Address, call: ForwardedCall): ForwardedCall {
  return { from: forwarder, to: call.to, data: suffixed(call) };
}

/** What a transaction costs before its first instruction. */
function standardGas(data: string): bigint {
  const { zeros, others } = countBytes(data);
  return 21_000n + 4n * zeros + 16n * others;
}

function countBytes(data: string): { zeros: bigint; others: bigint } {
  let zeros = 0n;
  for (let i = 2; i < data.length; i += 2) if (data[i] === "0" && data[i + 1] === "0") zeros++;
  return { zeros, others: BigInt(data.length / 2 - 1) - zeros };
}
