import { PNG } from "pngjs";
import decodeQR from "qr/decode.js";

/** The text of the QR symbol somewhere in a picture. */
export function readCode(picture: Buffer): string {
  const { width, height, data } = PNG.sync.read(picture);
  return decodeQR({ width, height, data });
}
