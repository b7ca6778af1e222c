import type { Evidence, Statement, Verdict } from "doorkey/audit";
import { html, Markup } from "../pages/html.ts";

/** Each verdict with a sign, so that it is not told by colour alone. */
const SIGNS: Readonly<Record<Verdict, string>> = { false: "✕", flag: "⚑", unknown: "?", holds: "✓" };

const OPEN = new Markup(" open");
const SHUT = new Markup("");

/** Statements that do not hold come first. */
export const VERDICTS: readonly Verdict[] = ["false", "flag", "unknown", "holds"];

/** Writes each statement with its figures and evidence: as cards that are open, or folded until a reader opens them. */
export function statementList(statements: readonly Statement[], open: boolean): Markup {
  return html`<ul class="statements">${statements.map((statement) => card(statement, open))}</ul>`;
}

export function verdictMark(verdict: Verdict): Markup {
  return html`<b class="verdict ${verdict}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</b>`;
}

function card(
  { id, verdict, title, rule, says, figures, evidence, evidenceCount, unchecked }: Statement,
  open: boolean,
) {
  const facts = Object.entries(figures).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${numeric(value)}</dd></div>`,
  );
  const more =
    evidenceCount > evidence.length ? html`<li class="soft">and ${evidenceCount - evidence.length} more</li>` : html``;
  const missing =
    unchecked > 0 && verdict !== "unknown" ? html`<p class="soft">${unchecked} could not be checked.</p>` : html``;
  return html`<li id="${id}"><details${open ? OPEN : SHUT}><summary>${verdictMark(verdict)} <span>${title}</span> <code>${id}</code></summary>
<p>${says}</p>${missing}
${facts.length === 0 ? html`` : html`<dl>${facts}</dl>`}
${evidence.length === 0 ? html`` : html`<ul class="evidence">${evidence.map(piece)}${more}</ul>`}
<p class="soft">Rule: ${rule}</p></details></li>`;
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

function numeric(value: number | string): string {
  return typeof value === "number" ? value.toLocaleString("en-US") : value;
}
