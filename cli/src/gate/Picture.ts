/** Pixels of a picture, row by row, in red, green, blue and alpha. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
};

/** A picture in shades of grey, a byte for each pixel. */
export type Grey = { readonly width: number; readonly height: number; readonly light: Uint8ClampedArray };

/** Paints transparent parts white, because a screenshot of a page without a background has them. */
export function greyOf({ width, height, rgba }: Picture): Grey {
  const light = new Uint8ClampedArray(width * height);
  for (let i = 0; i < light.length; i++) {
    const at = 4 * i;
    const shade = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
    const alpha = rgba[at + 3] ?? 0;
    light[i] = (shade * alpha + 255 * (255 - alpha)) / 255;
  }
  return { width, height, light };
}

/** Red, green and blue, by their place in a pixel. */
export const COLOURS = [0, 1, 2] as const;

/** One colour of a picture as its shades. */
export function shadesOf({ width, height, rgba }: Picture, colour: (typeof COLOURS)[number]): Grey {
  return { width, height, light: rgba.filter((_, i) => i % 4 === colour) };
}

export function pictureOf({ width, height, light }: Grey): Picture {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < light.length; i++) rgba.fill(light[i] ?? 0, 4 * i, 4 * i + 3);
  return { width, height, rgba };
}

/** Black up to a shade, white above it. */
export function cutAt(grey: Grey, shade: number): Grey {
  return { ...grey, light: grey.light.map((value) => (value > shade ? 255 : 0)) };
}

/** The picture in another size, as if its plane leaned away: rows or columns on one side are this share shorter. */
export function leaning({ width, height, light }: Grey, { scale, across = 0, down = 0 }: leaning.Parameters): Grey {
  const [wide, high] = [Math.max(2, Math.round(width * scale)), Math.max(2, Math.round(height * scale))];
  const leant = new Uint8ClampedArray(wide * high);
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const [x, y] = [column / wide - 0.5, row / high - 0.5];
      const at = { x: (x * (1 - across * y) + 0.5) * width, y: (y * (1 - down * x) + 0.5) * height };
      leant[row * wide + column] = shadeAt({ width, height, light }, at);
    }
  }
  return { width: wide, height: high, light: leant };
}

export declare namespace leaning {
  type Parameters = { readonly scale: number; readonly across?: number; readonly down?: number };
}

/** Between four pixels, by their distances. */
function shadeAt({ width, height, light }: Grey, at: { readonly x: number; readonly y: number }): number {
  const x = Math.min(Math.max(at.x, 0), width - 1);
  const y = Math.min(Math.max(at.y, 0), height - 1);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const shade = (column: number, row: number) => light[row * width + column] ?? 0;
  const upper = shade(left, top) + (shade(right, top) - shade(left, top)) * (x - left);
  const lower = shade(left, bottom) + (shade(right, bottom) - shade(left, bottom)) * (x - left);
  return upper + (lower - upper) * (y - top);
}
