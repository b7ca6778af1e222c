import type { AuditResult, Statement, Verdict } from "doorkey/audit";

/** Most statements that a sentence names. */
const NAMED = 3;

/** What a reader of an audit can say now, in five sentences, what is false first. */
export function sayNow({ statements, head, goneBefore }: AuditResult): string[] {
  const [wrong, open, flagged, holding] = (["false", "unknown", "flag", "holds"] as const).map((verdict) =>
    statements.filter((one) => one.verdict === verdict),
  ) as [Statement[], Statement[], Statement[], Statement[]];
  const gone = goneBefore === undefined ? "" : ` The node has no history before block ${goneBefore}.`;
  return [
    wrong.length === 0
      ? "Nothing that was checked is false."
      : `${of(wrong, statements)} false: ${told(wrong, ({ title, says }) => `"${title}" ${says}`, " ")}`,
    open.length === 0
      ? "Everything could be checked."
      : `${of(open, statements)} not wholly checked: ${told(open, ({ id, evidence }) => `${id} (${evidence[0]?.note.replace(/\.$/, "") ?? ""})`)}.${gone}`,
    flagged.length === 0
      ? "Nothing that is allowed went beyond its threshold."
      : `${of(flagged, statements)} allowed, and beyond the threshold: ${told(flagged, ({ says }) => says, " ")}`,
    `${of(holding, statements)} true${holding.length === 0 ? "." : `: ${told(holding, ({ id }) => id)}.`}`,
    `All of this is about block ${head.number} with the hash ${head.hash}, and says nothing about the honesty of attesters, about who paid, or about a node that shows a chain of its own.`,
  ];
}

function of({ length }: readonly Statement[], { length: all }: readonly Statement[]): string {
  return `${length} of ${all} statements ${length === 1 ? "is" : "are"}`;
}

/** The first of the statements, and how many more there are. Whole sentences need a space between them. */
function told(statements: readonly Statement[], text: (statement: Statement) => string, between = "; "): string {
  const more = statements.length - NAMED;
  const rest = more > 0 ? `${between === " " ? " And" : "; and"} ${more} more${between === " " ? "." : ""}` : "";
  return statements.slice(0, NAMED).map(text).join(between) + rest;
}

/** The verdicts from the worst to the best. */
export const VERDICT_ORDER: readonly Verdict[] = ["false", "unknown", "flag", "holds"];
