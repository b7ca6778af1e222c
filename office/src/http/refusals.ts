import type { Base } from "doorkey-server";
import { ProblemError } from "../problems/ProblemError.ts";
import { refusalOf } from "../problems/refusalOf.ts";
import { isSellerPath } from "./wallets.ts";

/** How an office refuses. */
export const refusals: Base["refusals"] = {
  server: "office",
  common: (code, options) => new ProblemError(code, options),
  ofError: refusalOf,
  foreignPaths: isSellerPath,
};

/** The refusal of a caller that has to wait so many seconds. */
export const waitFirst = (retryAfter: number): ProblemError => new ProblemError("RATE_LIMITED", { retryAfter });
