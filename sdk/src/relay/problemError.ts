import { revertedError } from "../abi/revertedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Problem, SubmitResult } from "./wire.ts";

/** The error that a relay's Problem stands for. */
export function problemError(answer: unknown, status = 0): DoorkeyError {
  const { code, detail, retryable, revertData } = (answer ?? {}) as Partial<Problem>;
  const details = [`The relay says ${code ?? `HTTP ${status}`}: ${detail ?? "nothing more"}`];
  if (revertData !== undefined) {
    const reverted = revertedError({ data: revertData }, details);
    if (reverted !== undefined) return reverted;
  }
  if (code === "GAS_TOO_HIGH" || code === "DATA_TOO_LARGE") return new DoorkeyError("CALL_TOO_LARGE", { details });
  return new DoorkeyError(retryable === true || status >= 500 ? "RELAY_BUSY" : "RELAY_REFUSED", { details });
}

/** Throws what kept the relay from taking an item, or RELAY_DISHONEST when it does not say what became of it. */
export function assertTaken(result: SubmitResult | undefined): void {
  if (result === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It gave no result."] });
  if ("problem" in result) throw problemError(result.problem, result.problem.status);
}
