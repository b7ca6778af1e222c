import { html, type Markup } from "../pages/html.ts";

/** A part of a bar. `kind` is a colour class of the style. */
export type BarPart = { readonly kind: string; readonly what: string; readonly count: number };

export type Bar = { readonly title: string; readonly note: string; readonly parts: readonly BarPart[] };

/** Draws a bar for each row, its parts beside each other, all to one scale, with one legend. */
export function stackedBars(bars: readonly Bar[]): Markup {
  if (bars.length === 0) return html`<p class="soft">Nothing yet.</p>`;
  const most = bars.reduce((top, { parts }) => Math.max(top, sum(parts)), 1);
  const kinds = new Map(bars.flatMap(({ parts }) => parts).map(({ kind, what }) => [kind, what]));
  const drawn = bars.map(
    ({ title, note, parts }) => html`<h3>${title} <span class="soft">${note}</span></h3>
<div class="bar" role="img" aria-label="${parts.map(({ what, count }) => `${count} ${what}`).join(", ")}">${parts.map(({ kind, count }) => piece(kind, count / most))}</div>`,
  );
  const legend = [...kinds].map(([kind, what]) => html`<li><i class="${kind}"></i>${what}</li>`);
  return html`${drawn}<ul class="legend">${legend}</ul>`;
}

function piece(kind: string, share: number): Markup {
  return html`<i class="${kind}" style="width:${(100 * share).toFixed(3)}%"></i>`;
}

function sum(parts: readonly BarPart[]): number {
  return parts.reduce((total, { count }) => total + count, 0);
}
