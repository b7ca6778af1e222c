import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { prepareZXingModule } from "zxing-wasm/reader";
import type { Picture } from "./Picture.ts";
import { BINARIZERS, readQrText } from "./readQrText.ts";

let ready: Promise<unknown> | undefined;

/** Takes the WebAssembly from the installed package, because the reader would load it from a server. */
async function prepare(): Promise<unknown> {
  const file = await readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
  const wasmBinary = new Uint8Array(file).buffer;
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/**
 * The text of the QR code in a picture, given as pixels or as the bytes of a PNG or JPEG file. If there are several
 * codes, it is the entry code. Undefined if there is none that can be read: a text is whole or not there.
 */
export async function readQr(picture: Picture | Uint8Array): Promise<string | undefined> {
  ready ??= prepare();
  await ready;
  for (const binarizer of BINARIZERS) {
    const text = await readQrText(inputOf(picture), binarizer);
    if (text !== undefined) return text;
  }
  return undefined;
}

function inputOf(picture: Picture | Uint8Array): Uint8Array | ImageData {
  if (picture instanceof Uint8Array) return picture;
  const { width, height, rgba } = picture;
  return { width, height, data: rgba, colorSpace: "srgb" };
}
