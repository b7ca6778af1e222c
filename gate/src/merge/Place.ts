import type { Presence } from "doorkey/code";
import { LIGHT_SECONDS } from "../protocol/Claim.ts";

/** Where an admitted right is, since it first moved after its admission. */
export type Place = Omit<Presence, "mayReenter"> & {
  readonly scanId: string;
  readonly storedAt: number;
  readonly shown: boolean;
  /** How often it may come back in although the event's policy says no, because staff took its entry back. */
  readonly owed: number;
  readonly zone: string | undefined;
  /** Where it was before, while no gate says that it showed the light of this change. */
  readonly before: Omit<Place, "before"> | undefined;
};

/** The place that counts now: that of before, if the light of the last change never appeared. */
export function placeNow(place: Place, now: number): Omit<Place, "before"> | undefined {
  return place.shown || now - place.storedAt <= LIGHT_SECONDS ? place : place.before;
}

/** A right's presence for the SDK's decision. */
export function presenceOf(place: Place | undefined, now: number, mayReenter: boolean): Presence | undefined {
  const counts = place && placeNow(place, now);
  if (counts === undefined) return undefined;
  const { where, at, lane, issuedAt, challenge, owed } = counts;
  return { where, at, lane, issuedAt, challenge, mayReenter: mayReenter || owed > 0 };
}
