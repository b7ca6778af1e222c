import type { AuditResult, Evidence, Statement, Verdict } from "doorkey/audit";
import type { Style, Terminal } from "../terminal/Terminal.ts";
import { formatNumber } from "../terminal/Terminal.ts";
import { sayNow, VERDICT_ORDER } from "./sayNow.ts";

/** Pieces of evidence that the terminal shows of a statement. */
const SHOWN = 5;

const MARKS: { readonly [verdict in Verdict]: readonly [mark: string, style: Style | undefined] } = {
  false: ["✗", "red"],
  unknown: ["?", "yellow"],
  flag: ["!", "yellow"],
  holds: ["✓", undefined],
};

/** Prints an audit for people: a table of all statements, what to look at, and what can be said now. */
export function tellAudit(terminal: Terminal, result: AuditResult): void {
  const { name, organizer, eventId, chainId, head, statements, compare } = result;
  terminal.say();
  if (name !== "") terminal.say(`${name} · ${organizer}`, "bold");
  terminal.say(`Event ${eventId} on chain ${chainId}, as of block ${head.number}`, "dim");

  terminal.heading("Statements");
  terminal.table(
    [
      ["", "statement", "verdict", "found"],
      ...statements.map(({ id, verdict, says }) => [MARKS[verdict][0], id, verdict, says]),
    ],
    4,
  );

  for (const verdict of VERDICT_ORDER.slice(0, -1)) {
    for (const statement of statements) if (statement.verdict === verdict) tellStatement(terminal, statement);
  }

  terminal.heading("Compare with a node that you trust");
  for (const { number, hash } of compare) terminal.say(`  block ${number}  ${hash}`);

  terminal.heading("What you can say now");
  for (const [i, sentence] of sayNow(result).entries()) terminal.say(`  ${i + 1}. ${sentence}`);
}

function tellStatement(terminal: Terminal, { id, verdict, title, rule, evidence, evidenceCount }: Statement): void {
  const [mark, style] = MARKS[verdict];
  terminal.say();
  terminal.say(`${mark} ${id}: ${title}`, style);
  terminal.say(`  Rule: ${rule}`, "dim");
  for (const one of evidence.slice(0, SHOWN)) terminal.say(`  - ${one.note}${placeOf(one)}`);
  const more = evidenceCount - Math.min(evidence.length, SHOWN);
  if (more > 0) terminal.say(`  and ${formatNumber(more)} more`, "dim");
}

function placeOf({ block, transactionHash, rightId, subject }: Evidence): string {
  const parts = [
    ...(subject === undefined ? [] : [subject]),
    ...(rightId === undefined ? [] : [`right ${rightId}`]),
    ...(block === undefined ? [] : [`block ${block}`]),
    ...(transactionHash === undefined ? [] : [`transaction ${transactionHash}`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
