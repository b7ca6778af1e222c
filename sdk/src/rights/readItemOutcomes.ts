import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import type { RightId } from "../core/RightId.ts";
import { type RefusalName, refusalName } from "./refusals.ts";

/** What a log says of a right: why it was passed over; undefined when it was done. */
export type ItemOutcome = { readonly rightId: RightId; readonly why: RefusalName | undefined };

/**
 * What became of each item of a call, in the order of the logs `done` and `refusal`. An item may come twice in a call:
 * only their order tells whose a log is.
 */
export function readItemOutcomes(
  { rightsRegistry }: Connection,
  { logs }: Transaction,
  done: string,
  refusal: string,
): ItemOutcome[] {
  return logs.flatMap((log): ItemOutcome[] => {
    if (!sameAddress(log.address as Address, rightsRegistry)) return [];
    const parsed = interfaces.EntryRightRegistry.parseLog(log);
    if (parsed?.name === done) return [{ rightId: parsed.args.rightId, why: undefined }];
    return parsed?.name === refusal ? [{ rightId: parsed.args.rightId, why: refusalName(parsed.args.why) }] : [];
  });
}

/** What the next log says, which must be of this right: LOG_MISSING when it is of another, or there is none. */
export function takeOutcome(told: ItemOutcome[], rightId: RightId, { hash }: Transaction): RefusalName | undefined {
  const next = told.shift();
  if (next?.rightId === rightId) return next.why;
  throw new DoorkeyError("LOG_MISSING", { details: [`Nothing of right ${rightId} in transaction ${hash}.`] });
}
