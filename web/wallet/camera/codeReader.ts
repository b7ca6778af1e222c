import type { ReadsFrames } from "../../shared/camera/watchFrames.ts";

/** The browser's own reader of codes, which TypeScript's library does not describe. */
type Detector = { detect(source: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]> };
type DetectorClass = {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};

declare global {
  interface Window {
    readonly BarcodeDetector?: DetectorClass;
  }
}

/** Side of the middle of a frame, at which people aim. */
const MIDDLE = 720;

/** Reads codes in camera frames: with the browser's own reader, else with one that is loaded now. */
export async function codeReader(): Promise<ReadsFrames> {
  return (await ownReader()) ?? loadedReader();
}

async function ownReader(): Promise<ReadsFrames | undefined> {
  try {
    const { BarcodeDetector } = window;
    const formats = (await BarcodeDetector?.getSupportedFormats()) ?? [];
    if (BarcodeDetector === undefined || !formats.includes("qr_code")) return undefined;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return { read: async (video) => ({ text: (await detector.detect(video))[0]?.rawValue }) };
  } catch {
    // Some systems name a reader that they do not have.
    return undefined;
  }
}

async function loadedReader(): Promise<ReadsFrames> {
  const { default: decode } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  let turn = 0;
  return {
    read: async (video) => {
      // Every second frame as a whole, because people hold a code anywhere.
      const image = pixelsOf(video, canvas, turn++ % 2 === 1);
      try {
        return { text: image && decode(image) };
      } catch {
        return { text: undefined };
      }
    },
  };
}

function pixelsOf(video: HTMLVideoElement, canvas: HTMLCanvasElement, isWhole: boolean): ImageData | undefined {
  const { videoWidth, videoHeight } = video;
  const [width, height] = isWhole
    ? [videoWidth, videoHeight]
    : [Math.min(MIDDLE, videoWidth), Math.min(MIDDLE, videoHeight)];
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(video, (width - videoWidth) >> 1, (height - videoHeight) >> 1);
  return context?.getImageData(0, 0, width, height);
}
