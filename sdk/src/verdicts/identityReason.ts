import { bigEndian, concat, toBigInt, utf8 } from "../core/bytes.ts";
import { keccak } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import type { IdentityPolicy } from "./Policy.ts";
import type { ManifestRight } from "./rightIn.ts";

/** Why staff should look at the one who shows these rights, if they should. */
export function identityReason(
  rights: readonly ManifestRight[],
  at: number,
  { classes = [], reboundWithin = -1, sample }: IdentityPolicy = {},
): "class" | "rebound" | "sample" | undefined {
  if (rights.some((right) => classes.includes(right.classId))) return "class";
  if (rights.some((right) => right.reboundAt > 0 && at - right.reboundAt <= reboundWithin)) return "rebound";
  if (sample !== undefined && rights.some((right) => drawn(right.rightId, sample.seed) < sample.rate)) return "sample";
  return undefined;
}

/** A number from 0 up to 1 that nobody can tell without the seed, and that is the same at every lane. */
function drawn(rightId: RightId, seed: string): number {
  const hash = keccak(concat(utf8(seed), bigEndian(rightId, 8)));
  return Number(toBigInt(hash.subarray(0, 4))) / 2 ** 32;
}
