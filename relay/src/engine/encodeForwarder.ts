/**
 * Calls of the forwarder as text, because general encoders take most of the relay's processor time otherwise. A test holds
 * them against the ABI.
 */

import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { WireSignedRequest } from "doorkey/relay";

const EXECUTE = interfaces.GasRelayForwarder.getFunction("execute").selector;
const CHECK = interfaces.GasRelayForwarder.getFunction("check").selector;

/** Hex digits of a word. */
const WORD = 64;

/** Call data of `execute` with these requests. */
export function encodeExecute(requests: readonly WireSignedRequest[]): Hex {
  const items = requests.map(signedRequest);
  let offset = 32 * items.length;
  const offsets = items.map((item) => {
    const own = number(offset);
    offset += item.length / 2;
    return own;
  });
  return `${EXECUTE}${number(32)}${number(items.length)}${offsets.join("")}${items.join("")}` as Hex;
}

/** Call data of `check` with this request and a relayer. */
export function encodeCheck(request: WireSignedRequest, relayer: Address): Hex {
  return `${CHECK}${number(64)}${address(relayer)}${signedRequest(request)}` as Hex;
}

function signedRequest({ request, signature }: WireSignedRequest): string {
  const { from, to, gas, nonce, deadline, relayer, data } = request;
  const head = [address(from), address(to), number(BigInt(gas)), number(BigInt(nonce)), number(deadline)];
  const inner = `${head.join("")}${address(relayer)}${number(7 * 32)}${bytes(data)}`;
  return `${number(64)}${number(64 + inner.length / 2)}${inner}${bytes(signature)}`;
}

function number(value: number | bigint): string {
  return value.toString(16).padStart(WORD, "0");
}

function address(value: Address): string {
  return value.slice(2).toLowerCase().padStart(WORD, "0");
}

function bytes(value: Hex): string {
  const digits = value.slice(2).toLowerCase();
  return number(digits.length / 2) + digits.padEnd(Math.ceil(digits.length / WORD) * WORD, "0");
}
