/**
 * Why the Ballot did not keep a place, in the order of its numbers, as a sentence for people.
 *
 * @example
 * import { acceptRefusals } from "doorkey/ballot";
 *
 * console.log(acceptRefusals.NotOffered);
 */
export const acceptRefusals = {
  EvidenceRefused: "The evidence does not hold for this holder and agent.",
  NotListed: "This person is not in the draw.",
  NotOffered: "This person is not offered a place now.",
  AlreadyKept: "The place is kept already.",
  PlaceUsed: "This person has taken the place before.",
} as const;

/** Name of a reason why the Ballot did not keep a place. */
export type AcceptRefusalName = keyof typeof acceptRefusals;

const NAMES = Object.keys(acceptRefusals).filter((name): name is AcceptRefusalName => name in acceptRefusals);

/**
 * The name of a reason by its number in the Ballot's log; undefined for one that this version does not know.
 *
 * @example
 * import { acceptRefusalName } from "doorkey/ballot";
 *
 * console.log(acceptRefusalName(3n)); // NotOffered
 */
export function acceptRefusalName(number: bigint): AcceptRefusalName | undefined {
  return NAMES[Number(number) - 1];
}
