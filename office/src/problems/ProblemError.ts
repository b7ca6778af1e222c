import { Refusal } from "doorkey-server";
import { type ProblemCode, problemTable } from "./problemTable.ts";

/**
 * A deliberate refusal of the office. It has the fields that wallets read: `message` and `remedy`.
 *
 * @example
 * throw new ProblemError("RATE_LIMITED", { retryAfter: 30 });
 */
export class ProblemError extends Refusal<ProblemCode> {
  override readonly name = "ProblemError";

  constructor(code: ProblemCode, options: Refusal.Options = {}) {
    const row = problemTable[code];
    super(code, row, { ...options, fields: { message: options.detail ?? row.title, remedy: "", ...options.fields } });
  }
}
