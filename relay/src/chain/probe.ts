/**
 * Tries calls exactly as the forwarder makes them: with the signed gas and not a unit more, whatever the data of the call
 * would cost a transaction, and at the time of the next block. For this the node runs a small program in the place of the
 * forwarder's code. Nodes without such overrides run the bare call.
 */

import type { Address, Hex } from "doorkey";
import { dataLength, dataSlice, toBeHex } from "ethers";
import { TRANSACTION_GAS_CAP } from "./chains.ts";
import { type RpcEndpoint, RpcError, RpcUnreachable } from "./jsonRpc.ts";

/**
 * Reads gas, target and data from its call data, calls the target, and returns four things: whether the call succeeded, the
 * gas that it took, the block's time, and what the call returned.
 */
const PROGRAM: Hex =
  "0x604036038060406000375a600060008360006000602035600035f1905a9003602052600052426040523d600060603e3d6060016000f3";

/** What overrides a node knows: code and time, code alone, or none. */
export type Overrides = { readonly code: boolean; readonly time: boolean };

const NONE: Overrides = { code: false, time: false };

/** A place without code on any chain. */
const NOWHERE: Address = "0x000000000000000000000000000000000000fade";
/** TIMESTAMP, as the only thing that a program returns. */
const CLOCK: Hex = "0x4260005260206000f3";
const SOME_TIME = 0x7fff_ff00;

const known = new WeakMap<RpcEndpoint, Promise<Overrides>>();

/** Which overrides a node takes. A node that does not answer is asked again the next time. */
export function overridesOf(endpoint: RpcEndpoint): Promise<Overrides> {
  const before = known.get(endpoint);
  if (before !== undefined) return before;
  const asked = askOverrides(endpoint);
  known.set(endpoint, asked);
  return asked.catch(() => {
    known.delete(endpoint);
    return NONE;
  });
}

/** @throws RpcUnreachable when the node does not answer. */
async function askOverrides(endpoint: RpcEndpoint): Promise<Overrides> {
  const call = [{ to: NOWHERE, data: "0x" }, "latest", { [NOWHERE]: { code: CLOCK } }];
  const [both] = await endpoint.batch([{ method: "eth_call", params: [...call, { time: toBeHex(SOME_TIME) }] }]);
  if (both instanceof RpcUnreachable) throw both;
  if (isWord(both) && Number(both) === SOME_TIME) return { code: true, time: true };
  const [one] = await endpoint.batch([{ method: "eth_call", params: call }]);
  if (one instanceof RpcUnreachable) throw one;
  return { code: isWord(one) && Number(one) > 0, time: false };
}

const isWord = (answer: unknown): answer is Hex =>
  !(answer instanceof RpcError) && typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer);

/** A call that the forwarder would make. */
export type Trial = { readonly from: Address; readonly to: Address; readonly data: Hex; readonly gas: number };

/** Gas for a call to a cold contract, and for copying what it returns. */
const PROGRAM_GAS = 50_000;

/** Gas of a byte of call data (EIP-7623), and how much a later fork may ask for without stopping a trial. */
const BYTE_GAS = { now: 40, most: 160 };

/** The parameters of `eth_call` that try a call with this program. */
export function trialParams({ from, to, data, gas }: Trial, time: number | undefined): readonly unknown[] {
  const input = `${toBeHex(gas, 32)}${to.slice(2).padStart(64, "0")}${data.slice(2)}`;
  const bytes = input.length / 2 - 1;
  // EIP-150 keeps a 64th back. The rest is for the data, which a node charges as if it were sent, and for the program. The
  // least is below what the forwarder takes, so that each request that fits a transaction can be tried (`soloGas`).
  const forCall = Math.ceil((gas * 64) / 63) + 21_000 + PROGRAM_GAS;
  const most = Math.min(forCall + BYTE_GAS.most * bytes, TRANSACTION_GAS_CAP);
  const limit = Math.max(forCall + BYTE_GAS.now * bytes, most);
  const call = [{ to: from, data: input, gas: `0x${limit.toString(16)}` }, "latest", { [from]: { code: PROGRAM } }];
  return time === undefined ? call : [...call, { time: `0x${time.toString(16)}` }];
}

/** What the program returned; undefined if it is something else. */
export function trialResult(data: Hex) {
  if (dataLength(data) < 96) return undefined;
  const word = (index: number) => BigInt(dataSlice(data, 32 * index, 32 * (index + 1)));
  const success = word(0);
  if (success > 1n) return undefined;
  return {
    success: success === 1n,
    gasUsed: Number(word(1)),
    time: Number(word(2)),
    returned: dataSlice(data, 96) as Hex,
  };
}
