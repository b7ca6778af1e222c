import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import type { BeaconNetwork } from "../draw/BeaconNetwork.ts";
import { type BeaconRound, type CheckedRound, checkRound } from "../draw/BeaconRound.ts";
import { beaconOf } from "./beaconOf.ts";
import { assertOut, fetchRound } from "./fetchRound.ts";
import { readDraw } from "./readDraw.ts";
import { sendAct } from "./sendAct.ts";

/**
 * Brings the round of a draw to the chain, after a check of its signature: from a server of the beacon, or as the caller
 * has it. Anyone may, at any time after the beacon signed it; a relay pays for it. A round that is there already stays.
 *
 * @param parameters.urls Servers of the beacon, see `fetchRound`. Defaults to drand's, for quicknet.
 * @param parameters.beaconRound The round, for example from a file. Then no server is asked.
 * @throws BALLOT_MISSING, DRAW_MISSING; BEACON_ROUND_AHEAD with the time until the beacon signs it; BEACON_ROUND_INVALID,
 * BEACON_UNREACHABLE; what `send` throws.
 * @example
 * import { readFile } from "node:fs/promises";
 * import type { Connection } from "doorkey";
 * import { parseRound, proveRound } from "doorkey/ballot";
 *
 * async function proveFromFile(connection: Connection, path: string) {
 *   const beaconRound = parseRound(await readFile(path, "utf8"), path);
 *   return proveRound(connection, { eventId: 7, className: "standing", beaconRound });
 * }
 */
export async function proveRound<until extends Until = "mined">(
  connection: Connection,
  parameters: proveRound.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<proveRound.Result, until>> {
  const { eventId, className } = checked(connection, parameters, ["eventId", "className"]);
  const draw = await readDraw(connection, { eventId, className });
  const network = await beaconOf(connection);
  const { round, signature, randomness } = await roundOf(network, draw.round, draw.takenAt, parameters);
  const act = { act: "prove", eventId, classId: draw.classId, round, signature } as const;
  return sendAct(connection, act, () => ({ round, randomness }), options);
}

export declare namespace proveRound {
  type Parameters = {
    readonly eventId: number;
    readonly className: string;
    readonly urls?: readonly string[] | undefined;
    readonly beaconRound?: BeaconRound | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
  };
  type Result = { readonly round: number; readonly randomness: Hex };
}

async function roundOf(
  network: BeaconNetwork,
  round: number,
  blockTime: number,
  { urls, beaconRound, fetch }: proveRound.Parameters,
): Promise<CheckedRound> {
  // A local chain may be ahead of this machine's clock.
  const now = Math.max(blockTime, Date.now() / 1_000);
  if (beaconRound === undefined) return fetchRound(network, { round, urls, fetch, now });
  if (beaconRound.round !== round) {
    if (beaconRound.round < round) assertOut(network, round, now);
    const details = [`The draw needs round ${round}, and this is round ${beaconRound.round}.`];
    throw new DoorkeyError("BEACON_ROUND_INVALID", { details });
  }
  return checkRound(network, beaconRound);
}
