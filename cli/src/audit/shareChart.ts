import { html, type Markup } from "../pages/html.ts";
import type { TableRow } from "./tableRows.ts";

const WIDTH = 900;
const HEIGHT = 200;
const LEFT = 52;
const BOTTOM = 34;
const TOP = 12;

/** Draws the share of public places over time as steps, from the first change of supply to `until`, and the least share. */
export function shareChart(rows: readonly TableRow[], until: number, timeOf: (at: number) => string): Markup {
  const points = rows.map((row) => ({ at: row.number("at"), share: shareOf(row) }));
  const [first] = points;
  if (first === undefined) return html`<p class="soft">Nothing yet.</p>`;
  const end = Math.max(until, first.at + 1);
  const x = (at: number): number => LEFT + ((WIDTH - LEFT) * (at - first.at)) / (end - first.at);
  const y = (percent: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - percent / 100);
  const path = points.map(({ at, share }, i) => {
    const level = y(share).toFixed(1);
    return i === 0 ? `M${x(at).toFixed(1)} ${level}` : `H${x(at).toFixed(1)}V${level}`;
  });
  const minimum = rows.at(-1)?.number("minimum") ?? 0;
  const lines = [0, 50, 100].map(
    (percent) =>
      html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y(percent)}" y2="${y(percent)}"/><text x="${LEFT - 8}" y="${y(percent) + 4}" text-anchor="end">${percent} %</text>`,
  );
  const least =
    minimum === 0
      ? html``
      : html`<line class="least" x1="${LEFT}" x2="${WIDTH}" y1="${y(minimum)}" y2="${y(minimum)}"><title>published minimum: ${minimum} %</title></line>`;
  const dots = points.map(
    ({ at, share }) =>
      html`<circle cx="${x(at).toFixed(1)}" cy="${y(share).toFixed(1)}" r="4" class="c0"><title>${timeOf(at)}: ${share.toFixed(2)} %</title></circle>`,
  );
  const last = points.at(-1) ?? first;
  return html`<div class="scroll"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Share of public places: ${first.share.toFixed(2)} % at first, ${last.share.toFixed(2)} % at last">${lines}${least}<path class="steps" d="${path.join("")}H${WIDTH}"/>${dots}
<text x="${LEFT}" y="${HEIGHT - 10}">${timeOf(first.at)}</text><text x="${WIDTH}" y="${HEIGHT - 10}" text-anchor="end">${timeOf(end)}</text></svg></div>
<ul class="legend"><li><i class="c0"></i>public places of all places</li>${minimum === 0 ? html`` : html`<li><i class="least"></i>published minimum, ${minimum} %</li>`}</ul>`;
}

function shareOf(row: TableRow): number {
  const [open, reserved] = [row.number("public"), row.number("reserved")];
  return open + reserved === 0 ? 0 : (100 * open) / (open + reserved);
}
