import type { Address, Hex } from "../../../core/Hex.ts";
import { type RightId, unpackRightId } from "../../../core/RightId.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { rightAt } from "../rightAt.ts";
import { trustedAttesters } from "../trustedAttesters.ts";

/** A right that went to another key. */
export type Rebind = {
  readonly log: AuditLog;
  readonly rightId: RightId;
  readonly agentId: number;
  /** The keys before and after, in lower case. */
  readonly holder: Address;
  readonly newHolder: Address;
  /** How often it had changed its key before, and after according to the log. */
  readonly rebinds: number;
  readonly counted: number;
  readonly reboundAt: number;
  /** Seconds: rebinds were allowed before this. */
  readonly rebindUntil: number;
  /** The person of the right; undefined if it has none. */
  readonly tag: Hex | undefined;
  readonly trusted: ReadonlySet<string>;
  /** `naming`: its naming gave it another key. */
  readonly by: "organizer's admin" | "organizer's member" | "agent" | "a stranger" | "naming";
};

/** Collects the rebinds of an event. */
export function watchRebinds(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly rebinds: readonly Rebind[];
} {
  const rebinds: Rebind[] = [];
  const tags = new Map<RightId, Hex>();
  const trusted = trustedAttesters(eventId);

  function add(log: AuditLog, before: IndexState): void {
    const { rightId, holder, by } = log.args;
    const right = rightAt(before, rightId);
    const newHolder = holder.toLowerCase() as Address;
    if (right === undefined || (log.name === "RightNamed" && right.holder === newHolder)) return;
    rebinds.push({
      log,
      rightId,
      agentId: right.batch.agentId,
      holder: right.holder,
      newHolder,
      rebinds: right.rebinds,
      counted: Number(log.args.rebinds),
      reboundAt: right.reboundAt,
      rebindUntil: right.event.schedule.rebindUntil,
      tag: right.named ? tags.get(rightId) : undefined,
      trusted: trusted.at(before),
      by: log.name === "RightNamed" ? "naming" : actorIn(before, right.event.organizerId, right.batch.agentId, by),
    });
  }

  const readers: Readonly<Record<string, (log: AuditLog, before: IndexState) => void>> = {
    PersonsTagged: ({ args: { first, tags: all } }) => {
      if (unpackRightId(first).eventId !== eventId) return;
      for (const [i, tag] of all.entries()) if (BigInt(tag) !== 0n) tags.set(first + BigInt(i), tag);
    },
    RightRebound: (log, before) => {
      if (Number(log.args.eventId) === eventId) add(log, before);
    },
    RightNamed: (log, before) => {
      if (Number(log.args.eventId) !== eventId) return;
      add(log, before);
      tags.set(log.args.rightId, log.args.tag);
    },
  };
  const see = (log: AuditLog, before: IndexState) => {
    trusted.see(log);
    readers[log.name]?.(log, before);
  };
  return { see, rebinds };
}

/** As whom an account acted on a right: the strongest of its roles, as EventRegistry takes it. */
export function actorIn(
  before: IndexState,
  organizerId: number,
  agentId: number,
  account: string,
): Exclude<Rebind["by"], "naming"> {
  const role = before.organizers.get(organizerId)?.roles.get(account) ?? "none";
  if (role === "admin") return "organizer's admin";
  if ((before.agents.get(agentId)?.roles.get(account) ?? "none") !== "none") return "agent";
  return role === "member" ? "organizer's member" : "a stranger";
}
