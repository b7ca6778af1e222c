import { html, type Markup } from "../pages/html.ts";
import type { TableRow } from "./tableRows.ts";

const WIDTH = 900;
const HEIGHT = 28;
/** Most pieces of a strip; with more ranks, each piece stands for several. */
const MAX_PIECES = 450;

/** Draws the ranks of a pool from left to right: the darker a piece, the more of its ranks were granted a place. */
export function rankStrips(rows: readonly TableRow[]): Markup {
  if (rows.length === 0) return html`<p class="soft">Nothing was drawn.</p>`;
  const pools = Map.groupBy(rows, (row) => `${row.text("class")}, ${partyOf(row.number("size"))}`);
  return html`${[...pools].map(([title, ranks]) => strip(title, ranks))}`;
}

function strip(title: string, rows: readonly TableRow[]): Markup {
  const length = rows.reduce((most, row) => Math.max(most, row.number("rank") + 1), 0);
  const each = Math.ceil(length / MAX_PIECES);
  const won = new Array<number>(Math.ceil(length / each)).fill(0);
  for (const row of rows)
    if (row.number("won") > 0)
      won[Math.floor(row.number("rank") / each)] = (won[Math.floor(row.number("rank") / each)] ?? 0) + 1;
  const width = WIDTH / won.length;
  const pieces = won.map((count, i) => {
    if (count === 0) return html``;
    const from = i * each + 1;
    const to = Math.min(length, (i + 1) * each);
    const ranks = from === to ? `position ${from}` : `positions ${from} to ${to}`;
    return html`<rect class="c0" x="${(i * width).toFixed(2)}" width="${Math.max(1, width - (width > 4 ? 1 : 0)).toFixed(2)}" y="0" height="${HEIGHT}" opacity="${(0.25 + (0.75 * count) / each).toFixed(2)}"><title>${ranks}: ${count} granted</title></rect>`;
  });
  const all = won.reduce((a, b) => a + b, 0);
  return html`<h3>${title} <span class="soft">${all.toLocaleString("en-US")} of ${length.toLocaleString("en-US")} were granted a place</span></h3>
<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${all} of ${length} positions were granted a place">${pieces}</svg>
<p class="ends soft"><span>1st</span><span>${length.toLocaleString("en-US")}th</span></p>`;
}

function partyOf(size: number): string {
  return size === 1 ? "alone" : `in parties of ${size}`;
}
