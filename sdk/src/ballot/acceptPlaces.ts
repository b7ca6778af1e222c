import { interfaces } from "../abi/contracts.ts";
import type { Transaction } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { send } from "../calls/send.ts";
import { poll, TIMEOUTS, untilChanged } from "../calls/waiting.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import type { Relay } from "../relay/Relay.ts";
import type { RequestStatus, SubmitResult } from "../relay/wire.ts";
import { acceptRefusalName } from "./acceptRefusals.ts";
import { type DrawState, readDraw } from "./readDraw.ts";

/** Acceptances in one call. */
const BATCH = 50;

/** What a winner shows to keep a place. */
export type Acceptance = {
  /** The agent that the evidence names. */
  readonly agentId: number;
  readonly holder: Address;
  /** What an attester signed, as for a grant. Not needed in a draw by key. */
  readonly evidence?: Hex | undefined;
};

/** How an acceptance ended. `reason` is a key of `acceptRefusals`, or a code of the relay. */
export type AcceptedPlace = { readonly status: "accepted" } | { readonly status: "refused"; readonly reason: string };

/**
 * Keeps the places of winners beyond the end of their window, whatever agents and the organizer do meanwhile. Anyone may
 * bring it, with what an attester signed; a relay pays for it. One that is refused stops no other. In a draw by key the
 * holder's own key must send it.
 *
 * @throws BALLOT_MISSING, DRAW_MISSING; CALL_REVERTED with NotDrawn, WaveOver or KeepOver; CALL_UNDECIDED; what `send`
 * throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { type Acceptance, acceptPlaces } from "doorkey/ballot";
 *
 * async function keepAll(connection: Connection, acceptances: readonly Acceptance[]) {
 *   const results = await acceptPlaces(connection, { eventId: 7, className: "standing", acceptances });
 *   return results.filter(({ status }) => status === "accepted").length;
 * }
 */
export async function acceptPlaces(
  connection: Connection,
  parameters: acceptPlaces.Parameters,
): Promise<readonly AcceptedPlace[]> {
  const { eventId, className, acceptances } = checked(connection, parameters, ["eventId", "className", "acceptances"]);
  const draw = await readDraw(connection, { eventId, className });
  const items = acceptances.map((one) => ({ ...one, evidence: one.evidence ?? ("0x" as const) }));
  const { relay } = connection;
  const results: AcceptedPlace[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    const part = items.slice(start, start + BATCH);
    const work = relay === undefined || draw.kind === "holders" ? direct : relayed(relay);
    results.push(...(await work(connection, draw, part)));
  }
  return results;
}

export declare namespace acceptPlaces {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly acceptances: readonly Acceptance[];
  };
}

type Item = Required<Acceptance> & { readonly evidence: Hex };
type Work = (connection: Connection, draw: DrawState, items: readonly Item[]) => Promise<readonly AcceptedPlace[]>;

/** The signer sends it; through the relay, if the connection has one, as a request of its own. */
const direct: Work = async (connection, { eventId, classId }, items) => {
  const call = encodeCall(connection, "Ballot", "accept", [eventId, classId, items]);
  const { transaction } = await send(connection, call, () => ({}));
  const refused = refusalsIn(connection, transaction);
  return items.map((_, i): AcceptedPlace => {
    const reason = refused.get(i);
    return reason === undefined ? { status: "accepted" } : { status: "refused", reason };
  });
};

function refusalsIn({ deployment }: Connection, { logs }: Transaction): Map<number, string> {
  const { address } = deployment.contracts.Ballot;
  return new Map(
    logs.flatMap((log): [number, string][] => {
      const event = sameAddress(log.address, address) ? interfaces.Ballot.parseLog(log) : null;
      if (event?.name !== "AcceptRefused") return [];
      return [[Number(event.args.index), acceptRefusalName(event.args.why) ?? String(event.args.why)]];
    }),
  );
}

/** The relay sends it in its own name, perhaps together with those of others. */
const relayed = (relay: Relay): Work => {
  return async (_, { eventId, classId }, items) => {
    const acts = items.map((item) => ({ act: "accept", eventId, classId, ...item }) as const);
    const submitted = await relay.submitDrawActs(acts).catch((error: unknown) => refusedAlone(error, acts.length));
    if ("status" in submitted) return [submitted];
    const deadline = Date.now() + TIMEOUTS.mined;
    return Promise.all(items.map((_, i) => outcomeOf(relay, submitted[i], deadline)));
  };
};

/** A relay refuses a body with one item as a whole. */
function refusedAlone(error: unknown, items: number): AcceptedPlace {
  if (items !== 1 || !isDoorkeyError(error, "RELAY_REFUSED")) throw error;
  const [, code = "RELAY_REFUSED"] = /The relay says ([A-Z_]+):/.exec(error.message) ?? [];
  return { status: "refused", reason: code };
}

async function outcomeOf(relay: Relay, submitted: SubmitResult | undefined, deadline: number): Promise<AcceptedPlace> {
  if (submitted === undefined) throw new DoorkeyError("RELAY_DISHONEST", { details: ["It returned no result."] });
  if ("problem" in submitted) return { status: "refused", reason: submitted.problem.code };
  const { digest } = submitted;
  const ask = async () => {
    const status = await relay.status(digest);
    return status !== undefined && !WAITING.includes(status.state) ? status : undefined;
  };
  const ended = await poll(deadline, `Acceptance ${digest}.`, ask, untilChanged(relay, digest));
  if (ended.outcome === "success") return { status: "accepted" };
  return { status: "refused", reason: ended.reason?.code ?? ended.state.toUpperCase() };
}

const WAITING: readonly RequestStatus["state"][] = ["queued", "assigned"];
