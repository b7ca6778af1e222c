import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { type RightId, rightsFrom } from "../core/RightId.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import type { RightOutcome } from "./RightOutcome.ts";
import { readItemOutcomes, takeOutcome } from "./readItemOutcomes.ts";
import type { RefusalName } from "./refusals.ts";

/** How one right of a return ended. `reason` is the name of a refusal, or the relay's code. */
export type ReturnedRight = RightOutcome<"returned", string>;

const LOGS = { done: "RightReturned", refused: "ReturnRefused" };

/** Refusals of a whole return: they are logged once, for its first right. */
const OF_ALL: readonly RefusalName[] = [
  "CountInvalid",
  "RightNonexistent",
  "WindowClosed",
  "StatementExpired",
  "BadSignature",
];

/**
 * What a transaction did with each of its returns. They are logged one after the other, and a right may be in several:
 * only their order shows to which return a log belongs. Throws LOG_MISSING if a log is not there: the chain decides
 * what was returned, not the relay that named the transaction.
 */
export function returnedIn(
  connection: Connection,
  transaction: Transaction,
  returns: readonly SignedReturn[],
): ReturnedRight[][] {
  const outcomes = readItemOutcomes(connection, transaction, LOGS, "returned");
  return returns.map((one) => {
    const first = takeOutcome(outcomes, BigInt(one.rightId), transaction);
    const isWhole = first.status === "refused" && OF_ALL.includes(first.reason);
    return idsOf(one).map((rightId, i) => {
      if (i === 0 || isWhole) return { ...first, rightId };
      return takeOutcome(outcomes, rightId, transaction);
    });
  });
}

export function idsOf({ rightId, count }: SignedReturn): RightId[] {
  return rightsFrom(BigInt(rightId), count);
}
