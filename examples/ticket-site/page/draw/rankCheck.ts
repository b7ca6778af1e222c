import { drawSeed, rankIn } from "doorkey/code";
import type { RankProof } from "../../src/draw/entryNow.ts";

/** Computes a position in line on this phone: the beacon's randomness gives the seed, and the seed gives the order. */
export function positionFrom({
  randomness,
  chainId,
  ballot,
  eventId,
  classId,
  size,
  number,
  count,
}: RankProof): number {
  const seed = drawSeed(randomness, { chainId, ballot, eventId, classId });
  return rankIn({ seed, size, number, count }) + 1;
}
