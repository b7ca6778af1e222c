import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { type RightId, rightsFrom } from "../core/RightId.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import { readItemOutcomes, takeOutcome } from "./readItemOutcomes.ts";
import type { RefusalName } from "./refusals.ts";

/** What became of a right that its holder gave back. */
export type ReturnedRight = {
  readonly rightId: RightId;
  /** Why it was not returned: a refusal's name, or the relay's code. Undefined: it was. */
  readonly why: string | undefined;
};

/** Refusals of a return as a whole: they are logged once, for its first right. */
const OF_ALL: readonly (RefusalName | undefined)[] = [
  "CountInvalid",
  "RightNonexistent",
  "WindowClosed",
  "StatementExpired",
  "BadSignature",
];

/**
 * What a transaction did with each of its returns. They are logged one after the other, and a right may be in several:
 * only their order tells whose a log is. LOG_MISSING when a log is not there: the chain says what was returned, not
 * whoever named the transaction.
 */
export function returnedIn(
  connection: Connection,
  transaction: Transaction,
  returns: readonly SignedReturn[],
): ReturnedRight[][] {
  const told = readItemOutcomes(connection, transaction, "RightReturned", "ReturnRefused");
  return returns.map((one) => {
    const first = takeOutcome(told, BigInt(one.rightId), transaction);
    const isWhole = OF_ALL.includes(first);
    return idsOf(one).map((rightId, i) => ({
      rightId,
      why: i === 0 || isWhole ? first : takeOutcome(told, rightId, transaction),
    }));
  });
}

export function idsOf({ rightId, count }: SignedReturn): RightId[] {
  return rightsFrom(BigInt(rightId), count);
}
