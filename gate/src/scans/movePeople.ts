import { type Admission, unpackEntry } from "doorkey/code";
import { serialOf } from "../merge/Book.ts";
import { type Place, placeNow } from "../merge/Place.ts";
import type { Act, Caller } from "./Hub.ts";

/** Notes that people go out, or come back in. */
export function movePeople(acting: Act, move: movePeople.Move): void {
  const { scanId, caller, rights, shown, where, zone } = move;
  const { issuedAt, challenge, scannedAt } = unpackEntry(shown.entry);
  for (const rightId of rights) {
    const serial = serialOf(rightId);
    const counts = placeAt(acting, serial);
    const owed = Math.max(0, (counts?.owed ?? 0) - (where === "in" ? 1 : 0));
    acting.draft.setPlace(serial, {
      ...{ where, at: scannedAt, lane: caller.lane, issuedAt: Number(issuedAt), challenge },
      ...{ scanId, storedAt: acting.at, shown: false, owed, zone, before: counts },
    });
  }
}

export declare namespace movePeople {
  type Move = {
    readonly scanId: string;
    readonly caller: Caller;
    readonly rights: readonly bigint[];
    /** The code that was shown, which the next passage must be newer than. */
    readonly shown: Admission;
    readonly where: "in" | "out";
    readonly zone: string | undefined;
  };
}

/** The place of a right that counts now, without the one before it. */
export function placeAt({ draft, at }: Act, serial: number): Omit<Place, "before"> | undefined {
  const place = draft.book.places.get(serial);
  const counts = place && placeNow(place, at);
  if (counts === undefined) return undefined;
  const { before: _, ...rest } = { before: undefined, ...counts };
  return rest;
}
