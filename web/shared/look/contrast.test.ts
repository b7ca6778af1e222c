import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

type Palette = ReadonlyMap<string, string>;

/** The colours of each look: those of the first block, with those that a look changes. */
const LOOKS: readonly { readonly name: string; readonly selector: string }[] = [
  { name: "light", selector: ":root {" },
  { name: "dark by device", selector: ":root:not([data-look]) {" },
  { name: "dark", selector: ':root[data-look="dark"] {' },
  { name: "sunlight", selector: ':root[data-look="sunlight"] {' },
];

function colours(selector: string): [string, string][] {
  const start = css.indexOf(selector);
  const block = css.slice(start, css.indexOf("}", start));
  return [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]);
}

const paletteOf = (selector: string): Palette => new Map([...colours(":root {"), ...colours(selector)]);

function linear(hex: string): number[] {
  return [1, 3, 5].map((i) => {
    const part = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
}

function luminance([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(linear(one)), luminance(linear(other))].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const colour = (palette: Palette, name: string): string => {
  const value = palette.get(name);
  if (value === undefined) throw new Error(`tokens.css has no colour ${name}`);
  return value;
};

/** Text and its ground. */
const PAIRS = [
  ["ink", "ground"],
  ["ink", "card"],
  ["ink", "tint"],
  ["soft", "ground"],
  ["soft", "card"],
  ["on-accent", "accent"],
  ["accent", "card"],
  ["bad", "card"],
  ["bad", "ground"],
  ["warn", "card"],
  ["warn", "ground"],
] as const;

/** What people with these kinds of sight see, after Machado, Oliveira and Fernandes 2009. */
const SIGHTS: { readonly [sight: string]: readonly (readonly number[])[] } = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

function lab([red = 0, green = 0, blue = 0]: readonly number[]): readonly [number, number, number] {
  const f = (part: number) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = f(luminance([red, green, blue]));
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(one: string, other: string, sight: readonly (readonly number[])[]): number {
  const seen = (hex: string) =>
    lab(
      sight.map((row) =>
        Math.max(
          0,
          row.reduce((sum, part, i) => sum + part * (linear(hex)[i] ?? 0), 0),
        ),
      ),
    );
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe("the colours", () => {
  for (const { name, selector } of LOOKS) {
    for (const [text, ground] of PAIRS) {
      it(`of ${text} on ${ground} are readable in ${name}`, () => {
        const palette = paletteOf(selector);
        expect(contrast(colour(palette, text), colour(palette, ground))).to.be.at.least(4.5);
      });
    }
  }

  for (const tone of ["go", "look", "stop", "wait"]) {
    it(`of ${tone} carry its words`, () => {
      const palette = paletteOf(":root {");
      expect(contrast(colour(palette, `on-${tone}`), colour(palette, tone))).to.be.at.least(5.5);
    });
  }

  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    it(`of go and stop differ with ${sight}`, () => {
      const palette = paletteOf(":root {");
      expect(difference(colour(palette, "go"), colour(palette, "stop"), matrix)).to.be.at.least(25);
    });
  }
});
