import type { Hex } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";

/**
 * What an audit says about a statement:
 * - `holds`: everything was checked, and keeps the rule;
 * - `false`: something that the contracts or the published terms forbid, or a signature that does not recover;
 * - `flag`: allowed, and beyond the threshold that the statement names;
 * - `unknown`: a part could not be checked, and the rest holds.
 */
export type Verdict = "holds" | "false" | "flag" | "unknown";

/** Where to look. At least one field beside `note` says where; `note` says what is there, in a sentence. */
export type Evidence = {
  readonly note: string;
  readonly block?: number | undefined;
  readonly transactionHash?: Hex | undefined;
  readonly rightId?: RightId | undefined;
  /** Milliseconds, counts or shares never go here, only what identifies: an account, a person tag, a class, an agent. */
  readonly subject?: string | undefined;
};

/** Rows behind a statement, for tables and charts. Columns whose values are times are called `at`, in seconds. */
export type StatementTable = {
  /** Stable, such as `supply` or `waves`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** A statement of an audit, with what it comes from. */
export type Statement = {
  /** Stable, such as `issuance.supply`. */
  readonly id: string;
  readonly verdict: Verdict;
  /** What the statement claims, in a sentence that does not depend on the event. */
  readonly title: string;
  /** The rule that it comes from: a function of a contract, the event's terms, or a threshold. */
  readonly rule: string;
  /** What was found, in a sentence or two. */
  readonly says: string;
  /** By name: counts, shares in percent, and thresholds. */
  readonly figures: { readonly [name: string]: number | string };
  /** The first of them, at most 20. */
  readonly evidence: readonly Evidence[];
  /** How many there are. */
  readonly evidenceCount: number;
  /** How many items could not be checked. */
  readonly unchecked: number;
  readonly tables: readonly StatementTable[];
};

/** Most pieces of evidence that a statement lists. */
export const MAX_EVIDENCE = 20;
