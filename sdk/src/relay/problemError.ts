import { revertedError } from "../abi/revertedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Problem, SubmitResult } from "./wire.ts";

/** The error for a relay's Problem. */
export function problemError(answer: unknown, status = 0): DoorkeyError {
  const { code, detail, retryable, revertData } = (answer ?? {}) as Partial<Problem>;
  const details = [`The relay says ${code ?? `HTTP ${status}`}: ${detail ?? "no further detail"}`];
  if (revertData !== undefined) {
    const reverted = revertedError({ data: revertData }, details);
    if (reverted !== undefined) return reverted;
  }
  if (code === "GAS_TOO_HIGH" || code === "DATA_TOO_LARGE") return new DoorkeyError("CALL_TOO_LARGE", { details });
  return new DoorkeyError(retryable === true || status >= 500 ? "RELAY_BUSY" : "RELAY_REFUSED", { details });
}

/** Throws the relay's reason for refusing an item, or RELAY_DISHONEST when it gave no result for the item. */
export function assertTaken(result: SubmitResult | undefined): void {
  if (result === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["The relay gave no result."] });
  if ("problem" in result) throw problemError(result.problem, result.problem.status);
}
