import { html, type Markup } from "../pages/html.ts";
import { count } from "../terminal/Terminal.ts";
import { type Bar, stackedBars } from "./stackedBars.ts";
import type { TableRow } from "./tableRows.ts";

/** Number of colours in the CSS. */
const COLOURS = 6;

/** Draws where returned places went: a bar for each way in which they were reopened, with who got them next. */
export function flowBars(rows: readonly TableRow[]): Markup {
  const next = [...new Set(rows.map((row) => row.text("next")))].sort();
  const bars = [...Map.groupBy(rows, (row) => row.text("how"))].map(([how, all]): Bar => {
    const parts = next.map((who, i) => ({
      kind: `c${i % COLOURS}`,
      what: who,
      count: all.filter((row) => row.text("next") === who).reduce((sum, row) => sum + row.number("places"), 0),
    }));
    const places = parts.reduce((sum, part) => sum + part.count, 0);
    return { title: how, note: count(places, "place"), parts };
  });
  return stackedBars(bars);
}

/** Draws a bar for each wave of a draw: what its winners claimed of what it offered. */
export function waveBars(rows: readonly TableRow[], timeOf: (at: number) => string): Markup {
  if (rows.length === 0) return html``;
  return stackedBars(
    rows.map((row): Bar => {
      const [offered, claimed, lapsed] = [row.number("offered"), row.number("claimed"), row.number("lapsed")];
      const open = Math.max(0, offered - claimed - lapsed);
      return {
        title: `${row.text("class")}, wave ${row.number("wave")}`,
        note: `${offered.toLocaleString("en-US")} offered, ${timeOf(row.number("at"))}`,
        parts: [
          { kind: "in", what: "claimed", count: claimed },
          { kind: "freed", what: "lapsed", count: lapsed },
          { kind: "unsold", what: "still open", count: open },
        ],
      };
    }),
  );
}
