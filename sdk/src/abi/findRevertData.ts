import { type Hex, isHex } from "../core/Hex.ts";

/** Fields in which nodes, wallets, relays and test networks put revert data, or the error that contains it. */
const NESTS = ["data", "revertData", "error", "info", "cause", "originalError"] as const;

/** No known error nests deeper. */
const DEPTH = 6;

/** The revert data nested in `error`, at least a selector; undefined if there is none. */
export function findRevertData(error: unknown, depth = DEPTH): Hex | undefined {
  if (typeof error === "string") return isHex(error) && error.length >= 10 ? error : undefined;
  if (typeof error !== "object" || error === null || depth === 0) return undefined;
  for (const nest of NESTS) {
    const found = findRevertData((error as Record<string, unknown>)[nest], depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
