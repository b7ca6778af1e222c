import { readFile } from "node:fs/promises";
import { PNG } from "pngjs";
import decodeQR from "qr/decode.js";

/** Longest search for a code in a picture, in milliseconds. */
const TIME = 2_000;

/** What is wrong with a picture. */
export type ImageProblem = { readonly problem: "no-picture" | "no-code" };

/** Reads the text of the QR code in a PNG file. */
export async function readImage(file: string): Promise<string | ImageProblem> {
  let picture: PNG;
  try {
    picture = PNG.sync.read(await readFile(file));
  } catch {
    return { problem: "no-picture" };
  }
  const { width, height, data } = onWhite(picture);
  try {
    return decodeQR({ width, height, data }, { format: "RGBA", timeLimit: TIME });
  } catch {
    return { problem: "no-code" };
  }
}

/** Paints transparent parts white, because a screenshot of a page without a background has them. */
function onWhite({ width, height, data }: PNG): { width: number; height: number; data: Uint8Array } {
  const opaque = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 255;
    for (let channel = 0; channel < 3; channel++) {
      opaque[i + channel] = Math.round(((data[i + channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
    }
    opaque[i + 3] = 255;
  }
  return { width, height, data: opaque };
}
