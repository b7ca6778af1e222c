import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";

/** When a beacon signs its rounds. */
export type BeaconTimes = Pick<BeaconNetwork, "genesis" | "period">;

/** A public beacon that signs a round every few seconds, as its DrandBeacon contract knows it. */
export type BeaconNetwork = {
  /** The key that its signatures must fit: a compressed point of G2, 96 bytes. */
  readonly publicKey: Hex;
  /** Time of the first round, in seconds. */
  readonly genesis: number;
  /** Seconds between two rounds. */
  readonly period: number;
};

/** Names a network where its rounds are served. */
type ServedNetwork = BeaconNetwork & { readonly chainHash: string; readonly urls: readonly string[] };

/**
 * drand's network "quicknet", and where it is served.
 *
 * @example
 * import { QUICKNET } from "doorkey/ballot";
 *
 * console.log(QUICKNET.period); // 3
 */
export const QUICKNET: ServedNetwork = {
  publicKey:
    "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesis: 1_692_803_367,
  period: 3,
  chainHash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  urls: ["https://api.drand.sh", "https://drand.cloudflare.com", "https://api2.drand.sh"],
};

/**
 * The time at which a beacon signs a round, in seconds. Rounds count from 1.
 *
 * @example
 * import { QUICKNET, timeOfRound } from "doorkey/ballot";
 *
 * console.log(new Date(timeOfRound(QUICKNET, 20_791_007) * 1000));
 */
export function timeOfRound(network: BeaconTimes, round: number): number {
  const { genesis, period } = given("network", network);
  assertUint("round", round, 53);
  return genesis + (round - 1) * period;
}

/**
 * The first round that a beacon signs after a time in seconds.
 *
 * @example
 * import { QUICKNET, roundAfter } from "doorkey/ballot";
 *
 * const round = roundAfter(QUICKNET, Math.floor(Date.now() / 1000) + 3_600);
 */
export function roundAfter(network: BeaconTimes, time: number): number {
  const { genesis, period } = given("network", network);
  assertUint("time", time, 53);
  return time < genesis ? 1 : Math.floor((time - genesis) / period) + 2;
}
