import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { concat, toQuantity } from "ethers";
import type { Config } from "../config/Config.ts";
import type { PolicyFacts } from "../policy/PolicyFacts.ts";
import { ask, type CallResult, ChainUnreachable, type Rpc, runCall } from "./Rpc.ts";

/** A call as the forwarder would make it. */
export type ForwardedCall = { readonly from: Address; readonly to: Address; readonly data: Hex };

/** A right as far as a return depends on it. */
export type HeldRight = {
  readonly holder: Address;
  readonly live: boolean;
  readonly rebinds: number;
};

/** What the intake asks the chain. Every question is a view of the newest block. */
export interface IntakeChain extends PolicyFacts {
  /** Seconds. */
  blockTime(): Promise<number>;
  /** 256 nonces of a signer: bit i = nonce 256 × word + i is used. */
  nonceWord(from: Address, word: bigint): Promise<bigint>;
  /** The result of the call with exactly `gas`. */
  simulate(call: ForwardedCall, gas: bigint): Promise<CallResult>;
  /** Gas inside the call, without the base cost of a transaction. */
  measure(call: ForwardedCall): Promise<{ readonly gas: bigint } | { readonly reverted: Hex }>;
  /** Undefined if the right does not exist. */
  rightOf(rightId: bigint): Promise<HeldRight | undefined>;
  /** Seconds. */
  returnUntil(eventId: number): Promise<number>;
}

/** Rebound. Below it is Granted; above it are Admitted and Void. */
const LAST_LIVE_STATUS = 1n;

/** Questions to the contracts of the suite, over JSON-RPC. */
export function intakeChain(rpc: Rpc, { contracts }: Pick<Config["chain"], "contracts">): IntakeChain {
  const { EventRegistry: events, EntryRightRegistry: rights, GasRelayForwarder: forwarder } = interfaces;

  async function view(to: Address, data: string): Promise<CallResult> {
    return runCall(rpc, "eth_call", [{ to, data }, "latest"]);
  }

  async function viewOrFail(to: Address, data: string): Promise<Hex> {
    const result = await view(to, data);
    if ("reverted" in result || result.data === "0x") throw new ChainUnreachable(`a view of ${to} failed`);
    return result.data;
  }

  async function right(rightId: bigint) {
    const result = await view(contracts.EntryRightRegistry, rights.encodeFunctionData("rightOf", [rightId]));
    return "reverted" in result ? undefined : rights.decodeFunctionResult("rightOf", result.data)[0];
  }

  return {
    async blockTime() {
      const block = await ask(rpc, "eth_getBlockByNumber", ["latest", false]);
      const timestamp: unknown = typeof block === "object" && block !== null && Reflect.get(block, "timestamp");
      if (typeof timestamp !== "string") throw new ChainUnreachable("there is no newest block");
      return Number(timestamp);
    },
    async nonceWord(from, word) {
      const data = forwarder.encodeFunctionData("nonceWord", [from, word]);
      return BigInt(await viewOrFail(contracts.GasRelayForwarder, data));
    },
    simulate: (call, gas) =>
      runCall(rpc, "eth_call", [
        { ...forwarded(contracts.GasRelayForwarder, call), gas: toQuantity(limitFor(suffixed(call), gas)) },
        "latest",
      ]),
    async measure(call) {
      const result = await runCall(rpc, "eth_estimateGas", [forwarded(contracts.GasRelayForwarder, call), "latest"]);
      if ("reverted" in result) return result;
      const gas = BigInt(result.data) - standardGas(suffixed(call));
      return { gas: gas > 0n ? gas : 0n };
    },
    async rightOf(rightId) {
      const found = await right(rightId);
      return found && { holder: found.holder, live: found.status <= LAST_LIVE_STATUS, rebinds: Number(found.rebinds) };
    },
    async returnUntil(eventId) {
      const data = events.encodeFunctionData("changeTerms", [eventId]);
      const terms = events.decodeFunctionResult("changeTerms", await viewOrFail(contracts.EventRegistry, data))[0];
      return Number(terms.returnUntil);
    },
    async organizerOf(eventId) {
      const result = await view(contracts.EventRegistry, events.encodeFunctionData("eventOf", [eventId]));
      if ("reverted" in result) return undefined;
      return Number(events.decodeFunctionResult("eventOf", result.data)[0].organizerId);
    },
    async agentOf(rightId) {
      const found = await right(rightId);
      return found && Number(found.agentId);
    },
  };
}

/** ERC-2771: the target reads its sender from the last 20 bytes. */
function suffixed({ data, from }: ForwardedCall): string {
  return concat([data, from]);
}

function forwarded(forwarder: Address, call: ForwardedCall) {
  return { from: forwarder, to: call.to, data: suffixed(call) };
}

/** What a transaction costs before its first instruction. */
function standardGas(data: string): bigint {
  const { zeros, others } = countBytes(data);
  return 21_000n + 4n * zeros + 16n * others;
}

/** The limit with which a transaction has `gas` for its call, and is no less than its data costs (EIP-7623). */
function limitFor(data: string, gas: bigint): bigint {
  const { zeros, others } = countBytes(data);
  const floor = 21_000n + 10n * zeros + 40n * others;
  const wanted = gas + standardGas(data);
  return wanted > floor ? wanted : floor;
}

function countBytes(data: string): { zeros: bigint; others: bigint } {
  let zeros = 0n;
  for (let i = 2; i < data.length; i += 2) if (data[i] === "0" && data[i + 1] === "0") zeros++;
  return { zeros, others: BigInt(data.length / 2 - 1) - zeros };
}
