import { html, type Markup } from "../pages/html.ts";
import type { TableRow } from "./tableRows.ts";

const WIDTH = 900;
const HEIGHT = 28;
/** Between pieces that are wide enough for it. */
const GAP = 1;

/** Draws the order of each pool from left to right: the darker a piece, the more of its positions were granted a place. */
export function rankStrips(ranks: readonly TableRow[], entrants: readonly TableRow[]): Markup {
  const pools = entrants.filter((pool) => pool.number("parties") > 0);
  if (ranks.length === 0 || pools.length === 0) return html`<p class="soft">Nothing was drawn.</p>`;
  return html`${pools.map((pool) => {
    const [name, size] = [pool.text("class"), pool.number("size")];
    const own = ranks.filter((row) => row.text("class") === name && row.number("size") === size);
    return strip(`${name}, ${partyOf(size)}`, pool.number("parties"), own);
  })}`;
}

/** Each row has the share of winners from its rank up to the rank of the next row. */
function strip(title: string, parties: number, rows: readonly TableRow[]): Markup {
  const x = (rank: number): number => (WIDTH * rank) / parties;
  const gap = WIDTH / rows.length > 4 * GAP ? GAP : 0;
  const pieces = rows.map((row, i) => {
    const [from, until, won] = [row.number("rank"), rows[i + 1]?.number("rank") ?? parties, row.number("won")];
    if (won === 0) return html``;
    const positions = until - from > 1 ? `positions ${from + 1} to ${until}` : `position ${from + 1}`;
    return html`<rect class="c0" x="${x(from).toFixed(2)}" width="${(x(until) - x(from) - gap).toFixed(2)}" y="0" height="${HEIGHT}" opacity="${(0.2 + 0.8 * won).toFixed(2)}"><title>${positions}: ${(100 * won).toFixed(0)} % granted</title></rect>`;
  });
  const count = parties.toLocaleString("en-US");
  return html`<h3>${title} <span class="soft">${count} in the order of the draw; green ones were granted a place</span></h3>
<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Which of ${count} positions were granted a place">${pieces}</svg>
<p class="ends soft"><span>first</span><span>last</span></p>`;
}

function partyOf(size: number): string {
  return size === 1 ? "alone" : `in parties of ${size}`;
}
