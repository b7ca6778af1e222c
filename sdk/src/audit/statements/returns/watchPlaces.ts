import type { Address } from "../../../core/Hex.ts";
import { type RightId, unpackRightId } from "../../../core/RightId.ts";
import { seatInRecord } from "../../../core/records.ts";
import type { IndexedEvent, IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { rightAt } from "../rightAt.ts";

/** A right that freed its place. */
export type FreedAct = {
  readonly kind: "freed";
  readonly log: AuditLog;
  readonly how: "returned" | "revoked";
  readonly rightId: RightId;
  readonly agentId: number;
  readonly classId: number;
  /** Undefined in a class without seats. */
  readonly seat: number | undefined;
};

/** Places that were reopened. */
export type ReopenedAct = {
  readonly kind: "reopened";
  readonly log: AuditLog;
  readonly classId: number;
  readonly by: Address;
  /** `unknown`: neither the sale hook of the class nor a member of the organizer. */
  readonly as: "sale hook" | "organizer" | "unknown";
  readonly places: number;
  readonly seats: readonly number[] | undefined;
};

/** Rights that were granted. Those in `refused` took no place. */
export type GrantedAct = {
  readonly kind: "granted";
  readonly log: AuditLog;
  readonly classId: number;
  readonly agentId: number;
  readonly rights: readonly { readonly rightId: RightId; readonly seat: number | undefined }[];
};

export type PlaceAct = FreedAct | ReopenedAct | GrantedAct;

/** Collects what happened to the places of an event, in the order of the chain. */
export function watchPlaces(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly acts: readonly PlaceAct[];
  /** Rights that were refused in their grant. */
  readonly refused: ReadonlySet<RightId>;
} {
  const acts: PlaceAct[] = [];
  const refused = new Set<RightId>();
  const readers: Readonly<Record<string, (log: AuditLog, before: IndexState) => void>> = {
    RightsGranted: (log, before) => {
      const event = before.events.get(eventId);
      if (Number(log.args.eventId) === eventId && event !== undefined) acts.push(grantedIn(log, event));
    },
    GrantRefused: ({ args }) => {
      if (unpackRightId(args.rightId).eventId === eventId) refused.add(args.rightId);
    },
    RightReturned: freed("returned"),
    RightRevoked: freed("revoked"),
    PlacesReopened: reopened,
    SeatsReopened: reopened,
  };

  function freed(how: FreedAct["how"]) {
    return (log: AuditLog, before: IndexState) => {
      const { rightId } = log.args;
      const right = rightAt(before, rightId);
      if (Number(log.args.eventId) !== eventId || right === undefined) return;
      const { agentId, classId, seated, records } = right.batch;
      const seat = seated ? seatInRecord(records, true, right.index) : undefined;
      acts.push({ kind: "freed", log, how, rightId, agentId, classId, seat });
    };
  }

  function reopened(log: AuditLog, before: IndexState): void {
    const event = before.events.get(eventId);
    if (Number(log.args.eventId) !== eventId || event === undefined) return;
    const { classId, by, places, seats } = log.args;
    const all: readonly number[] | undefined = seats?.map(Number);
    const as = reopenerIn(before, event, Number(classId), by);
    acts.push({
      kind: "reopened",
      log,
      classId: Number(classId),
      by,
      as,
      places: all?.length ?? Number(places),
      seats: all,
    });
  }

  return { see: (log, before) => readers[log.name]?.(log, before), acts, refused };
}

function grantedIn(log: AuditLog, event: IndexedEvent): GrantedAct {
  const { first, head, records } = log.args;
  const [agentId, classId] = [Number((head >> 64n) & 0xffffffffn), Number((head >> 56n) & 0xffn)];
  const seated = event.classes[classId - 1]?.seated ?? false;
  const count = Number((head >> 40n) & 0xffffn);
  const rights = Array.from({ length: count }, (_, i) => ({
    rightId: first + BigInt(i),
    seat: seated ? seatInRecord(records, true, i) : undefined,
  }));
  return { kind: "granted", log, classId, agentId, rights };
}

function reopenerIn(before: IndexState, event: IndexedEvent, classId: number, by: string): ReopenedAct["as"] {
  if (event.classes[classId - 1]?.saleHook.toLowerCase() === by.toLowerCase()) return "sale hook";
  const role = before.organizers.get(event.organizerId)?.roles.get(by) ?? "none";
  return role === "none" ? "unknown" : "organizer";
}
