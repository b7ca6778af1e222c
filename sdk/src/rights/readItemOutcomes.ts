import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import type { RightOutcome } from "./RightOutcome.ts";
import { refusalName } from "./refusals.ts";

/** Logs of EntryRightRegistry that say how one right ended. */
export type OutcomeLogs = { readonly done: string; readonly refused: string };

/**
 * How each right of a call ended, in the order of its logs. A right may be in a call twice: only the order of the logs
 * shows to which of the two a log belongs.
 *
 * @param status The status that the log `done` stands for.
 */
export function readItemOutcomes<status extends string>(
  { rightsRegistry }: Connection,
  { logs }: Transaction,
  { done, refused }: OutcomeLogs,
  status: status,
): RightOutcome<status>[] {
  return logs.flatMap((log): RightOutcome<status>[] => {
    if (!sameAddress(log.address as Address, rightsRegistry)) return [];
    const parsed = interfaces.EntryRightRegistry.parseLog(log);
    if (parsed?.name === done) return [{ rightId: parsed.args.rightId, status }];
    if (parsed?.name !== refused) return [];
    return [{ rightId: parsed.args.rightId, status: "refused", reason: refusalName(parsed.args.why) }];
  });
}

/** The next outcome, which must be of this right. Throws LOG_MISSING if it is of another, or if there is none. */
export function takeOutcome<status extends string>(
  outcomes: RightOutcome<status>[],
  rightId: RightId,
  { hash }: Transaction,
): RightOutcome<status> {
  const next = outcomes.shift();
  if (next?.rightId === rightId) return next;
  throw new DoorkeyError("LOG_MISSING", { details: [`Right ${rightId} in transaction ${hash}.`] });
}
