/** Horizontal bars in SVG: two values a row, beside or behind each other, with each value at its bar. */

import { figure } from "./table.ts";
import type { Shades, Theme } from "./themes.ts";

type Shade = "soft" | "strong";

export type Bar = {
  readonly label: string;
  readonly ours: boolean;
  readonly soft?: number | undefined;
  readonly strong?: number | undefined;
};

export type Panel = {
  readonly title: string;
  readonly legend: readonly (readonly [text: string, shade: Shade])[];
  /** `beside`: the soft bar above the strong one. `stacked`: the soft one starts where the strong one ends. */
  readonly layout: "beside" | "stacked";
  readonly bars: readonly Bar[];
};

export type Place = {
  readonly theme: Theme;
  readonly y: number;
  readonly width: number;
  readonly margin: number;
};

const LABELS = 236;
const VALUES = 70;
const HEAD = 52;
const ROW = { beside: 34, stacked: 26 };
const THICK = 12;

export function panelHeight({ layout, bars: rows }: Panel): number {
  return HEAD + rows.length * ROW[layout];
}

/** Draws the panel with its top at y. */
export function bars(panel: Panel, { theme, y, width, margin }: Place): string {
  const from = margin + LABELS;
  const scale = (width - from - VALUES - margin) / largest(panel);
  const parts = [
    text(panel.title, { x: margin, y: y + 14, size: 15, fill: theme.ink, bold: true }),
    legend(panel, theme, margin, y + 34),
    `<path d="M${from} ${y + HEAD - 6}v${panel.bars.length * ROW[panel.layout]}" stroke="${theme.line}"/>`,
  ];
  for (const [i, bar] of panel.bars.entries()) {
    const top = y + HEAD + i * ROW[panel.layout];
    const middle = top + ROW[panel.layout] / 2 - 6;
    const shades = bar.ours ? theme.ours : theme.theirs;
    parts.push(
      text(bar.label, { x: from - 10, y: middle + 4, size: 12, fill: theme.ink, anchor: "end", bold: bar.ours }),
    );
    for (const { start, value, fill, shift, label } of segments(bar, panel.layout, shades)) {
      const [x, length, barTop] = [from + start * scale, value * scale, middle + shift];
      parts.push(`<rect x="${round(x)}" y="${barTop}" width="${round(length)}" height="${THICK - 1}" fill="${fill}"/>`);
      if (label === undefined) continue;
      parts.push(
        text(figure(label), { x: round(x + length + 6), y: barTop + THICK - 2.5, size: 11, fill: theme.quiet }),
      );
    }
  }
  return parts.join("\n");
}

type Segment = {
  /** Start of the segment, in the unit of its value. */
  readonly start: number;
  readonly value: number;
  readonly fill: string;
  /** Distance of its top from the middle of the row. */
  readonly shift: number;
  /** The value at its end. */
  readonly label?: number;
};

/** The one or two rectangles of a bar. */
function segments({ soft, strong }: Bar, layout: Panel["layout"], shades: Shades): Segment[] {
  if (layout === "stacked") {
    const [first = 0, second = 0] = [strong, soft];
    return [
      { start: 0, value: first, fill: shades.strong, shift: -THICK / 2 },
      { start: first, value: second, fill: shades.soft, shift: -THICK / 2, label: first + second },
    ];
  }
  const one = soft === undefined ? [] : [{ start: 0, value: soft, fill: shades.soft, shift: -THICK, label: soft }];
  const many = strong === undefined ? [] : [{ start: 0, value: strong, fill: shades.strong, shift: 0, label: strong }];
  return [...one, ...many];
}

function legend(panel: Panel, theme: Theme, x: number, y: number): string {
  const parts: string[] = [];
  let left = x;
  for (const [label, shade] of panel.legend) {
    for (const shades of [theme.ours, theme.theirs]) {
      parts.push(`<rect x="${left}" y="${y - 9}" width="11" height="11" fill="${shades[shade]}"/>`);
      left += 13;
    }
    parts.push(text(label, { x: left + 4, y, size: 12, fill: theme.quiet }));
    // Fonts cannot be measured here. Seven units a character are enough for any font.
    left += label.length * 7 + 24;
  }
  return parts.join("\n");
}

function largest({ layout, bars: rows }: Panel): number {
  return Math.max(
    ...rows.map(({ soft = 0, strong = 0 }) => (layout === "beside" ? Math.max(soft, strong) : soft + strong)),
  );
}

type TextStyle = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly anchor?: "start" | "end";
  readonly bold?: boolean;
};

export function text(content: string, { x, y, size, fill, anchor = "start", bold = false }: TextStyle): string {
  const weight = bold ? ' font-weight="600"' : "";
  const end = anchor === "end" ? ' text-anchor="end"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${weight}${end}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
