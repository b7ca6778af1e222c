/** What the page's reader of frames has read. A test waits for frames, not for this machine's time. */
import type { Page } from "playwright-core";

declare global {
  interface Window {
    /**
     * By the page's clock: when the reader found a code, when it found none, and for how long it read each frame without
     * one, in milliseconds.
     */
    reads: { codeAt: number; wallAt: number; wallTimes: number[] };
  }
}

/** Longer than the page needs to take the same picture for another one. */
const GONE_MS = 1_300;
/** Frames that the browser may hold back, in seconds of the film. */
const FLUSH_SECONDS = 0.3;

/** Runs in the page before its scripts: notes what each frame had. */
export function noteReads(): void {
  window.reads = { codeAt: Number.NEGATIVE_INFINITY, wallAt: Number.NEGATIVE_INFINITY, wallTimes: [] };
  window.Worker = class extends Worker {
    #askedAt = 0;

    constructor(...told: ConstructorParameters<typeof Worker>) {
      super(...told);
      this.addEventListener("message", ({ data }) => {
        const now = performance.now();
        window.reads[data.text === undefined ? "wallAt" : "codeAt"] = now;
        if (data.text === undefined) window.reads.wallTimes.push(now - this.#askedAt);
      });
    }

    override postMessage(message: unknown, told?: Transferable[] | StructuredSerializeOptions): void {
      this.#askedAt = performance.now();
      super.postMessage(message, Array.isArray(told) ? { transfer: told } : told);
    }
  };
}

/** Waits until the page has seen no code for so long that the next picture counts as another one. */
export async function untilWallIsSeen(page: Page): Promise<void> {
  const from = await page.evaluate(() => {
    const video = document.querySelector("video");
    const stream = video?.srcObject;
    return stream instanceof MediaStream && stream.active ? video?.currentTime : undefined;
  });
  if (from === undefined) return;
  await page.waitForFunction(
    ([from, goneMs]) => {
      const { codeAt, wallAt } = window.reads;
      return (document.querySelector("video")?.currentTime ?? 0) > from && wallAt - codeAt > goneMs;
    },
    [from + FLUSH_SECONDS, GONE_MS] as const,
  );
}
