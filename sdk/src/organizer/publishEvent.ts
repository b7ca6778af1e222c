import { ZeroAddress } from "ethers";
import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { rememberOffset } from "../chain/eventOffsets.ts";
import { given } from "../core/given.ts";
import type { EventDocument } from "../documents/EventDocument.ts";

/**
 * Publishes an event as its document says. It cannot change, except by the other functions of this module. For admins
 * of the organizer.
 *
 * @param parameters.terms From `parseEventDocument`.
 * @throws CALL_REVERTED with TeamAdminOnly, ScheduleInvalid (most often doors in the past), PolicyInvalid, ScopeInvalid
 * or ClassInvalid; what `send` throws.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { type Connection, parseEventDocument } from "doorkey";
 * import { publishEvent } from "doorkey/organizer";
 *
 * async function announce(connection: Connection, organizerId: number) {
 *   const terms = parseEventDocument(await readFile("event.json"));
 *   const { eventId } = await publishEvent(connection, { organizerId, terms });
 *   return eventId;
 * }
 */
export async function publishEvent<until extends Until = "mined">(
  connection: Connection,
  parameters: publishEvent.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<publishEvent.Result, until>> {
  const { organizerId, terms, documentUri = terms?.url } = checked(connection, parameters, ["organizerId", "terms"]);
  given("terms", terms, "classes", "schedule", "policy");
  const { name, documentHash, schedule, policy } = terms;
  const published = {
    name,
    uri: documentUri,
    documentHash,
    schedule,
    policy: { ...policy, identityVerifier: verifierOf(connection, policy.identityVerifier) },
  };
  const classes = terms.classes.map((class_) => ({
    ...class_,
    seated: class_.seats.length > 0,
    saleHook: class_.saleHook ?? ZeroAddress,
  }));
  return send(
    connection,
    encodeCall(connection, "EventRegistry", "registerEvent", [organizerId, published, classes]),
    (transaction) => {
      const eventId = Number(requireLog(connection, transaction, "EventRegistry", "EventRegistered").eventId);
      rememberOffset(connection, eventId, terms.startsAt);
      return { eventId };
    },
    options,
  );
}

export declare namespace publishEvent {
  type Parameters = {
    readonly organizerId: number;
    readonly terms: EventDocument;
    /**
     * Where the document is served, byte by byte. Defaults to the event's own `url`, which must then answer every
     * request for `application/ld+json` with the document.
     */
    readonly documentUri?: string | undefined;
  };
  type Result = { readonly eventId: number };
}

function verifierOf({ deployment }: Connection, verifier: EventDocument["policy"]["identityVerifier"]): string {
  return verifier === "attester" ? deployment.contracts.AttesterIdentityVerifier.address : (verifier ?? ZeroAddress);
}
