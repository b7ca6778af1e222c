import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { entrantKey } from "../draw/Entrant.ts";
import { type PlaceState, placesIn } from "./placesIn.ts";
import { readDraw } from "./readDraw.ts";

/**
 * Where a person or a key stands in the draw of a class: "you are 812th of 61,000".
 *
 * @param parameters.entry A person tag, or in a draw by key the holder.
 * @throws VALUE_INVALID; BALLOT_MISSING, DRAW_MISSING, ENTRANT_NOT_LISTED, CHAIN_UNREACHABLE.
 * @example
 * import type { Connection, Hex } from "doorkey";
 * import { placeOf } from "doorkey/ballot";
 *
 * async function tell(connection: Connection, entry: Hex) {
 *   const { status, position, of } = await placeOf(connection, { eventId: 7, className: "standing", entry });
 *   return position === undefined ? "You are in the draw." : `You are number ${position} of ${of}: ${status}.`;
 * }
 */
export async function placeOf(connection: Connection, parameters: placeOf.Parameters): Promise<PlaceState> {
  const { eventId, className, entry } = checked(connection, parameters, ["eventId", "className", "entry"]);
  entrantKey(entry);
  const draw = await readDraw(connection, { eventId, className });
  const [place] = await placesIn(connection, draw, [entry]);
  if (place !== undefined) return place;
  throw new DoorkeyError("ENTRANT_NOT_LISTED", { details: [`Class "${className}" of event ${eventId}.`] });
}

export declare namespace placeOf {
  type Parameters = { readonly eventId: number; readonly className: string; readonly entry: Hex };
}
