import type { AuditResult, Statement, Verdict } from "doorkey/audit";
import { html, Markup } from "../pages/html.ts";
import { AUDIT_STYLE } from "../pages/style.ts";
import { columnChart } from "../report/columns.ts";
import { fittingStep, seriesOf } from "../report/series.ts";
import { clockTime, dayAndTime, timeBesideUtc } from "../report/time.ts";
import { flowBars, waveBars } from "./flows.ts";
import { rankStrips } from "./rankStrip.ts";
import { sayNow } from "./sayNow.ts";
import { shareChart } from "./shareChart.ts";
import { statementList, VERDICTS, verdictMark } from "./statementList.ts";
import { tableRows } from "./tableRows.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Renders an audit as one self-contained page, without a font, script or picture from elsewhere. */
export function auditPage(result: AuditResult, timeZone: string): string {
  const { name, organizer, eventId, head, statements } = result;
  const noted = VERDICTS.filter((verdict) => verdict !== "holds").flatMap((verdict) =>
    withVerdict(statements, verdict),
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${name}: audit</title>
<style>${new Markup(AUDIT_STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${name}</h1>
<p class="soft">Audit of event ${eventId} on chain ${result.chainId} · ${organizer} · as of block ${head.number}, ${timeBesideUtc(head.timestamp, timeZone)}</p>
<ul class="figures">${VERDICTS.map((verdict) => figure(statements, verdict))}</ul>
${gone(result)}
</header>
<section>
<h2>What you can say now</h2>
<ol class="say">${sayNow(result).map((sentence) => html`<li>${sentence}</li>`)}</ol>
</section>
<section>
<h2>What to look at</h2>
${noted.length === 0 ? html`<p>Every statement holds.</p>` : statementList(noted, true)}
</section>
${charts(result, timeZone)}
<section>
<h2>All statements</h2>
<p class="soft">Each with what was found, its rule, and where to look.</p>
${statementList(statements, false)}
</section>
${footer(result, timeZone)}
</main>
</body>
</html>
`.text;
}

function charts(result: AuditResult, timeZone: string): Markup {
  const when = (at: number) => dayAndTime(at, timeZone);
  const sold = tableRows(result, "hours").map((row) => ({
    at: row.number("at"),
    part: row.text("agent"),
    count: row.number("rights"),
  }));
  const sales = seriesOf(sold, fittingStep(sold, [HOUR, DAY, 7 * DAY]));
  const admitted = tableRows(result, "admissions").map((row) => ({
    at: row.number("at"),
    part: laneOf(row.text("lane")),
    count: row.number("rights"),
  }));
  return html`<section>
<h2>Public share over time</h2>
${shareChart(tableRows(result, "share"), result.head.timestamp, when)}
</section>
<section>
<h2>Sales by agent</h2>
<p class="soft">Rights granted per ${sales.step >= DAY ? "day" : "hour"}</p>
${columnChart(sales, "Rights granted", sales.step >= DAY ? (at) => when(at).slice(4, 10) : when)}
</section>
<section>
<h2>Places that came back</h2>
${flowBars(tableRows(result, "flow"))}
</section>
<section>
<h2>The draw</h2>
${waveBars(tableRows(result, "waves"), when)}
${rankStrips(tableRows(result, "ranks"), tableRows(result, "entrants"))}
</section>
<section>
<h2>At the doors</h2>
<p class="soft">Rights admitted per quarter of an hour, by lane, and by desk for those without a proof</p>
${columnChart(seriesOf(admitted, HOUR / 4), "Rights admitted", (at) => clockTime(at, timeZone))}
</section>`;
}

/** A lane begins with its number; other words stay as they are. */
function laneOf(text: string): string {
  return /^\d/.test(text) ? `lane ${text}` : text;
}

function figure(statements: readonly Statement[], verdict: Verdict): Markup {
  return html`<li><b>${withVerdict(statements, verdict).length}</b>${verdictMark(verdict)}</li>`;
}

function withVerdict(statements: readonly Statement[], wanted: Verdict): Statement[] {
  return statements.filter(({ verdict }) => verdict === wanted);
}

function gone({ goneBefore }: AuditResult): Markup {
  if (goneBefore === undefined) return html``;
  return html`<p class="gone">The node has no history before block ${goneBefore}. What needs it is unknown; ask a node that keeps all blocks, or use a saved bundle.</p>`;
}

function footer({ rightsRegistry, compare, head }: AuditResult, timeZone: string): Markup {
  return html`<footer>
<p>Made from the chain alone, up to block ${head.number}, for the suite whose EntryRightRegistry is <code>${rightsRegistry}</code>. Times are in ${timeZone}. It does not show who paid, whether an attester was honest, or whether the node told the truth: compare these block hashes with a node that you trust.</p>
<ul class="evidence">${compare.map(({ number, hash }) => html`<li>block ${number} <code>${hash}</code></li>`)}</ul>
</footer>`;
}
