import { type RightId, unpackRightId } from "../../../core/RightId.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";

/** The live rights of each person of a scope. */
type Persons = Map<string, RightId[]>;

/** Counts the rights of each person in the scope of an event, over all events of the scope. */
export function watchLimit(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly faults: readonly Evidence[];
  /** How many persons were ever given a right in the scope. */
  readonly persons: () => number;
  /** Most rights that one person ever had at a time. */
  readonly most: () => number;
} {
  const scopes = new Map<number, Persons>();
  const tags = new Map<RightId, string>();
  const cancelled = new Set<number>();
  const faults: Evidence[] = [];
  /** Until the event is published, its scope may be any. */
  let scope: number | undefined;
  let most = 0;

  function take(log: AuditLog, before: IndexState, rightId: RightId, tag: string): void {
    const event = before.events.get(unpackRightId(rightId).eventId);
    if (event === undefined || (scope !== undefined && event.policy.scope !== scope)) return;
    const persons = scopes.get(event.policy.scope) ?? new Map<string, RightId[]>();
    scopes.set(event.policy.scope, persons);
    const known = persons.get(tag);
    const rights = [...(known ?? []), rightId];
    persons.set(tag, rights);
    tags.set(rightId, tag);
    // The rights of another event that was cancelled do not count.
    const count = rights.filter((one) => {
      const { eventId: of } = unpackRightId(one);
      return of === event.id || !cancelled.has(of);
    }).length;
    if (event.policy.scope === scope) most = Math.max(most, count);
    if (count <= event.policy.maxPerPerson) return;
    const note = `The person got right ${count} of at most ${event.policy.maxPerPerson}.`;
    if (event.policy.scope === scope) faults.push(evidenceAt(log, note, { rightId, subject: tag }));
  }

  function leave(rightId: RightId): void {
    const tag = tags.get(rightId);
    if (tag === undefined) return;
    tags.delete(rightId);
    for (const persons of scopes.values()) {
      const rights = persons.get(tag);
      if (rights?.includes(rightId)) persons.set(tag, rights.toSpliced(rights.indexOf(rightId), 1));
    }
  }

  const readers: Readonly<Record<string, (log: AuditLog, before: IndexState) => void>> = {
    EventRegistered: ({ args: { eventId: id, terms } }) => {
      if (Number(id) !== eventId) return;
      scope = Number(terms.policy.scope) || eventId;
      for (const other of scopes.keys()) if (other !== scope) scopes.delete(other);
    },
    EventCancelled: ({ args }) => void cancelled.add(Number(args.eventId)),
    PersonsTagged: (log, before) => {
      for (const [i, tag] of log.args.tags.entries()) {
        if (BigInt(tag) !== 0n) take(log, before, log.args.first + BigInt(i), tag);
      }
    },
    RightNamed: (log, before) => take(log, before, log.args.rightId, log.args.tag),
    RightReturned: ({ args }) => leave(args.rightId),
    RightRevoked: ({ args }) => leave(args.rightId),
  };
  return {
    see: (log, before) => readers[log.name]?.(log, before),
    faults,
    persons: () => scopes.get(scope ?? eventId)?.size ?? 0,
    most: () => most,
  };
}
