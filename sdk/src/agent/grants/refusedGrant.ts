import { isDoorkeyError } from "../../core/DoorkeyError.ts";

/** The rights that are left, if a grant was refused for lack of them: places of the class, or the agent's quota. */
export function rightsLeft(error: unknown): number | undefined {
  if (!isDoorkeyError(error) || !SHORTAGES.includes(error.contractError?.name ?? "")) return undefined;
  const left = error.contractError?.args.left;
  return left === undefined ? undefined : Number(left);
}

const SHORTAGES = ["ClassSoldOut", "QuotaExceeded"];

/** Whether a part of a refused grant may succeed: the grant was too large, or the fault is in one record. */
export function isDivisible(error: unknown): boolean {
  if (isDoorkeyError(error, "CALL_TOO_LARGE")) return true;
  return isDoorkeyError(error, "CALL_REVERTED") && !OF_ALL.includes(error.contractError?.name ?? "");
}

/** Errors of EventRegistry about an agent and its class, before it reads a record, and about evidence as a whole. */
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
  "BatchesExhausted",
];
