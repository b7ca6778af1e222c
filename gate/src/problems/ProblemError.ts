import { Refusal } from "doorkey-server";
import { type ProblemCode, problemTable } from "./problemTable.ts";

/**
 * A deliberate refusal of the hub.
 *
 * @example
 * throw new ProblemError("RATE_LIMITED", { retryAfter: 30 });
 */
export class ProblemError extends Refusal<ProblemCode> {
  override readonly name = "ProblemError";

  constructor(code: ProblemCode, options: Refusal.Options = {}) {
    super(code, problemTable[code], options);
  }
}
