import { qrModules } from "doorkey/code";
import { PNG } from "pngjs";
import { randomBySeed } from "../support/randomBySeed.ts";

type Colour = readonly [red: number, green: number, blue: number];
type Place = readonly [x: number, y: number];

/** How a code is spoilt. Places go from -1 to 1 in the picture; the code with its quiet zone does too. */
export type Spoiling = {
  /** Pixels of the picture, on each side. Defaults to 320. */
  readonly pixels?: number;
  /** Where the code is that a place of the picture shows. */
  readonly place?: (x: number, y: number) => Place;
  /** Colours of dark and light modules, and of what is around the code. Black on white by default. */
  readonly ink?: Colour;
  readonly paper?: Colour;
  readonly ground?: Colour;
  /** Without the four light modules around the code. */
  readonly bare?: boolean;
  /** Pixels over which it is out of focus. */
  readonly blur?: number;
  /** Changes the light of one pixel; `random` is in [0, 1). */
  readonly spoil?: (light: number, x: number, y: number, random: () => number) => number;
};

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const BORDER = 4;

/** A PNG picture of a code, spoilt. The same spoiling gives the same picture. */
export function drawSpoilt(text: string, spoiling: Spoiling): Uint8Array {
  const { pixels = 320, place = (x, y) => [x, y], ink = BLACK, paper = WHITE, ground = paper, blur = 0 } = spoiling;
  const { spoil = (light) => light, bare = false } = spoiling;
  const whole = qrModules(text);
  const modules = bare ? whole.slice(BORDER, -BORDER).map((row) => row.slice(BORDER, -BORDER)) : whole;
  const colourAt = (column: number, row: number): Colour => {
    const [x, y] = place(((column + 0.5) / pixels) * 2 - 1, ((row + 0.5) / pixels) * 2 - 1);
    const isDark = modules[Math.floor(((y + 1) / 2) * modules.length)]?.[Math.floor(((x + 1) / 2) * modules.length)];
    return isDark === undefined ? ground : isDark ? ink : paper;
  };
  const random = randomBySeed(pixels);
  const png = new PNG({ width: pixels, height: pixels });
  for (let row = 0; row < pixels; row++) {
    for (let column = 0; column < pixels; column++) {
      const seen = around(blur).map(([right, down]) => colourAt(column + right, row + down));
      const [x, y] = [(column / pixels) * 2 - 1, (row / pixels) * 2 - 1];
      const noise = random();
      for (const part of [0, 1, 2] as const) {
        const light = seen.reduce((sum, colour) => sum + colour[part], 0) / seen.length;
        png.data[4 * (row * pixels + column) + part] = Math.min(
          255,
          Math.max(
            0,
            spoil(light, x, y, () => noise),
          ),
        );
      }
      png.data[4 * (row * pixels + column) + 3] = 255;
    }
  }
  return PNG.sync.write(png);
}

/** Offsets in a disc, which is how a lens blurs. */
function around(radius: number): Place[] {
  const reach = Math.ceil(radius);
  const line = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return line.flatMap((y) => line.flatMap((x): Place[] => (x * x + y * y <= radius * radius ? [[x, y]] : [])));
}

const turned =
  (degrees: number, size = 1) =>
  (x: number, y: number): Place => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return [(x * cos - y * sin) / size, (x * sin + y * cos) / size];
  };
const leaning =
  (across: number, down = 0) =>
  (x: number, y: number): Place => [(x * (1 + across * y)) / 0.7, (y * (1 + down * x)) / 0.7];
const small =
  (size: number) =>
  (x: number, y: number): Place => [x / size, y / size];
const spot = (x: number, y: number, atX: number, atY: number, radius: number) =>
  (x - atX) ** 2 + (y - atY) ** 2 < radius ** 2;

/** What happens to codes on screens at a gate. Each can still be read. */
export const SPOILINGS: Readonly<Record<string, Spoiling>> = {
  plain: {},
  ...Object.fromEntries(
    [5, 15, 30, 45, 60, 77, 90, 135, 180, 200, 270, 315].map((degrees) => [
      `turned by ${degrees}°`,
      { place: turned(degrees, 0.68), ground: [200, 200, 200] },
    ]),
  ),
  mirrored: { place: (x, y) => [-x, y] },
  inverted: { ink: WHITE, paper: BLACK },
  "inverted, turned by 33°": { ink: [240, 240, 240], paper: [18, 18, 18], place: turned(33, 0.68) },
  "inverted, low contrast": { ink: [90, 90, 90], paper: [40, 40, 40] },
  "red on white": { ink: [200, 30, 30] },
  "navy on yellow": { ink: [20, 30, 90], paper: [255, 220, 60] },
  "white on green": { ink: WHITE, paper: [0, 117, 106] },
  "purple on pink": { ink: [90, 20, 110], paper: [255, 200, 220] },
  "red on green, as light as each other": { ink: [225, 0, 0], paper: [0, 115, 0] },
  "low contrast": { ink: [120, 120, 120], paper: [150, 150, 150] },
  "a dim screen": { ink: [4, 4, 4], paper: [38, 38, 38] },
  overexposed: { ink: [215, 215, 215] },
  "no quiet zone": { bare: true, place: small(0.7) },
  "no quiet zone in dark mode": { bare: true, place: small(0.6), ground: [18, 18, 18] },
  "no quiet zone on grey": { bare: true, place: small(0.6), ground: [30, 30, 34] },
  "three pixels a module": { pixels: 159 },
  "two pixels a module": { pixels: 106 },
  "a corner of a large picture": { pixels: 1_000, place: (x, y) => [(x + 0.6) / 0.25, (y - 0.5) / 0.25] },
  ...Object.fromEntries(
    [0.15, -0.15, 0.3, -0.3].flatMap((lean) => [
      [`leaning back by ${lean}`, { place: leaning(lean) }],
      [`leaning aside by ${lean}`, { place: leaning(0, lean) }],
    ]),
  ),
  "leaning both ways": { place: leaning(0.15, -0.15) },
  sheared: { place: (x, y) => [(x + 0.2 * y) / 0.75, y / 0.75] },
  "out of focus by 2 pixels": { pixels: 260, blur: 2 },
  "out of focus by 3 pixels": { pixels: 320, blur: 3 },
  "noise of 60": { spoil: (light, _x, _y, random) => light + (random() - 0.5) * 120 },
  "dim with noise": {
    ink: [20, 20, 20],
    paper: [70, 70, 70],
    spoil: (light, _x, _y, random) => light + (random() - 0.5) * 24,
  },
  "specks on 2 % of the pixels": {
    spoil: (light, _x, _y, random) => (random() < 0.01 ? 0 : random() > 0.99 ? 255 : light),
  },
  "glare on the data": { spoil: (light, x, y) => (spot(x, y, 0.2, 0.15, 0.16) ? 255 : light) },
  "a finger on the data": { spoil: (light, x, y) => (spot(x, y, -0.1, 0.2, 0.15) ? 110 : light) },
  "light from the left": { ink: [30, 30, 30], spoil: (light, x) => light * 0.5 + (1 - x) * 70 },
  "stripes of a screen": { spoil: (light, x) => light * (0.8 + 0.2 * Math.sin(x * 90)) },
};
