import { html, type Markup } from "../pages/html.ts";
import type { Series } from "./EventReport.ts";

const WIDTH = 900;
const HEIGHT = 240;
const LEFT = 52;
const BOTTOM = 34;
const TOP = 12;

/** Number of colours in the CSS. They differ in lightness as well as in hue. */
const COLOURS = 6;

/** Draws one column for each step of time, with its parts stacked. Titles make it readable without colours. */
export function columnChart({ steps, parts }: Series, what: string, timeOf: (at: number) => string): Markup {
  if (steps.length === 0) return html`<p class="soft">Nothing yet.</p>`;
  const totals = steps.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const top = niceTop(totals.reduce((a, b) => Math.max(a, b), 1));
  const y = (count: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / top);
  const slot = (WIDTH - LEFT) / steps.length;
  const width = Math.max(1, Math.min(48, slot * 0.8));
  const columns = steps.map(({ at, counts }, i) => {
    const x = LEFT + slot * i + (slot - width) / 2;
    let below = 0;
    const pieces = counts.map((count, part) => {
      const from = below;
      below += count;
      if (count === 0) return html``;
      return html`<rect class="c${part % COLOURS}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" y="${y(below).toFixed(1)}" height="${(y(from) - y(below)).toFixed(1)}"><title>${timeOf(at)}, ${parts[part] ?? ""}: ${count.toLocaleString("en-US")}</title></rect>`;
    });
    return html`${pieces}`;
  });
  const lines = [0, 0.5, 1].map((share) => {
    const count = top * share;
    return html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y(count)}" y2="${y(count)}"/><text x="${LEFT - 8}" y="${y(count) + 4}" text-anchor="end">${count.toLocaleString("en-US")}</text>`;
  });
  const labels = labelled(steps.length).map((i) => {
    const x = Math.min(WIDTH - 40, Math.max(LEFT + 30, LEFT + slot * (i + 0.5)));
    return html`<text x="${x.toFixed(1)}" y="${HEIGHT - 10}" text-anchor="middle">${timeOf(steps[i]?.at ?? 0)}</text>`;
  });
  const sum = totals.reduce((a, b) => a + b, 0);
  return html`<div class="scroll"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${what}: ${sum.toLocaleString("en-US")} in all, at most ${totals.reduce((a, b) => Math.max(a, b), 0).toLocaleString("en-US")} in one step">${lines}${columns}${labels}</svg></div>
<ul class="legend">${parts.map((part, i) => html`<li><i class="c${i % COLOURS}"></i>${part}</li>`)}</ul>`;
}

/** The least of 1, 2, 4, 6 or 10 times a power of ten that is not below `most`. Its half is whole. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const times = [1, 2, 4, 6, 10].find((factor) => factor * power >= most) ?? 10;
  return Math.max(2, times * power);
}

/** The steps that have room for their time below them. */
function labelled(steps: number): number[] {
  const every = Math.ceil(steps / 8);
  return Array.from({ length: Math.ceil(steps / every) }, (_, i) => i * every);
}
