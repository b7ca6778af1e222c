import { scriptUrl } from "../../shared/trusted/scriptUrl.ts";
import type { Frame, ReadFrame } from "./frames.ts";

/** Side of the middle of a frame, which is read first, because a steward aims at it. */
const MIDDLE = 720;

/** Reads codes in the frames of a video. */
export type FrameReader = {
  /** Reads the present frame. One call at a time. */
  read(video: HTMLVideoElement): Promise<ReadFrame>;
  stop(): void;
};

/** Starts the worker that reads. */
export function frameReader(): FrameReader {
  const worker = new Worker(scriptUrl(DECODE_WORKER), { type: "module" });
  let turn = 0;

  const ask = (frame: Frame) =>
    new Promise<ReadFrame>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ReadFrame>) => resolve(data);
      worker.onerror = () => reject(new Error("The reader of camera frames did not start."));
      worker.postMessage(frame, [frame.bitmap]);
    });

  return {
    async read(video) {
      // Every second frame as a whole, because a guest may hold the code anywhere.
      const isWhole = turn % 2 === 1;
      const bitmap = await (isWhole ? createImageBitmap(video) : middleOf(video));
      return ask({ bitmap, turn: turn++ >> 1 });
    },
    stop: () => worker.terminate(),
  };
}

function middleOf(video: HTMLVideoElement): Promise<ImageBitmap> {
  const { videoWidth, videoHeight } = video;
  const [width, height] = [Math.min(MIDDLE, videoWidth), Math.min(MIDDLE, videoHeight)];
  return createImageBitmap(video, (videoWidth - width) >> 1, (videoHeight - height) >> 1, width, height);
}
