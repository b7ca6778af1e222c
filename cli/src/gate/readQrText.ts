import { type ReaderOptions, readBarcodes } from "zxing-wasm/reader";

/** In this order, because the first reads most pictures, and the others some that it does not. */
export const BINARIZERS = ["LocalAverage", "GlobalHistogram", "FixedThreshold"] as const;

export type Binarizer = (typeof BINARIZERS)[number];

const OPTIONS: ReaderOptions = {
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
};

/**
 * The text of the QR code in a picture, read in one way. If there are several codes, it is the entry code. The reader's
 * WebAssembly must be prepared before.
 *
 * @returns undefined if there is none that can be read: a text is whole or not there.
 */
export async function readQrText(picture: Uint8Array | ImageData, binarizer: Binarizer): Promise<string | undefined> {
  const found = await readBarcodes(picture, { ...OPTIONS, binarizer });
  const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text);
  return texts.find((one) => one.startsWith("E1:")) ?? texts[0];
}
