import { type BallotTerms, type Connection, type Hex, isDoorkeyError, readEvent } from "doorkey";
import { type DrawState, type PlaceState, placeOf, readDraw } from "doorkey/ballot";
import type { Entry } from "./entries.ts";
import { isFresh } from "./evidence.ts";

/**
 * Where an entry is:
 * - `entered`: the shop has it, and the list is not on the chain yet;
 * - `listed`: it is in the list; `companion`: it is there as the companion of a stranger;
 * - `missing`: it is not in the list, and the fan can appeal; `left-out`: it is too late for that;
 * - `waiting`, `offered`, `kept`, `taken`, `passed`: its place after the draw;
 * - `open`: everybody was offered a place, and what is left is for sale.
 */
export type EntryStep =
  | "entered"
  | "listed"
  | "companion"
  | "missing"
  | "left-out"
  | "waiting"
  | "offered"
  | "kept"
  | "taken"
  | "passed"
  | "open";

/** An entry as the chain has it now, for its page. JSON. Times are in seconds. */
export type EntryNow = {
  readonly step: EntryStep;
  readonly className: string;
  readonly by: BallotTerms["by"];
  /** The event in whose name the phone has its key. */
  readonly event: { readonly chainId: number; readonly rightsRegistry: Hex; readonly eventId: number };
  readonly agentId: number;
  readonly holder: Hex;
  /** Persons in the party, or places of the key. */
  readonly size: number;
  /** Name of the entry, with which friends join its party. Only while they can. */
  readonly joinable?: string;
  readonly listUntil: number;
  readonly sealAt: number;
  /** Missing until the draw is open. */
  readonly drawAt?: number;
  /** The time of the block that was read. */
  readonly now: number;
  readonly position?: number;
  readonly of?: number;
  readonly ahead?: number;
  readonly offeredUntil?: number;
  /** What the position follows from. */
  readonly proof?: RankProof;
  /** Whether the shop's evidence about the person is still good. */
  readonly isVouched: boolean;
  /** The paid order. */
  readonly ticket?: string;
  /** ISO 8601 with its offset. */
  readonly startsAt: string;
};

/** What anyone needs who computes a position again. */
export type RankProof = {
  readonly randomness: Hex;
  readonly round: number;
  readonly chainId: number;
  readonly ballot: Hex;
  readonly eventId: number;
  readonly classId: number;
  readonly size: number;
  readonly number: number;
  readonly count: number;
};

type Question = {
  readonly connection: Connection;
  readonly eventId: number;
  readonly agentId: number;
  readonly terms: BallotTerms;
  readonly startsAt: string;
  readonly entry: Entry;
  /** Persons whom the shop has in the entry's party. */
  readonly partySize: number;
  readonly isPaid: boolean;
};

export async function entryNow(question: Question): Promise<EntryNow> {
  const { connection, eventId, agentId, terms, startsAt, entry, partySize, isPaid } = question;
  const { className, entrant, holder, places, leader, name, orderId } = entry;
  const where = { eventId, className };
  const draw = await readDraw(connection, where).catch(noDraw);
  const place = draw === undefined ? undefined : await placeIn(connection, { ...where, entry: entrant });
  const now = draw?.takenAt ?? (await readEvent(connection, { eventId })).takenAt;
  const { listUntil, sealAt } = draw ?? terms;
  const { chainId, rightsRegistry } = connection;
  const size = place?.size ?? (terms.by === "key" ? places : partySize);
  const step = stepOf(draw, place, { now, listUntil, sealAt, by: terms.by, isAlone: partySize === 1 });
  const mayJoin = terms.by === "person" && leader === undefined && partySize < 4 && now < listUntil;
  const proof = draw && place && proofOf(connection, draw, place);
  return {
    step,
    className,
    by: terms.by,
    event: { chainId, rightsRegistry, eventId },
    agentId,
    holder,
    size,
    ...(mayJoin && step === "entered" ? { joinable: name } : {}),
    listUntil,
    sealAt,
    ...(draw === undefined ? {} : { drawAt: draw.roundAt, of: place?.of ?? draw.pools[size - 1]?.parties ?? 0 }),
    now,
    ...(place?.position === undefined ? {} : { position: place.position }),
    ...(place?.ahead === undefined ? {} : { ahead: place.ahead }),
    ...(place?.offeredUntil === undefined ? {} : { offeredUntil: place.offeredUntil }),
    ...(proof === undefined ? {} : { proof }),
    isVouched: terms.by === "key" || isFresh({ evidence: entry.evidence }, now),
    ...(isPaid && orderId !== undefined ? { ticket: orderId } : {}),
    startsAt,
  };
}

/** Whether the draw lets an entry buy its place now, with evidence that outlasts the sale. */
export async function mayBuy(connection: Connection, eventId: number, entry: Entry): Promise<boolean> {
  const where = { eventId, className: entry.className };
  const draw = await readDraw(connection, where).catch(noDraw);
  if (draw === undefined || draw.stage === "entries") return false;
  if (draw.kind === "persons" && !isFresh(entry, draw.takenAt)) return false;
  if (draw.stage === "open sale") return true;
  const place = await placeIn(connection, { ...where, entry: entry.entrant });
  return place !== undefined && ["offered", "kept", "restored"].includes(place.status);
}

type Times = Pick<EntryNow, "now" | "listUntil" | "sealAt" | "by"> & { readonly isAlone: boolean };

function stepOf(draw: DrawState | undefined, place: PlaceState | undefined, times: Times): EntryStep {
  const { now, listUntil, sealAt, by, isAlone } = times;
  // The key of a browser cannot send an appeal, which a draw by key asks of it.
  const canAppeal = by === "person" && now >= listUntil && now < sealAt;
  if (place === undefined) {
    if (draw?.stage === "open sale") return "open";
    if (now < listUntil) return "entered";
    return draw !== undefined && canAppeal ? "missing" : "left-out";
  }
  switch (place.status) {
    case "listed":
      return isAlone && canAppeal && place.member > 0 ? "companion" : "listed";
    case "restored":
      return "offered";
    case "waiting":
    case "passed":
      return draw?.stage === "open sale" ? "open" : place.status;
    default:
      return place.status;
  }
}

function proofOf(connection: Connection, draw: DrawState, place: PlaceState): RankProof | undefined {
  const { randomness, round, eventId, classId } = draw;
  if (randomness === undefined || place.position === undefined) return undefined;
  const { chainId, deployment } = connection;
  const ballot = deployment.contracts.Ballot.address;
  return {
    randomness,
    round,
    chainId,
    ballot,
    eventId,
    classId,
    size: place.size,
    number: place.number,
    count: place.of,
  };
}

function noDraw(error: unknown): undefined {
  if (!isDoorkeyError(error) || error.code !== "DRAW_MISSING") throw error;
}

function placeIn(connection: Connection, wanted: placeOf.Parameters): Promise<PlaceState | undefined> {
  return placeOf(connection, wanted).catch((error: unknown) => {
    if (isDoorkeyError(error) && error.code === "ENTRANT_NOT_LISTED") return undefined;
    throw error;
  });
}
