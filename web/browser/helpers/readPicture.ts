import { PNG } from "pngjs";
import decodeQR from "qr/decode.js";

/** The text of the QR code in a picture of a screen, as a phone's camera reads it. */
export function readPicture(png: Uint8Array): string {
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  return decodeQR({ width, height, data: new Uint8Array(data) });
}
