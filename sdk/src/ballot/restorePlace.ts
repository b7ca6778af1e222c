import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import type { Hex } from "../core/Hex.ts";
import { entrantKey } from "../draw/Entrant.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Lets a person, or a key, whose right was revoked by mistake be granted one right again while a place is free. It lets
 * no other person in, and all see it in the log. For admins of the organizer.
 *
 * @param parameters.entry The person tag, or in a draw by key the holder.
 * @throws VALUE_INVALID; CLASS_UNKNOWN; CALL_REVERTED with TeamAdminOnly, NotDrawn, EntrantNotListed, NothingToRestore
 * or PlacesReserved; what `send` throws.
 * @example
 * import type { Connection, Hex } from "doorkey";
 * import { restorePlace } from "doorkey/ballot";
 *
 * const undoTypo = (connection: Connection, entry: Hex) =>
 *   restorePlace(connection, { eventId: 7, className: "standing", entry });
 */
export async function restorePlace<until extends Until = "mined">(
  connection: Connection,
  parameters: restorePlace.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { eventId, className, entry } = checked(connection, parameters, ["eventId", "className", "entry"]);
  const key = BigInt(entrantKey(entry));
  const classId = await classIdOf(connection, eventId, className);
  return sendPlain(connection, encodeCall(connection, "Ballot", "restore", [eventId, classId, key]), options);
}

export declare namespace restorePlace {
  type Parameters = { readonly eventId: number; readonly className: string; readonly entry: Hex };
}
