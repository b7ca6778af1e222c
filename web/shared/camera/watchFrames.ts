/** What watchFrames needs of a reader: it reads the present frame of a video, one call at a time. */
export type ReadsFrames = { read(video: HTMLVideoElement): Promise<{ readonly text: string | undefined }> };

/** Milliseconds without a code after which the same picture counts as shown again. */
const GONE_MS = 1_200;

/**
 * Reports the codes before a camera. One that stays before it is reported once: the camera sees it ten times a second.
 *
 * @param options.saw Takes a text and when its frame was taken, as performance.now gives it.
 * @param options.signal Ends it.
 */
export async function watchFrames(video: HTMLVideoElement, reader: ReadsFrames, options: watchFrames.Options) {
  const { saw, signal } = options;
  let last: { text: string; seenAt: number } | undefined;
  while (!signal.aborted) {
    // A camera that starts, or that the browser takes away, has no picture.
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      const before = performance.now();
      const { text } = await reader.read(video);
      const now = performance.now();
      const isSame = last !== undefined && last.text === text && before - last.seenAt <= GONE_MS;
      if (text !== undefined && !isSame && !signal.aborted) saw(text, before);
      if (text !== undefined) last = { text, seenAt: now };
    }
    await nextFrame(video, signal);
  }
}

export declare namespace watchFrames {
  type Options = {
    readonly saw: (text: string, seenAt: number) => void;
    readonly signal: AbortSignal;
  };
}

function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener("abort", done);
      resolve();
    };
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
    else video.requestVideoFrameCallback(done);
  });
}
