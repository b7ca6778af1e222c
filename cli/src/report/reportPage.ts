import { html, Markup } from "../pages/html.ts";
import { REPORT_STYLE } from "../pages/style.ts";
import { columnChart } from "./columns.ts";
import type { AgentReport, ClassReport, DoorReport, EventReport } from "./EventReport.ts";
import { clockTime, dayAndTime, timeBesideUtc } from "./time.ts";

/** Renders the report as one self-contained page, without a font, script or picture from elsewhere. */
export function reportPage(report: EventReport, timeZone: string): string {
  const { name, organizer, eventId, classes, agents, sales, admissions, doors, takenAt, block } = report;
  const when = (at: number) => dayAndTime(at, timeZone);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}: report</title>
<style>${new Markup(REPORT_STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${name}</h1>
<p class="soft">${organizer} · event ${eventId} · doors ${timeBesideUtc(report.schedule.doorsOpenAt, timeZone)}${report.cancelled ? " · cancelled" : ""}${report.paused ? " · sales paused" : ""}</p>
<ul class="figures">${figures(report)}</ul>
</header>
<section>
<h2>Places</h2>
${classes.map(classBar)}
<ul class="legend"><li><i class="in"></i>admitted</li><li><i class="live"></i>may still enter</li><li><i class="freed"></i>freed, not reopened</li><li><i class="unsold"></i>unsold</li></ul>
</section>
<section>
<h2>Sales by agent</h2>
<div class="scroll">${agentTable(agents)}</div>
<h3>Rights granted per ${sales.step >= 86_400 ? "day" : "hour"}</h3>
${columnChart(sales, "Rights granted", sales.step >= 86_400 ? (at) => when(at).slice(4, 10) : when)}
<h3>Allotments</h3>
<div class="scroll">${allotmentTable(agents)}</div>
</section>
<section>
<h2>At the doors</h2>
<h3>Rights admitted per quarter of an hour</h3>
${columnChart(admissions, "Rights admitted", (at) => clockTime(at, timeZone))}
${doorTable(doors)}
</section>
<footer>Made from the logs of the chain up to block ${block}, ${timeBesideUtc(takenAt, timeZone)}. Times are in ${timeZone}.</footer>
</main>
</body>
</html>
`.text;
}

function figures({ classes, agents, doors }: EventReport): Markup[] {
  const sum = (of: (class_: ClassReport) => number) => classes.reduce((total, class_) => total + of(class_), 0);
  const fared = (of: (agent: AgentReport) => number) => agents.reduce((total, agent) => total + of(agent), 0);
  return [
    figure(
      sum(({ granted }) => granted),
      "rights granted",
    ),
    figure(
      sum(({ unsold }) => unsold),
      "places unsold",
    ),
    figure(
      fared(({ returned }) => returned),
      "returned",
    ),
    figure(
      fared(({ rebound }) => rebound),
      "moved to another phone",
    ),
    figure(
      sum(({ admitted }) => admitted),
      "admitted",
    ),
    figure(doors.already + doors.contested, "shown again"),
  ];
}

function figure(number: number, text: string): Markup {
  return html`<li><b>${number.toLocaleString("en-US")}</b><span class="soft">${text}</span></li>`;
}

function classBar({ name, supply, reserved, granted, admitted, live, freed, unsold }: ClassReport): Markup {
  const part = (kind: string, places: number): Markup =>
    html`<i class="${kind}" style="width:${((100 * places) / supply).toFixed(3)}%"></i>`;
  return html`<h3>${name}${reserved ? " (reserved)" : ""} <span class="soft">${granted.toLocaleString("en-US")} of ${supply.toLocaleString("en-US")} places</span></h3>
<div class="bar" role="img" aria-label="${admitted} admitted, ${live} may still enter, ${freed} freed, ${unsold} unsold">${part("in", admitted)}${part("live", live)}${part("freed", freed)}${part("unsold", unsold)}</div>
`;
}

function agentTable(agents: readonly AgentReport[]): Markup {
  const rows = agents.map(({ agentId, name, granted, refused, returned, revoked, rebound, named, admitted }) => [
    `${agentId} ${name}`,
    ...[granted, refused, returned, revoked, rebound, named, admitted],
  ]);
  return table(["agent", "granted", "refused", "returned", "revoked", "rebound", "named", "admitted"], rows);
}

function allotmentTable(agents: readonly AgentReport[]): Markup {
  const rows = agents.flatMap(({ agentId, name, allotments }) =>
    allotments.map(({ className, parent, status, quota, used }) => [
      `${className}: ${agentId} ${name}`,
      parent === 0 ? "organizer" : `agent ${parent}`,
      status,
      quota,
      used,
    ]),
  );
  return table(["class and agent", "under", "", "quota", "used"], rows);
}

function doorTable({ admitted, byHand, already, contested, refused }: DoorReport): Markup {
  const rows: [string, number][] = [
    ["admitted by proof", admitted],
    ["admitted by hand", byHand],
    ["shown again with a valid proof after admission", already],
    ["shown with a valid proof after an admission by hand", contested],
    ...Object.entries(refused).map(([why, count]): [string, number] => [`not admitted: ${why}`, count]),
  ];
  return html`<div class="scroll">${table(["what gates delivered", "rights"], rows)}</div>`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): Markup {
  if (rows.length === 0) return html`<p class="soft">Nothing yet.</p>`;
  const cell = (value: string | number, i: number): Markup => {
    const text = typeof value === "number" ? value.toLocaleString("en-US") : value;
    return i === 0 ? html`<th scope="row">${text}</th>` : html`<td>${text}</td>`;
  };
  return html`<table><thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`;
}
