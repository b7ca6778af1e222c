import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { RightId } from "../core/RightId.ts";
import type { Pass } from "./Pass.ts";

/** Right `index` of a pass. Throws VALUE_INVALID unless the pass has `count` rights from there on. */
export function rightOfPass(pass: Pass, index: number, count: number): RightId {
  const fits = Number.isInteger(index) && Number.isInteger(count) && index >= 0 && count >= 1;
  if (fits && index + count <= pass.count) return BigInt(pass.rightId) + BigInt(index);
  throw new DoorkeyError("VALUE_INVALID", {
    details: [`The pass has ${pass.count} rights, not ${count} from index ${index} on.`],
  });
}
