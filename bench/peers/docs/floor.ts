/** What no design that does the same work can go below, from the prices of the protocol. */

import type { GasRow } from "../rows.ts";
import { DOORKEY } from "../systems/doorkey.ts";
import { figure } from "../table.ts";
import { markdownTable } from "./blocks.ts";
import { growthOf } from "./growth.ts";

/** Prices on osaka. */
export const PRICE = {
  /** Of a byte that is not zero, where the floor of EIP-7623 does not decide. */
  calldataByte: 16,
  codeByte: 200,
  logByte: 8,
  /** A log, and each of its topics. */
  log: 375,
  /** A slot written for the first time, cold. */
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
  /** With the authenticator's data and the browser's: 37 bytes and, for a short origin, 130. */
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

/** Records of so many bytes: in calldata, kept as code, in the log. */
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

/** The floor of one more right in a batch, beside what one more takes. */
export function floorTable(rows: readonly GasRow[]): string {
  const lines = floors.map(({ operation, parts }) => {
    const floor = parts.reduce((sum, [, gas]) => sum + gas, 0);
    const marginal = Math.round(growthOf(rows, DOORKEY, operation).marginal);
    const sum = parts.map(([what, gas]) => `${what} ${figure(gas)}`).join(" + ");
    return [operation, figure(floor), figure(marginal), `${(marginal / floor).toFixed(2)} ×`, sum];
  });
  return markdownTable(["one more right in a batch", "floor", "ours", "", "the floor is"], lines);
}
