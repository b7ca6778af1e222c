import { revertedError } from "../abi/revertedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Problem, SubmitResult } from "./wire.ts";
import { PROBLEM } from "./wireShapes.ts";

/** The error for a relay's answer of HTTP status 400 or more, whether or not it is a Problem. */
export function refusedError(answer: unknown, status: number): DoorkeyError {
  if (PROBLEM(answer, "", [])) return problemError(answer, status);
  const details = [`The relay answered HTTP ${status}, and did not say why.`];
  return new DoorkeyError(status >= 500 ? "RELAY_BUSY" : "RELAY_REFUSED", { details });
}

type TakenItem = Exclude<SubmitResult, { readonly problem: Problem }>;

/** Throws the relay's reason for refusing an item, or RELAY_DISHONEST when it gave no result for the item. */
export function assertTaken(result: SubmitResult | undefined): asserts result is TakenItem {
  if (result === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["The relay gave no result."] });
  if ("problem" in result) throw problemError(result.problem, result.problem.status);
}

/** The error for a relay's Problem. */
function problemError({ code, detail, retryable, revertData }: Problem, status: number): DoorkeyError {
  const details = [`The relay says ${code}: ${detail}`];
  if (revertData !== undefined) {
    const reverted = revertedError({ data: revertData }, details);
    if (reverted !== undefined) return reverted;
  }
  if (code === "GAS_TOO_HIGH" || code === "DATA_TOO_LARGE") return new DoorkeyError("CALL_TOO_LARGE", { details });
  if (code === "KEY_MISSING" || code === "KEY_UNKNOWN") return new DoorkeyError(code, { details });
  return new DoorkeyError(retryable || status >= 500 ? "RELAY_BUSY" : "RELAY_REFUSED", { details });
}
