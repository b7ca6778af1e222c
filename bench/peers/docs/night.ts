/** How many rights fit into a block, and the gas of a full stadium. */

import { type GasRow, gasOf } from "../rows.ts";
import { DOORKEY } from "../systems/doorkey.ts";
import { figure } from "../table.ts";
import { markdownTable } from "./blocks.ts";

const BLOCKS = [36_000_000, 60_000_000, 150_000_000];
const SECONDS_A_BLOCK = 12;
const STADIUM = 60_000;
const [ONE, BATCH, LARGE] = [1, 100, 1_000];

type Step = readonly [operation: string, n: number];

const acts: readonly Step[] = [
  ["grant standing", LARGE],
  ["grant standing", BATCH],
  ["grant seated", BATCH],
  ["grant tagged", BATCH],
  ["admit secp256k1", LARGE],
  ["admit secp256k1", BATCH],
  ["admit secp256k1, lone rights", BATCH],
  ["admit secp256k1, each of another batch", BATCH],
  ["admit p256", BATCH],
  ["admit passkey", BATCH],
];

/** Rights per block, if the block has nothing else in it. */
export function blockTable(rows: readonly GasRow[]): string {
  const lines = acts.map(([operation, n]) => {
    const gas = gasOf(rows, DOORKEY, operation, n);
    return [`${operation}, N = ${figure(n)}`, ...BLOCKS.map((block) => figure(Math.floor(block / gas)))];
  });
  return markdownTable(["rights per block of", ...BLOCKS.map((block) => `${block / 1e6} M gas`)], lines);
}

type Night = { readonly name: string; readonly grants: number; readonly entries: number };

/** 60,000 rights from sale to seat. */
export function stadiumTable(rows: readonly GasRow[]): string {
  const ours = (operation: string, n: number) => gasOf(rows, DOORKEY, operation, n);
  const get = (operation: string, n: number) => gasOf(rows, "GET/OPN V2", operation, n);
  // In each batch one holder comes first, and that entry opens the batch's status word.
  const first = ours("admit secp256k1, each the first of its batch", BATCH);
  const other = ours("admit secp256k1, each of another batch", BATCH);
  const scattered = (first + (BATCH - 1) * other) / BATCH;
  const nights: readonly Night[] = [
    {
      name: "a guest list: batches of 1,000, entries in the order of the list",
      grants: ours("grant standing", LARGE),
      entries: ours("admit secp256k1", LARGE),
    },
    {
      name: "orders gathered into batches of 100, entries in any order, 100 a call",
      grants: ours("grant standing", BATCH),
      entries: scattered,
    },
    {
      name: "the same through the forwarder: grants and entries as the relay sends them",
      grants: ours("grant standing, forwarded", BATCH),
      entries:
        scattered +
        (ours("admit secp256k1, each of another batch, forwarded", BATCH) -
          ours("admit secp256k1, each of another batch", BATCH)),
    },
    {
      name: "every order a call of its own (one right), entries 100 a call",
      grants: ours("grant standing", ONE),
      entries: ours("admit secp256k1, lone rights", BATCH),
    },
    {
      name: "GET/OPN V2 in batches of 100 †, no proof of holders",
      grants: get("issue (primarySale)", BATCH),
      entries: get("check in (checkIn)", BATCH),
    },
  ];
  const [, block = 1] = BLOCKS;
  const lines = nights.map(({ name, grants, entries }) => {
    const [sale, doors] = [grants * STADIUM, entries * STADIUM];
    return [
      name,
      ...[sale, doors, sale + doors].map((gas) => `${figure(Math.round(gas / 1e6))} M`),
      ((sale + doors) / 1e9).toFixed(2),
      figure(Math.round((doors / block) * SECONDS_A_BLOCK)),
    ];
  });
  return markdownTable(
    [
      `${figure(STADIUM)} rights`,
      "sale",
      "entries",
      "gas",
      "ETH at 1 gwei",
      `entries: seconds of full ${block / 1e6} M blocks`,
    ],
    lines,
  );
}
