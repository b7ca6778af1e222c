import type { Evidence, Statement, Verdict } from "doorkey/audit";
import { html, Markup } from "../pages/html.ts";

/** Each verdict with a sign, so that people who see no colours read it too. */
const SIGNS: Readonly<Record<Verdict, string>> = { false: "✕", flag: "⚑", unknown: "?", holds: "✓" };

/** Evidence of an open card; a folded one has all that the statement lists. */
const FEW = 5;

const OPEN = new Markup(" open");
const NOTHING = new Markup("");
/** Before the title of a statement that does not hold, so that nobody reads it as what was found. */
const EXPECTED = new Markup('<span class="soft">Expected:</span> ');

/** Statements that do not hold come first. */
export const VERDICTS: readonly Verdict[] = ["false", "flag", "unknown", "holds"];

/** Writes each statement with its figures and evidence: as cards that are open, or folded until a reader opens them. */
export function statementList(statements: readonly Statement[], open: boolean): Markup {
  return html`<ul class="statements">${statements.map((statement) => card(statement, open))}</ul>`;
}

export function verdictMark(verdict: Verdict): Markup {
  return html`<b class="verdict ${verdict}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</b>`;
}

function card(statement: Statement, open: boolean): Markup {
  const { id, verdict, title, rule, says } = statement;
  return html`<li><details${open ? OPEN : NOTHING}><summary>${verdictMark(verdict)} <span>${verdict === "holds" ? NOTHING : EXPECTED}${title}</span> <code>${id}</code></summary>
<p>${says}</p>
${notChecked(statement)}${factsOf(statement)}${evidenceOf(statement, open ? FEW : statement.evidence.length)}
<p class="soft">Rule: ${rule}</p></details></li>`;
}

function notChecked({ unchecked, verdict }: Statement): Markup {
  if (unchecked === 0 || verdict === "unknown") return NOTHING;
  return html`<p class="soft">${unchecked} could not be checked.</p>`;
}

function factsOf({ figures }: Statement): Markup {
  const facts = Object.entries(figures);
  if (facts.length === 0) return NOTHING;
  return html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatted(value)}</dd></div>`)}</dl>`;
}

function evidenceOf({ evidence, evidenceCount }: Statement, most: number): Markup {
  if (evidence.length === 0) return NOTHING;
  const shown = evidence.slice(0, most);
  const more = evidenceCount - shown.length;
  const rest = more > 0 ? html`<li class="soft">and ${more.toLocaleString("en-US")} more</li>` : NOTHING;
  return html`<ul class="evidence">${shown.map(piece)}${rest}</ul>`;
}

function piece({ note, subject, rightId, block, transactionHash }: Evidence): Markup {
  const where = [
    subject === undefined ? [] : [html`<code>${subject}</code>`],
    rightId === undefined ? [] : [html`right ${String(rightId)}`],
    block === undefined ? [] : [html`block ${block}`],
    transactionHash === undefined ? [] : [html`<code>${transactionHash}</code>`],
  ].flat();
  return html`<li>${note}${where.map((one) => html` <span class="where">${one}</span>`)}</li>`;
}

function formatted(value: number | string): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : value;
}
