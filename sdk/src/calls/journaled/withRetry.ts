import { isDoorkeyError } from "../../core/DoorkeyError.ts";
import { pause } from "../../core/pause.ts";

/** Milliseconds for which a question is asked again. */
export const PATIENCE = 30_000;
/** Milliseconds between the first two times; each further pause is twice as long. */
const FIRST_PAUSE = 250;

/** Does again what failed for a reason that passes: a busy relay, a node that did not answer. */
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
