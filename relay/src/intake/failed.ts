import { ProblemError } from "../problems/ProblemError.ts";
import type { Failure } from "./intakeChain.ts";

/** The refusal of a call that would fail. */
export function failed({ why, revertData }: Failure): ProblemError {
  if (why === "gas_too_low") return new ProblemError("GAS_TOO_LOW");
  if (why === "gas_too_high") {
    return new ProblemError("GAS_TOO_HIGH", { detail: "It takes more gas than one transaction may have." });
  }
  return new ProblemError(why === "too_early" ? "CALL_TOO_EARLY" : "CALL_REVERTS", {
    revertData,
    ...(why === "too_early" && { retryAfter: 5 }),
  });
}
