import type { Base } from "doorkey-server";
import { ProblemError } from "../problems/ProblemError.ts";

/** How a hub refuses. Too many rows are a refusal of their own, because a gate then sends fewer. */
export const refusals: Base["refusals"] = {
  server: "gate",
  common: (code, options) => new ProblemError(code, options),
  ofError: (error) => {
    const validation: unknown = error instanceof Error ? Reflect.get(error, "validation") : undefined;
    const first: unknown = Array.isArray(validation) ? validation[0] : undefined;
    if (typeof first !== "object" || first === null) return undefined;
    const isOfRows = Reflect.get(first, "instancePath") === "/rows" && Reflect.get(first, "keyword") === "maxItems";
    return isOfRows ? new ProblemError("ROWS_TOO_MANY") : undefined;
  },
};

/** The refusal of a caller that has to wait so many seconds. */
export const waitFirst = (retryAfter: number): ProblemError => new ProblemError("RATE_LIMITED", { retryAfter });
