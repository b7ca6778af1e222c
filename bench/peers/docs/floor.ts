/** The least gas with which any design can do the same work, from the prices of the protocol. */

import type { GasRow } from "../rows.ts";
import { DOORKEY } from "../systems/doorkey.ts";
import { figure } from "../table.ts";
import { markdownTable } from "./blocks.ts";
import { growthOf } from "./growth.ts";

/** Prices on osaka. */
export const PRICE = {
  /** Price of a nonzero byte where the floor of EIP-7623 does not apply. */
  calldataByte: 16,
  codeByte: 200,
  logByte: 8,
  /** Price of a log, and of each of its topics. */
  log: 375,
  /** Price of the first write to a cold slot. */
  freshSlot: 22_100,
  ecrecover: 3_000,
  p256: 6_900,
} as const;

const BYTES = {
  holder: 20,
  seat: 3,
  word: 32,
  /** r, s, v. */
  secp256k1: 65,
  /** r, s, x, y. */
  p256: 128,
  /** With the data of the authenticator, 37 bytes, and of the browser, 130 bytes for a short origin. */
  passkey: 128 + 37 + 130,
} as const;

const [SEATS_A_WORD, STATUSES_A_WORD] = [256, 128];

type Part = readonly [what: string, gas: number];

type Floor = { readonly operation: string; readonly parts: readonly Part[] };

/** A proven entry: its signature, its check, a log of one word with one topic, its share of a status word. */
function entryFloor(kind: "secp256k1" | "p256" | "passkey", precompile: Part): Floor {
  const status = Math.round(PRICE.freshSlot / STATUSES_A_WORD);
  return {
    operation: `admit ${kind}`,
    parts: [
      ["calldata of the signature", BYTES[kind] * PRICE.calldataByte],
      precompile,
      ["log", 2 * PRICE.log + BYTES.word * PRICE.logByte],
      ["status", status],
    ],
  };
}

/** A record of this many bytes, which is in calldata, in code and in the log. */
function recordParts(bytes: number): Part[] {
  return [
    ["code deposit", bytes * PRICE.codeByte],
    ["calldata", bytes * PRICE.calldataByte],
    ["log", bytes * PRICE.logByte],
  ];
}

export const floors: readonly Floor[] = [
  { operation: "grant standing", parts: recordParts(BYTES.holder) },
  {
    operation: "grant seated",
    parts: [...recordParts(BYTES.holder + BYTES.seat), ["seat bit", Math.round(PRICE.freshSlot / SEATS_A_WORD)]],
  },
  entryFloor("secp256k1", ["ecrecover", PRICE.ecrecover]),
  entryFloor("p256", ["P-256 precompile", PRICE.p256]),
  entryFloor("passkey", ["P-256 precompile", PRICE.p256]),
];

/** The floor of one more right in a batch, beside its measured gas. */
export function floorTable(rows: readonly GasRow[]): string {
  const lines = floors.map(({ operation, parts }) => {
    const floor = parts.reduce((sum, [, gas]) => sum + gas, 0);
    const marginal = Math.round(growthOf(rows, DOORKEY, operation).marginal);
    const sum = parts.map(([what, gas]) => `${what} ${figure(gas)}`).join(" + ");
    return [operation, figure(floor), figure(marginal), `${(marginal / floor).toFixed(2)} ×`, sum];
  });
  return markdownTable(["one more right in a batch", "floor", "ours", "", "the floor is"], lines);
}
