import { bigEndian, concat, toBigInt, utf8 } from "../core/bytes.ts";
import { keccak } from "../core/keccak.ts";
import type { RightId } from "../core/RightId.ts";
import type { IdentityPolicy } from "./Policy.ts";
import type { ManifestRight } from "./rightIn.ts";

/** Why staff must check the person who shows these rights; undefined if they need not. */
export function identityReason(
  rights: readonly ManifestRight[],
  at: number,
  { classes = [], reboundWithin = Number.NEGATIVE_INFINITY, sample }: IdentityPolicy = {},
): "class" | "rebound" | "sample" | undefined {
  if (rights.some((right) => classes.includes(right.classId))) return "class";
  if (rights.some((right) => right.reboundAt > 0 && at - right.reboundAt <= reboundWithin)) return "rebound";
  if (sample !== undefined && rights.some((right) => drawn(right.rightId, sample.seed) < sample.rate)) return "sample";
  return undefined;
}

/** A number in [0, 1) that cannot be predicted without the seed, and that is the same at every lane. */
function drawn(rightId: RightId, seed: string): number {
  const hash = keccak(concat(utf8(seed), bigEndian(rightId, 8)));
  return Number(toBigInt(hash.subarray(0, 4))) / 2 ** 32;
}
