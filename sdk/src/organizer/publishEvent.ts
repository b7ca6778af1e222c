import { ZeroAddress } from "ethers";
import type { Accepted, Done, SendOptions, Sent, Until } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { requireLog } from "../calls/logs.ts";
import { send } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { rememberOffset } from "../chain/eventOffsets.ts";
import { given } from "../core/given.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { designateAgent } from "./designateAgent.ts";

/**
 * Publishes an event as its document says. It cannot change, except by the other functions of this module. For admins
 * of the organizer.
 *
 * A class with a `ballot` gets the suite's Ballot as its sale hook; `openDraw` then opens its draw.
 *
 * @param parameters.terms From `parseEventDocument`.
 * @param parameters.agents Designated in each class with a ballot, with the largest quota: a returned place goes to the
 * next in line, and a return gives no quota back. Each takes a call after the event is published.
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
  const {
    organizerId,
    terms,
    documentUri = terms?.url,
    agents = [],
  } = checked(connection, parameters, ["organizerId", "terms"]);
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
    saleHook: class_.ballot ? connection.deployment.contracts.Ballot.address : (class_.saleHook ?? ZeroAddress),
  }));
  const sent = await send(
    connection,
    encodeCall(connection, "EventRegistry", "registerEvent", [organizerId, published, classes]),
    (transaction) => {
      const eventId = Number(requireLog(connection, transaction, "EventRegistry", "EventRegistered").eventId);
      rememberOffset(connection, eventId, terms.startsAt);
      return { eventId };
    },
    options,
  );
  const ballots = terms.classes.filter(({ ballot }) => ballot !== undefined).map(({ name: className }) => className);
  const designate = async (done: Done<publishEvent.Result>) => {
    for (const className of ballots) {
      for (const agentId of agents) await designateAgent(connection, { eventId: done.eventId, className, agentId });
    }
    return done;
  };
  return afterwards(sent, designate);
}

/** The same result, after a further step. */
async function afterwards<until extends Until>(
  sent: Sent<publishEvent.Result, until>,
  step: (done: Done<publishEvent.Result>) => Promise<Done<publishEvent.Result>>,
): Promise<Sent<publishEvent.Result, until>>;
async function afterwards(
  sent: Accepted<publishEvent.Result> | Done<publishEvent.Result>,
  step: (done: Done<publishEvent.Result>) => Promise<Done<publishEvent.Result>>,
): Promise<Accepted<publishEvent.Result> | Done<publishEvent.Result>> {
  if (!("wait" in sent)) return step(sent);
  return { ...sent, wait: async (until) => step(await sent.wait(until)) };
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
    readonly agents?: readonly number[] | undefined;
  };
  type Result = { readonly eventId: number };
}

function verifierOf({ deployment }: Connection, verifier: EventDocument["policy"]["identityVerifier"]): string {
  return verifier === "attester" ? deployment.contracts.AttesterIdentityVerifier.address : (verifier ?? ZeroAddress);
}
