import { isDoorkeyError } from "../../core/DoorkeyError.ts";

/** How many more rights there are, when that is why a grant was refused: places of the class, or the agent's quota. */
export function rightsLeft(error: unknown): number | undefined {
  if (!isDoorkeyError(error) || !SHORTAGES.includes(error.contractError?.name ?? "")) return undefined;
  const left = error.contractError?.args.left;
  return left === undefined ? undefined : Number(left);
}

const SHORTAGES = ["ClassSoldOut", "QuotaExceeded"];

/** Whether a part of a refused grant may go through: it was too large, or the fault is one record's. */
export function isDivisible(error: unknown): boolean {
  if (isDoorkeyError(error, "CALL_TOO_LARGE")) return true;
  return isDoorkeyError(error, "CALL_REVERTED") && !OF_ALL.includes(error.contractError?.name ?? "");
}

/** What EventRegistry says of an agent and its class before it looks at a record, and of evidence as a whole. */
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
