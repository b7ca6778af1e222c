import { qrModules } from "doorkey/code";
import { PNG } from "pngjs";

/** Width of a module in pixels. */
const SCALE = 6;

/** Draws the QR symbol of a code, black on white. */
export function codePng(text: string): Uint8Array {
  const modules = qrModules(text);
  const size = modules.length * SCALE;
  const png = new PNG({ width: size, height: size, colorType: 0 });
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const isDark = modules[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] === true;
      png.data.fill(isDark ? 0 : 255, (y * size + x) * 4, (y * size + x) * 4 + 3);
      png.data[(y * size + x) * 4 + 3] = 255;
    }
  }
  return PNG.sync.write(png, { colorType: 0 });
}
