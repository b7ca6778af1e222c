import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";

/**
 * Whether a call reverts only because it comes a little too early: the error names a time that is later than the block in
 * which it was tried, by one block at most. The next block may take it.
 *
 * @param time Of the block in which it was tried, in seconds.
 */
export function isNotYet(revertData: Hex, time: number, blockSeconds: number): boolean {
  for (const abi of Object.values(interfaces)) {
    const error = parsed(abi, revertData);
    if (error === undefined || error === null) continue;
    return error.fragment.inputs.some(({ type }, i) => {
      if (type !== "uint40") return false;
      const bound = Number(error.args[i]);
      return time < bound && bound <= time + blockSeconds;
    });
  }
  return false;
}

/** Bytes that only begin like an error are none. */
function parsed(abi: (typeof interfaces)[keyof typeof interfaces], revertData: Hex) {
  try {
    return abi.parseError(revertData);
  } catch {
    return undefined;
  }
}
