import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import { timeOfRound } from "../draw/BeaconNetwork.ts";
import type { EntrantKind } from "../draw/Entrant.ts";
import { classIdOf } from "../state/publishedEvent.ts";
import { ballotAt } from "./ballotAt.ts";
import { beaconTimes } from "./beaconTimes.ts";

/**
 * Where a draw is:
 * - `entries`: the organizer lists entrants, and from `listUntil` to `sealAt` those left out appeal;
 * - `waves`: it is settled, and places are offered in waves;
 * - `open sale`: the list is used up, and everybody may buy what is not kept.
 */
export type DrawStage = "entries" | "waves" | "open sale";

/** Parties of one size. */
export type DrawPool = {
  /** Persons in each party, 1 to 4. */
  readonly size: number;
  readonly parties: number;
  /** The running wave offers the ranks [from, cutoff). All before `from` were offered a place earlier. */
  readonly from: number;
  readonly cutoff: number;
};

/** The draw of a class as the chain had it at a block. Times are in seconds. */
export type DrawState = {
  readonly eventId: number;
  readonly classId: number;
  readonly className: string;
  readonly block: number;
  readonly takenAt: number;
  readonly stage: DrawStage;
  readonly kind: EntrantKind;
  readonly listUntil: number;
  readonly sealAt: number;
  readonly keepUntil: number;
  readonly firstWindow: number;
  readonly laterWindow: number;
  readonly thenOpen: boolean;
  /** The attester of the entrants; missing if the draw names none. */
  readonly attester?: Address | undefined;
  /** The round of the beacon that decides, and when the beacon signs it. */
  readonly round: number;
  readonly roundAt: number;
  /** Missing until the round is brought to the chain. */
  readonly randomness?: Hex | undefined;
  /** Missing until the draw is settled. */
  readonly seed?: Hex | undefined;
  /** Persons or keys that the organizer listed. */
  readonly listed: number;
  readonly pools: readonly DrawPool[];
  /** The number of the wave that was opened last, from 1; 0 before. */
  readonly wave: number;
  /** When its places stop being offered. */
  readonly deadline: number;
  /** Places that it offers and that are neither taken nor kept. */
  readonly open: number;
  /** Places that winners accepted and have not taken. */
  readonly kept: number;
};

/**
 * Reads the draw of a class at one block.
 *
 * @throws BALLOT_MISSING when the class does not sell by the suite's Ballot; DRAW_MISSING; CLASS_UNKNOWN, EVENT_UNKNOWN,
 * CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { readDraw } from "doorkey/ballot";
 *
 * async function entrants(connection: Connection) {
 *   const { pools } = await readDraw(connection, { eventId: 7, className: "standing" });
 *   return pools.reduce((sum, { size, parties }) => sum + size * parties, 0);
 * }
 */
export async function readDraw(connection: Connection, parameters: readDraw.Parameters): Promise<DrawState> {
  const { eventId, className } = checked(connection, parameters, ["eventId", "className"]);
  const classId = await classIdOf(connection, eventId, className);
  const draw = await drawAt(connection, { eventId, classId, className });
  if (draw !== undefined) return draw;
  throw new DoorkeyError("DRAW_MISSING", { details: [`Class "${className}" of event ${eventId}.`] });
}

export declare namespace readDraw {
  type Parameters = { readonly eventId: number; readonly className: string };
}

/** The class of a draw. */
export type DrawClass = { readonly eventId: number; readonly classId: number; readonly className: string };

const STAGES: readonly (DrawStage | undefined)[] = [undefined, "entries", "waves", "open sale"];

/** The draw of a class; undefined if none was opened. Throws BALLOT_MISSING for a class with another hook, or none. */
export async function drawAt(connection: Connection, where: DrawClass): Promise<DrawState | undefined> {
  const { eventId, classId } = where;
  await assertBallot(connection, where);
  const { ballot, beacon } = ballotAt(connection);
  const times = await beaconTimes(connection);
  const { number: block, timestamp: takenAt } = await latestBlock(connection);
  const draw = await askChain(() => ballot.drawOf(eventId, classId, { blockTag: block }));
  const stage = STAGES[Number(draw.stage)];
  if (stage === undefined) return undefined;
  const randomness = await askChain(() => beacon.randomness(draw.round, { blockTag: block }));
  const { terms } = draw;
  const round = Number(draw.round);
  return {
    ...where,
    block,
    takenAt,
    stage,
    kind: terms.byHolder ? "holders" : "persons",
    listUntil: Number(terms.listUntil),
    sealAt: Number(terms.sealAt),
    keepUntil: Number(terms.keepUntil),
    firstWindow: Number(terms.firstWindow),
    laterWindow: Number(terms.laterWindow),
    thenOpen: terms.thenOpen,
    ...(isZero(terms.attester) ? {} : { attester: terms.attester as Address }),
    round,
    roundAt: timeOfRound(times, round),
    ...(isZero(randomness) ? {} : { randomness: randomness as Hex }),
    ...(isZero(draw.seed) ? {} : { seed: draw.seed as Hex }),
    listed: Number(draw.rows),
    pools: draw.parties.map((parties, i) => ({
      size: i + 1,
      parties: Number(parties),
      from: Number(draw.from[i] ?? 0),
      cutoff: Number(draw.cutoff[i] ?? 0),
    })),
    wave: Number(draw.wave),
    deadline: Number(draw.deadline),
    open: Number(draw.open),
    kept: Number(draw.kept),
  };
}

/** Throws BALLOT_MISSING unless the class's sale hook is the suite's Ballot. */
async function assertBallot(connection: Connection, { eventId, classId, className }: DrawClass): Promise<void> {
  const saleHook = await saleHookOf(connection, eventId, classId);
  if (sameAddress(saleHook, connection.deployment.contracts.Ballot.address)) return;
  const has = isZero(saleHook) ? "no sale hook" : `the sale hook ${saleHook}`;
  throw new DoorkeyError("BALLOT_MISSING", { details: [`Class "${className}" of event ${eventId} has ${has}.`] });
}

/** Whether a class sells by the suite's Ballot. */
export async function isBallotClass(connection: Connection, eventId: number, classId: number): Promise<boolean> {
  return sameAddress(await saleHookOf(connection, eventId, classId), connection.deployment.contracts.Ballot.address);
}

async function saleHookOf({ contracts }: Connection, eventId: number, classId: number): Promise<string> {
  return (await askChain(() => contracts.events.classOf(eventId, classId))).saleHook;
}

function isZero(hex: string): boolean {
  return /^0x0*$/.test(hex);
}
