/** Reads codes in camera frames, away from the page, which must not compile WebAssembly and must not stall. */
import { prepareZXingModule } from "zxing-wasm/reader";
import { BINARIZERS, readQrText } from "../../../cli/src/gate/readQrText.ts";
import type { Frame, ReadFrame } from "./frames.ts";

type Read = (image: ImageData, turn: number) => Promise<string | undefined>;
type Reader = { readonly engine: ReadFrame["engine"]; readonly read: Read };

const reader: Promise<Reader> = prepare();
const canvas = new OffscreenCanvas(1, 1);

async function prepare(): Promise<Reader> {
  try {
    const locateFile = () => READER_WASM;
    await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
    return { engine: "wasm", read: readByWasm };
  } catch {
    const { default: decode } = await import("qr/decode.js");
    const read: Read = async (image) => {
      try {
        return decode(image);
      } catch {
        return undefined;
      }
    };
    return { engine: "pure", read };
  }
}

/** One way for each frame, because a code stays for many frames and one frame must not take long. */
const readByWasm: Read = (image, turn) => readQrText(image, BINARIZERS[turn % BINARIZERS.length] ?? BINARIZERS[0]);

self.addEventListener("message", async ({ data }: MessageEvent<Frame>) => {
  const { bitmap, turn } = data;
  const image = pixelsOf(bitmap);
  const { engine, read } = await reader;
  const text = image === undefined ? undefined : await read(image, turn);
  self.postMessage({ text, engine } satisfies ReadFrame);
});

function pixelsOf(bitmap: ImageBitmap): ImageData | undefined {
  const { width, height } = bitmap;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context?.getImageData(0, 0, width, height);
}
