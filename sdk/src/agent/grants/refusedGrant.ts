import { getBytes } from "ethers";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { type RefusalName, refusalName } from "../../rights/refusals.ts";
import type { GrantItem } from "./GrantItem.ts";

/** The rights that are left, if a grant was refused for lack of them: places of the class, or the agent's quota. */
export function rightsLeft(error: unknown): number | undefined {
  const refusal = isDoorkeyError(error) ? error.contractError : undefined;
  if (refusal === undefined || !SHORTAGES.includes(refusal.name)) return undefined;
  const { left } = refusal.args;
  return left === undefined ? undefined : Number(left);
}

const SHORTAGES = ["ClassSoldOut", "QuotaExceeded"];

/** Whether a part of a refused grant may succeed: the grant was too large, or the fault is in one record. */
export function isDivisible(error: unknown): boolean {
  if (isDoorkeyError(error, "CALL_TOO_LARGE")) return true;
  return isDoorkeyError(error, "CALL_REVERTED") && !OF_ALL.includes(error.contractError?.name ?? "");
}

/**
 * Why each item of a batch was refused when every record was: the refusal of its first record. Undefined if the call
 * reverted for another reason.
 */
export function refusalsOf(error: unknown, items: readonly GrantItem[]): readonly RefusalName[] | undefined {
  if (!isDoorkeyError(error) || error.contractError?.name !== "NothingLive") return undefined;
  const { refusals } = error.contractError.args;
  // The forwarder logs only the start of the revert data, which does not decode.
  if (refusals === undefined) return undefined;
  const numbers = getBytes(String(refusals));
  let next = 0;
  return items.map(({ quantity }) => {
    const first = numbers[next] ?? 0;
    next += quantity;
    return refusalName(BigInt(first));
  });
}

/**
 * Errors of EventRegistry about an agent and its class, before it reads a record; errors about evidence as a whole; and
 * the refusal of every record.
 */
const OF_ALL = [
  "EventNonexistent",
  "ClassNonexistent",
  "SalesClosed",
  "SalesArePaused",
  "EventIsCancelled",
  "AgentNonexistent",
  "AgentNotDesignated",
  "TeamNonexistent",
  "TeamInactive",
  "TeamMemberOnly",
  "TeamAdminOnly",
  "TeamDirectOnly",
  "EvidenceCountInvalid",
  "ListNeedsPersons",
  "DrawNeedsPersons",
  "NotDrawn",
  "BatchesExhausted",
  "NothingLive",
];
