import { readFile } from "node:fs/promises";
import { PNG } from "pngjs";
import { COLOURS, cutAt, type Grey, greyOf, leaning, type Picture, pictureOf, shadesOf } from "./Picture.ts";
import { readQr } from "./qrReader.ts";

/** What is wrong with a picture. */
export type ImageProblem = { readonly problem: "no-picture" | "no-code" };

/** Longest side of a picture that is searched again in other forms. */
const LARGEST = 1_000;

/** Shades at which a code stands out that has no quiet zone, or hardly any contrast. */
const CUTS = [9, 24, 48, 80, 112, 144, 176, 208, 232, 246];
/** Shares by which a screen leans that is held at an angle. */
const LEANS = [0.2, -0.2, 0.4, -0.4];

/** Reads the text of the QR code in a PNG or JPEG file. */
export async function readImage(file: string): Promise<string | ImageProblem> {
  return readImageBytes(await readFile(file).catch(() => new Uint8Array()));
}

/** Reads the text of the QR code in the bytes of a PNG or JPEG file. */
export async function readImageBytes(bytes: Uint8Array): Promise<string | ImageProblem> {
  if (isWholeJpeg(bytes)) return (await readQr(bytes)) ?? { problem: "no-code" };
  const picture = pictureIn(bytes);
  return picture === undefined ? { problem: "no-picture" } : ((await search(picture)) ?? { problem: "no-code" });
}

/** Whether the bytes have the start and the end of a JPEG picture, because a file may still be being written. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  const end = bytes.lastIndexOf(0xd9);
  return bytes[0] === 0xff && bytes[1] === 0xd8 && end > 2 && bytes[end - 1] === 0xff;
}

function pictureIn(bytes: Uint8Array): Picture | undefined {
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
    return { width, height, rgba: new Uint8ClampedArray(data) };
  } catch {
    return undefined;
  }
}

/** Reads the picture as it is, then in forms in which a code without a border, or at an angle, can be found. */
async function search(picture: Picture): Promise<string | undefined> {
  for (const form of formsOf(picture)) {
    const text = await readQr(pictureOf(form));
    if (text !== undefined) return text;
  }
  return undefined;
}

function* formsOf(picture: Picture): Generator<Grey> {
  const grey = greyOf(picture);
  yield grey;
  // Two colours may be as light as each other.
  for (const colour of COLOURS) yield shadesOf(picture, colour);
  const longest = Math.max(grey.width, grey.height);
  const smaller = longest > LARGEST ? leaning(grey, { scale: LARGEST / longest }) : grey;
  for (const shade of CUTS) yield cutAt(smaller, shade);
  const scale = longest < LARGEST / 2 ? 2 : 1;
  for (const lean of LEANS) yield leaning(smaller, { scale, across: lean });
  for (const lean of LEANS) yield leaning(smaller, { scale, down: lean });
}
