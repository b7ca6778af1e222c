import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readImageBytes } from "../../cli/src/gate/readImage.ts";
import { codes } from "../../vectors/read.ts";
import type { Case, CaseLine } from "./Case.ts";
import { drawSpoilt, SPOILINGS } from "./distort.ts";

const FOLDER = "09-qr";
/** The code in all files of the folder. */
const SHOWN =
  "E1:P64NGC0RP212OXD*FT4Y9JVLZAD7*ODFSLA2HHKWA585C$WD+2H2$LW-0-2OF1IJ5205G4K3JALHTH%DQ+83W.L:JDF-6GWJ-%HM5A:0WQBGLO05RB";
/** A thick crack through a finder pattern, which hides it as a finger does. */
const UNREADABLE: readonly string[] = ["crack-line.png"];

const resultOf = async (bytes: Uint8Array): Promise<string> => {
  const read = await readImageBytes(bytes);
  return typeof read === "string" ? read : read.problem;
};

async function inFolder(): Promise<CaseLine[]> {
  const folder = join(import.meta.dirname, "../../cases", FOLDER);
  const lines: CaseLine[] = [];
  for (const file of (await readdir(folder)).toSorted()) {
    const expected = UNREADABLE.includes(file) ? "no-code" : SHOWN;
    lines.push({ input: file, expected, actual: await resultOf(await readFile(join(folder, file))) });
  }
  return lines;
}

/** Codes of each kind, each spoilt in its own ways. */
async function drawn(): Promise<CaseLine[]> {
  const texts = codes().good.map(({ text }) => text);
  const lines: CaseLine[] = [];
  for (const [i, [name, spoiling]] of Object.entries(SPOILINGS).entries()) {
    const expected = texts[i % texts.length] as string;
    lines.push({ input: `drawn: ${name}`, expected, actual: await resultOf(drawSpoilt(expected, spoiling)) });
  }
  return lines;
}

export const row: Case = {
  folder: FOLDER,
  title: "pictures of codes that are inverted, turned, coloured, small, dim or behind glare",
  run: async () => [...(await inFolder()), ...(await drawn())],
};
