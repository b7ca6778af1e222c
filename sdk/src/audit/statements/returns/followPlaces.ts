import type { RightId } from "../../../core/RightId.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { FreedAct, GrantedAct, PlaceAct, ReopenedAct } from "./watchPlaces.ts";

/** A freed place, and what happened to it. */
export type FreedPlace = {
  readonly freed: FreedAct;
  reopened?: ReopenedAct;
  /** The grant that got the place. */
  granted?: GrantedAct;
};

/**
 * Follows each freed place to the next grant of it. Places without seats are equal: the one that was freed first is
 * reopened first, and the next right of the class gets a reopened place before one that was never granted.
 */
export function followPlaces(
  acts: readonly PlaceAct[],
  refused: ReadonlySet<RightId>,
): { readonly places: readonly FreedPlace[]; readonly faults: readonly Evidence[] } {
  const places: FreedPlace[] = [];
  const faults: Evidence[] = [];
  /** By class and seat: places that wait to be reopened, and those that wait to be granted. */
  const [closed, open] = [new Map<string, FreedPlace[]>(), new Map<string, FreedPlace[]>()];
  for (const act of acts) {
    if (act.kind === "freed") {
      const place: FreedPlace = { freed: act };
      places.push(place);
      push(closed, keyOf(act.classId, act.seat), place);
    } else if (act.kind === "reopened") {
      faults.push(...reopen(act, closed, open));
    } else {
      faults.push(...grant(act, refused, closed, open));
    }
  }
  return { places, faults };
}

type Waiting = Map<string, FreedPlace[]>;

function reopen(act: ReopenedAct, closed: Waiting, open: Waiting): Evidence[] {
  const faults: Evidence[] = [];
  const { log, by, classId, places } = act;
  if (act.as === "unknown") {
    const note = "Neither the sale hook nor a member of the organizer reopened the places.";
    faults.push(evidenceAt(log, note, { subject: by }));
  }
  const seats = act.seats ?? Array.from({ length: places }, () => undefined);
  const missing = seats.filter((seat) => {
    const place = closed.get(keyOf(classId, seat))?.shift();
    if (place === undefined) return true;
    place.reopened = act;
    push(open, keyOf(classId, seat), place);
    return false;
  });
  if (missing.length > 0) faults.push(evidenceAt(log, `${missing.length} places were reopened that were not freed.`));
  return faults;
}

function grant(act: GrantedAct, refused: ReadonlySet<RightId>, closed: Waiting, open: Waiting): Evidence[] {
  const faults: Evidence[] = [];
  for (const { rightId, seat } of act.rights) {
    if (refused.has(rightId)) continue;
    const key = keyOf(act.classId, seat);
    const place = open.get(key)?.shift();
    if (place !== undefined) place.granted = act;
    else if (seat !== undefined && (closed.get(key)?.length ?? 0) > 0) {
      faults.push(evidenceAt(act.log, "A freed seat was granted before it was reopened.", { rightId }));
    }
  }
  return faults;
}

function keyOf(classId: number, seat: number | undefined): string {
  return seat === undefined ? `${classId}` : `${classId} ${seat}`;
}

function push(waiting: Waiting, key: string, place: FreedPlace): void {
  const known = waiting.get(key);
  if (known === undefined) waiting.set(key, [place]);
  else known.push(place);
}
