import type { EventClass } from "doorkey";
import type { Ledger, Tally } from "./ledger.ts";
import { formatNumber } from "./screen.ts";

type Row = {
  readonly label: string;
  /** A class each, and all of them. */
  readonly cells: readonly number[];
  /** Follows from the rows above it. */
  readonly isSum: boolean;
};

/** What became of all rights and all places, in the form of an account. */
export type Statement = { readonly sections: readonly (readonly Row[])[] };

const SECTIONS: readonly (readonly (readonly [label: string, key: keyof Tally])[])[] = [
  [
    ["  granted", "granted"],
    ["- returned", "returned"],
    ["- revoked", "revoked"],
    ["- did not come", "away"],
    ["= admitted", "admitted"],
  ],
  [
    ["  supply", "supply"],
    ["- admitted", "admitted"],
    ["- did not come", "away"],
    ["- freed, not reopened", "freed"],
    ["= unsold", "unsold"],
  ],
  [
    ["  freed and reopened", "reopened"],
    ["  rebound to another phone", "rebound"],
    ["  named", "named"],
    ["  refused when granted", "refusedSales"],
    ["  turned away at the gate", "turnedAway"],
  ],
];

export function statementOf(ledger: Ledger, classes: readonly EventClass[]): Statement {
  const tallies = classes.map(({ id }) => ledger.classes.get(id)).filter((tally) => tally !== undefined);
  const total = sumOf(ledger);
  return {
    sections: SECTIONS.map((rows) =>
      rows.map(([label, key]) => ({
        label,
        cells: [...tallies.map((tally) => tally[key]), total[key]],
        isSum: label.startsWith("="),
      })),
    ),
  };
}

/** All classes together; turned away counts codes for rights of no class of this event as well. */
export function sumOf({ classes, reasons }: Ledger): Tally {
  const tallies = [...classes.values()];
  const keys = SECTIONS.flat().map(([, key]) => key);
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  const sums = Object.fromEntries(keys.map((key) => [key, sum(key)])) as Tally;
  return { ...sums, turnedAway: [...reasons.values()].reduce((total, times) => total + times, 0) };
}

/** Rows for the screen, an empty one between sections. */
export function statementRows({ sections }: Statement, classes: readonly EventClass[]): string[][] {
  return [
    ["", ...classes.map(({ name }) => name), "all"],
    ...sections.flatMap((rows, i) => [
      ...(i === 0 ? [] : [[]]),
      ...rows.map(({ label, cells }) => [label, ...cells.map((cell) => formatNumber(cell))]),
    ]),
  ];
}
