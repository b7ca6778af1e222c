import { type Hex, isHex } from "../core/Hex.ts";

/** Where nodes, wallets, relays and test networks put what a call reverted with, or the error that holds it. */
const NESTS = ["data", "revertData", "error", "info", "cause", "originalError"] as const;

/** Nothing sensible nests deeper. */
const DEPTH = 6;

/** The revert data in `error`, wherever it is nested; undefined when there is none. At least a selector. */
export function findRevertData(error: unknown, depth = DEPTH): Hex | undefined {
  if (typeof error === "string") return isHex(error) && error.length >= 10 ? error : undefined;
  if (typeof error !== "object" || error === null || depth === 0) return undefined;
  for (const nest of NESTS) {
    const found = findRevertData((error as Record<string, unknown>)[nest], depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
