/** Requests as the intake stores them, with random keys and signatures. */

import type { Address, Hex } from "doorkey";
import type { WireSignedRequest, WireSignedReturn } from "doorkey/relay";
import { hexlify, randomBytes } from "ethers";
import type { NewRequest } from "../../src/storage/index.ts";

export const DAY = "2026-11-30";
export const MONTH = "2026-11";

export const random = (bytes: number) => hexlify(randomBytes(bytes)) as Hex;

/** The same bytes in capital letters. */
export const upper = <hex extends Hex | Address>(one: hex): hex => one.toUpperCase().replace("X", "x") as hex;

/** A random digest that begins with these bytes. */
export const digestFrom = (start: Hex): Hex => `${start}${random(32).slice(start.length)}`;

let nonces = 0n;

/** A request that reserves `wei` of `limitWei` for the day. */
export function newRequest(change: Partial<NewRequest> = {}, wei = 10n, limitWei = 1_000n): NewRequest {
  const [from, to] = [random(20) as Address, random(20) as Address];
  const request = { from, to, gas: "90000", nonce: "1", deadline: 1_900_000_000, relayer: to, data: "0x" as Hex };
  const payload: WireSignedRequest = { request, signature: random(65) };
  return {
    ...{ digest: random(32), kind: "request", from, nonce: nonces++, to, selector: "0x12345678", gas: 90_000 },
    ...{ deadline: 1_900_000_000, payload, sponsor: "one", events: [7], priority: 1 },
    reservation: { wei, limits: [{ period: DAY, limitWei }] },
    ...change,
  };
}

/** A return of the rights [first, first + count). */
export function newReturn(holder: Address, first: bigint, count = 1, change: Partial<NewRequest> = {}): NewRequest {
  const payload: WireSignedReturn = {
    ...{ rightId: String(first), count, rebinds: 0, expiresAt: "1900000000", signature: random(65) },
  };
  const { nonce: _, ...rest } = newRequest(change);
  return { ...rest, kind: "return", from: holder, payload };
}
