import { ZeroAddress } from "ethers";
import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import type { BallotTerms, EventDocument } from "../documents/EventDocument.ts";
import { fetchEventDocument } from "../state/fetchEventDocument.ts";
import { classIdOf } from "../state/publishedEvent.ts";

/**
 * Opens the draw of a class, once and for all: its times are final, and so is the round of the beacon that decides.
 * For admins of the organizer.
 *
 * @param parameters.attester Who vouches for the entrants, as the verifier trusts it now. While it is not trusted, anyone
 * can hold the draw. Leave it out in a draw by key. Defaults to none, without this protection.
 * @param parameters.terms The times. Defaults to those in the event document.
 * @param parameters.document The document, if the caller has it. Defaults to fetching it.
 * @throws CLASS_UNKNOWN; DRAW_TERMS_MISSING; CALL_REVERTED with TeamAdminOnly, DrawOfOtherHook, DrawExists,
 * DrawTermsInvalid or EventIsCancelled; what `send` and `fetchEventDocument` throw.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { openDraw } from "doorkey/ballot";
 *
 * const announce = (connection: Connection, attester: Address) =>
 *   openDraw(connection, { eventId: 7, className: "standing", attester });
 */
export async function openDraw<until extends Until = "mined">(
  connection: Connection,
  parameters: openDraw.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<openDraw.Result, until>> {
  const { eventId, className, attester } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  const terms = await termsOf(connection, parameters);
  const { by, listUntil, sealAt, keepUntil, firstWindow, laterWindow, thenOpen } = terms;
  const byHolder = by === "key";
  const times = { listUntil, sealAt, keepUntil, firstWindow, laterWindow, byHolder, thenOpen };
  const named = { ...times, attester: attester ?? ZeroAddress };
  return send(
    connection,
    encodeCall(connection, "Ballot", "open", [eventId, classId, named]),
    (transaction) => ({ round: Number(requireLog(connection, transaction, "Ballot", "DrawOpened").round) }),
    options,
  );
}

export declare namespace openDraw {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly attester?: Address | undefined;
    readonly terms?: BallotTerms | undefined;
    readonly document?: EventDocument | undefined;
  };
  type Result = {
    /** The round of the beacon whose randomness decides. */
    readonly round: number;
  };
}

async function termsOf(
  connection: Connection,
  { eventId, className, terms, document }: openDraw.Parameters,
): Promise<BallotTerms> {
  if (terms !== undefined) return given("terms", terms);
  const published = document ?? (await fetchEventDocument(connection, { eventId }));
  const found = published.classes.find(({ name }) => name === className)?.ballot;
  if (found !== undefined) return found;
  throw new DoorkeyError("DRAW_TERMS_MISSING", { details: [`Class "${className}" of event ${eventId}.`] });
}
