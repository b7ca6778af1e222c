import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { readLogs } from "../chain/readLogs.ts";
import { bigEndian, toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import { type BeaconRound, checkRound } from "../draw/BeaconRound.ts";
import { drawSeed } from "../draw/Entrant.ts";
import { type ListedEntry, readStores } from "../draw/listRows.ts";
import { ranksOf } from "../draw/rankIn.ts";
import { beaconOf } from "./beaconOf.ts";
import { type DrawState, readDraw } from "./readDraw.ts";
import { readListCode } from "./readListCode.ts";

/** A person or a key, with the rank of its party. */
export type RankedEntry = ListedEntry & {
  /** From 0, among the parties of its size. */
  readonly rank: number;
};

/** What anyone finds who computes a draw again. */
export type RecomputedDraw = {
  readonly draw: DrawState;
  /** Everybody in the draw, by size of the party and by rank. */
  readonly entries: readonly RankedEntry[];
  /** Whether the seed follows from the beacon's randomness, chain, Ballot, event and class. */
  readonly isSeedRight: boolean;
  /** Whether the randomness on the chain is that of the round which the caller passed; missing without one. */
  readonly isRoundRight?: boolean | undefined;
};

/**
 * Computes a draw again from what the chain has: reads the whole list and the appeals, checks the seed, and ranks
 * everybody. It trusts no result of the contract.
 *
 * @param parameters.beaconRound The round as a server of the beacon gave it, to compare the chain's randomness with.
 * @throws DRAW_MISSING; BALLOT_MISSING; DRAW_UNSETTLED; BEACON_ROUND_INVALID;
 * CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { recomputeDraw } from "doorkey/ballot";
 *
 * async function firstTen(connection: Connection) {
 *   const { entries, isSeedRight } = await recomputeDraw(connection, { eventId: 7, className: "standing" });
 *   return isSeedRight ? entries.filter(({ size, rank }) => size === 1 && rank < 10) : [];
 * }
 */
export async function recomputeDraw(
  connection: Connection,
  parameters: recomputeDraw.Parameters,
): Promise<RecomputedDraw> {
  const { eventId, className, beaconRound } = checked(connection, parameters, ["eventId", "className"]);
  const draw = await readDraw(connection, { eventId, className });
  const { seed, randomness } = draw;
  if (seed === undefined || randomness === undefined) {
    throw new DoorkeyError("DRAW_UNSETTLED", { details: [`Class "${className}" of event ${eventId}.`] });
  }
  const place = {
    chainId: connection.chainId,
    ballot: connection.deployment.contracts.Ballot.address,
    eventId,
    classId: draw.classId,
  };
  const entries = rankAll(seed, draw, await entriesOf(connection, draw));
  const isSeedRight = drawSeed(randomness, place) === seed;
  if (beaconRound === undefined) return { draw, entries, isSeedRight };
  const checkedRound = checkRound(await beaconOf(connection), beaconRound);
  const isRoundRight = checkedRound.round === draw.round && checkedRound.randomness === randomness;
  return { draw, entries, isSeedRight, isRoundRight };
}

export declare namespace recomputeDraw {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly beaconRound?: BeaconRound | undefined;
  };
}

/** Everybody in a draw: the list, with those who appealed in place of their rows as companions. */
async function entriesOf(connection: Connection, draw: DrawState): Promise<readonly ListedEntry[]> {
  const listed = readStores(await readListCode(connection, draw));
  const appealed = await appealsOf(connection, draw);
  const late = new Set(appealed.map(({ key }) => key));
  return [...listed.filter(({ key }) => !late.has(key)), ...appealed];
}

async function appealsOf(connection: Connection, { eventId, classId, block }: DrawState): Promise<ListedEntry[]> {
  const { address, block: deployed } = connection.deployment.contracts.Ballot;
  const topics = interfaces.Ballot.encodeFilterTopics("EntrantAppealed", [eventId, classId]) as string[];
  const found: ListedEntry[] = [];
  for await (const log of readLogs(connection.provider, { address, topics }, deployed, block)) {
    const parsed = interfaces.Ballot.parseLog(log);
    if (parsed === null) continue;
    const key: Hex = toHex(bigEndian(parsed.args.key, 16));
    found.push({ key, size: 1, number: Number(parsed.args.number), member: 0 });
  }
  return found;
}

function rankAll(seed: Hex, { pools }: DrawState, entries: readonly ListedEntry[]): RankedEntry[] {
  const ranks = pools.map(({ size, parties }) => ranksOf(seed, size, parties));
  return entries
    .map((entry) => ({ ...entry, rank: ranks[entry.size - 1]?.[entry.number] ?? 0 }))
    .sort((a, b) => a.size - b.size || a.rank - b.rank || a.member - b.member);
}
