import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Hex } from "../core/Hex.ts";
import { byRank, isOffered, type PlaceState, placesIn } from "./placesIn.ts";
import { readDraw } from "./readDraw.ts";

/** An entrant who may be granted a place now. */
export type Offer = PlaceState & { readonly entry: Hex };

/**
 * Those of an agent's buyers who may be granted a place now, in the order of their ranks, which costs the least gas. One
 * who may not would make the Ballot refuse the whole batch.
 *
 * @param parameters.entries Person tags, or in a draw by key holders.
 * @throws VALUE_INVALID; BALLOT_MISSING, DRAW_MISSING, CHAIN_UNREACHABLE.
 * @example
 * import type { Connection, Hex } from "doorkey";
 * import { offers } from "doorkey/ballot";
 *
 * async function winners(connection: Connection, entries: readonly Hex[]) {
 *   const all = await offers(connection, { eventId: 7, className: "standing", entries });
 *   return all.map(({ entry }) => entry);
 * }
 */
export async function offers(connection: Connection, parameters: offers.Parameters): Promise<readonly Offer[]> {
  const { eventId, className, entries } = checked(connection, parameters, ["eventId", "className", "entries"]);
  const draw = await readDraw(connection, { eventId, className });
  const places = await placesIn(connection, draw, entries);
  return entries
    .flatMap((entry, i): Offer[] => {
      const place = places[i];
      return place !== undefined && isOffered(place) ? [{ ...place, entry }] : [];
    })
    .sort(byRank);
}

export declare namespace offers {
  type Parameters = { readonly eventId: number; readonly className: string; readonly entries: readonly Hex[] };
}
