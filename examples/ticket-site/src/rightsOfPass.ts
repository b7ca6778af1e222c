import type { RightId } from "doorkey";
import { type Pass, runsOf } from "doorkey/buyer";

/** The ids of all rights of a pass. */
export function rightsOfPass(pass: Pass): readonly RightId[] {
  return runsOf(pass).flatMap(({ rightId, count }) =>
    Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i)),
  );
}
