import { isDoorkeyError } from "../../core/CodedError.ts";
import { pause } from "../../core/pause.ts";

/** Milliseconds for which work is retried. */
export const PATIENCE = 30_000;
/** Milliseconds between the first two attempts; each further pause is twice as long. */
const FIRST_PAUSE = 250;

/** Retries work that failed with a retryable error, such as a busy relay or a node that did not answer. */
export async function withRetry<T>(work: () => Promise<T>, patience = PATIENCE): Promise<T> {
  const deadline = Date.now() + patience;
  for (let wait = FIRST_PAUSE; ; wait *= 2) {
    try {
      return await work();
    } catch (error) {
      if (!isDoorkeyError(error) || !error.retryable || Date.now() + wait > deadline) throw error;
    }
    await pause(wait);
  }
}
