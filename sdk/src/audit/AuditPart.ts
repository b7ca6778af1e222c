import type { IndexState } from "../eventIndex/IndexState.ts";
import type { Audit, AuditLog } from "./Audit.ts";
import { type Evidence, MAX_EVIDENCE, type Statement, type StatementTable, type Verdict } from "./Statement.ts";

/** What a statement claims and where that comes from. */
export type StatementRule = { readonly title: string; readonly rule: string };

/** Statements that one reading of the history gives. */
export type AuditPart = {
  /** Stable, such as `issuance`. Each id of its statements begins with it. */
  readonly name: string;
  readonly rules: { readonly [id: string]: StatementRule };
  /** Whether it can do without logs: then it is checked also when the node has no old blocks. */
  readonly needsLogs: boolean;
  begin(audit: Audit): PartCheck;
};

/** One part at work. */
export type PartCheck = {
  /**
   * Called for every log of the suite, also of other events, in the order of the chain, with the state of the suite just
   * before it. The state changes with the next log: keep no part of it that changes. In `begin` and here, `audit.state`
   * is not complete.
   */
  readonly see?: (log: AuditLog, before: IndexState) => void;
  /** Called after the last log, when `audit.state` is complete. */
  readonly conclude: () => Promise<readonly Statement[]>;
};

/** What was found about a statement. */
export type Finding = {
  readonly says: string;
  readonly figures?: Statement["figures"];
  /** Each breaks the rule. */
  readonly faults?: readonly Evidence[];
  /** Each is allowed and beyond the threshold. */
  readonly flags?: readonly Evidence[];
  /** Each could not be checked. */
  readonly unchecked?: readonly Evidence[];
  /** What to look at when all holds. */
  readonly evidence?: readonly Evidence[];
  readonly tables?: readonly StatementTable[];
};

type Judge<id extends string> = (id: id, finding: Finding) => Statement;

/**
 * A part of the audit. `begin` gets the history, and a function that makes the statement of an id from what was found:
 * a fault makes it false, else something unchecked makes it unknown, else a flag makes it a flag.
 */
export function definePart<const id extends string>(
  name: string,
  rules: { readonly [key in id]: StatementRule },
  begin: (audit: Audit, judge: Judge<id>) => PartCheck,
  { needsLogs = true } = {},
): AuditPart {
  return { name, rules, needsLogs, begin: (audit) => begin(audit, (id, finding) => judged(id, rules[id], finding)) };
}

/** The statement of a rule, from what was found. */
export function judged(id: string, { title, rule }: StatementRule, finding: Finding): Statement {
  const { says, figures = {}, faults = [], flags = [], unchecked = [], evidence = [], tables = [] } = finding;
  const verdict = verdictOf(finding);
  const shown = { holds: evidence, false: faults, flag: flags, unknown: unchecked }[verdict];
  return {
    id,
    verdict,
    title,
    rule,
    says,
    figures,
    evidence: shown.slice(0, MAX_EVIDENCE),
    evidenceCount: shown.length,
    unchecked: unchecked.length,
    tables,
  };
}

function verdictOf({ faults = [], flags = [], unchecked = [] }: Finding): Verdict {
  if (faults.length > 0) return "false";
  if (unchecked.length > 0) return "unknown";
  return flags.length > 0 ? "flag" : "holds";
}
