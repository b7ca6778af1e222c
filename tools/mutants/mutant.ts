/** One small fault in one place of a contract, and what came of it. */

export const RULES = [
  "drop a check",
  "flip a comparison",
  "off by one",
  "drop an event",
  "swap a role",
  "change a constant",
  "swap and with or",
  "drop a write",
] as const;

export type Rule = (typeof RULES)[number];

/** A mutant in the list. It has all that finds its place again after lines around it changed. */
export type Mutant = {
  /** Hash of all below but the line: it stays as long as the code does. */
  readonly id: string;
  /** From the root, such as `contracts/teams/Teams.sol`. */
  readonly file: string;
  readonly line: number;
  /** The function, constant or contract that it is in. */
  readonly where: string;
  readonly rule: Rule;
  readonly before: string;
  readonly after: string;
};

/** A mutant in the text that it was found in. */
export type Edit = Mutant & {
  /** Bytes of the text that it replaces. */
  readonly start: number;
  readonly end: number;
};

/** What came of a mutant. `note`: for a survivor the test that is missing, for an equivalent one why it is. */
export type Result =
  | { readonly status: "killed"; readonly by: string }
  | { readonly status: "survived" | "equivalent"; readonly note: string };

export type Results = Readonly<Record<string, Result>>;

/** The text with the fault in it. */
export function mutated(text: string, { start, end, after }: Edit): string {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(after), bytes.subarray(end)]).toString();
}
