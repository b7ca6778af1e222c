import { type Address, sameAddress } from "../../../core/Hex.ts";
import type { RightId } from "../../../core/RightId.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { type RightThen, rightAt } from "../rightAt.ts";
import { actorIn, type Rebind } from "./watchRebinds.ts";

/** A right that was revoked. */
export type Revocation = {
  readonly log: AuditLog;
  readonly rightId: RightId;
  readonly by: Address;
  readonly as: Exclude<Rebind["by"], "naming">;
  readonly reason: string;
  /** Whether its class sold by the suite's Ballot then. */
  readonly inDraw: boolean;
};

/** Collects the revocations of an event, and those whose sender might not make them. */
export function watchRevocations(
  eventId: number,
  ballot: Address,
): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly revocations: readonly Revocation[];
  readonly faults: readonly Evidence[];
} {
  const revocations: Revocation[] = [];
  const faults: Evidence[] = [];
  const see = (log: AuditLog, before: IndexState) => {
    if (log.name !== "RightRevoked" || Number(log.args.eventId) !== eventId) return;
    const { rightId, by, reason } = log.args;
    const right = rightAt(before, rightId);
    if (right === undefined) return;
    const { event, batch } = right;
    const as = actorIn(before, event.organizerId, batch.agentId, by);
    const inDraw = sameAddress(event.classes[batch.classId - 1]?.saleHook ?? "", ballot);
    revocations.push({ log, rightId, by, as, reason, inDraw });
    const fault = revocationFault(log.timestamp, right, as);
    if (fault !== undefined) faults.push(evidenceAt(log, fault, { rightId, subject: by }));
  };
  return { see, revocations, faults };
}

function revocationFault(at: number, right: RightThen, as: Revocation["as"]): string | undefined {
  const { doorsOpenAt, returnUntil, nameBy } = right.event.schedule;
  if (right.status === "admitted" || right.status === "void") return "The right was not live any more.";
  if (at >= doorsOpenAt) return "Doors were open already.";
  if (right.batch.namedClass && !right.named && at >= nameBy) return undefined;
  if (as === "organizer's admin") return undefined;
  if (as !== "agent") return "Neither an admin of the organizer nor the right's agent revoked it.";
  return at >= returnUntil ? "The agent revoked it after returnUntil." : undefined;
}
