import { expect } from "chai";
import { chiSquareOfRanks, SIZES } from "../../test/helpers/chiSquareOfRanks.ts";
import { fromHex } from "../core/bytes.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { Hex } from "../core/Hex.ts";
import { type BeaconNetwork, QUICKNET, roundAfter, timeOfRound } from "./BeaconNetwork.ts";
import { checkRound, parseRound, signRound } from "./BeaconRound.ts";
import { entrantKey } from "./Entrant.ts";
import { packRows, readStores } from "./listRows.ts";
import { rankIn, ranksOf } from "./rankIn.ts";

const SEED: Hex = `0x${"11".repeat(32)}`;

/** Two rounds of quicknet. */
const ROUNDS = [
  {
    round: 20_791_007,
    signature: "8d2c8bbc37170dbacc5e280a21d4e195cff5f32a19fd6a58633fa4e4670478b5fb39bc13dd8f8c4372c5a76191198ac5",
    randomness: "0xf4ad45db",
  },
  {
    round: 20_905_307,
    signature: "8a60486975062d9f06633c284cf1a7b46fb343f56f329f180530ca40a9e86320244f4fbfc37ae866cf25ef499665a31f",
    randomness: "0x1e59991c",
  },
] as const;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isDoorkeyError(error) ? error.code : String(error);
  }
  return "none";
}

describe("rankIn", () => {
  it("gives ten entries the order of the vector", () => {
    const ranks = Array.from({ length: 10 }, (_, number) => rankIn({ seed: SEED, size: 1, number, count: 10 }));
    expect(ranks).to.deep.equal([7, 0, 4, 8, 6, 9, 3, 5, 1, 2]);
  });

  it("gives every entry a rank of its own, for each number of entries up to 300", () => {
    for (let count = 1; count <= 300; count++) {
      const ranks = ranksOf(SEED, 1 + (count % 4), count);
      expect([...ranks].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: count }, (_, i) => i));
    }
  });

  it("gives parties of each size another order", () => {
    const orders = [1, 2, 3, 4].map((size) => ranksOf(SEED, size, 60).join());
    expect(new Set(orders).size).to.equal(4);
  });

  it("gives an entrant each rank as often as the others", () => {
    for (const { count, most } of SIZES) expect(chiSquareOfRanks(count, 3_000), `${count}`).to.be.at.most(most);
  });

  it("refuses values out of their range", () => {
    const whole = { seed: SEED, size: 1, number: 0, count: 1 };
    expect(rankIn(whole)).to.equal(0);
    for (const wrong of [
      { seed: "0x11" as Hex },
      { size: 0 },
      { size: 5 },
      { number: 1 },
      { number: -1 },
      { count: 0 },
    ]) {
      expect(codeOf(() => rankIn({ ...whole, ...wrong }))).to.equal("VALUE_INVALID");
    }
    expect(rankIn({ ...whole, count: 2 ** 28, number: 2 ** 28 - 1 })).to.be.lessThan(2 ** 28);
    expect(codeOf(() => rankIn({ ...whole, count: 2 ** 28 + 1 }))).to.equal("VALUE_INVALID");
  });
});

describe("rounds of a beacon", () => {
  it("come at the beacon's times", () => {
    const { genesis } = QUICKNET;
    expect(timeOfRound(QUICKNET, 1)).to.equal(genesis);
    expect(roundAfter(QUICKNET, genesis - 1)).to.equal(1);
    expect(roundAfter(QUICKNET, genesis)).to.equal(2);
    expect(roundAfter(QUICKNET, genesis + 2)).to.equal(2);
    expect(roundAfter(QUICKNET, genesis + 3)).to.equal(3);
    for (const time of [genesis + 100, genesis + 101, genesis + 102]) {
      expect(timeOfRound(QUICKNET, roundAfter(QUICKNET, time))).to.be.within(time + 1, time + 3);
    }
  });

  it("are accepted with drand's randomness", () => {
    for (const { round, signature, randomness } of ROUNDS) {
      const checked = checkRound(QUICKNET, { round, signature });
      expect(checked.randomness.slice(0, 10)).to.equal(randomness);
      expect(checked.signature.length).to.equal(2 + 2 * 96);
    }
  });

  it("are refused with another round's signature, of another chain, negated, at infinity, off the curve, or too short", () => {
    const [{ round, signature }] = ROUNDS;
    const refused = (sent: string, of: number = round, network: BeaconNetwork = QUICKNET) =>
      codeOf(() => checkRound(network, { round: of, signature: sent }));
    expect(refused(signature, round + 1)).to.equal("BEACON_ROUND_INVALID");
    expect(refused(ROUNDS[1].signature)).to.equal("BEACON_ROUND_INVALID");
    // The flag of y: the same x, the other y.
    expect(refused(`a${signature.slice(1)}`)).to.equal("BEACON_ROUND_INVALID");
    expect(refused(`c0${"00".repeat(47)}`)).to.equal("BEACON_ROUND_INVALID");
    expect(refused(`80${"00".repeat(46)}01`)).to.equal("BEACON_ROUND_INVALID");
    expect(refused("ff".repeat(48))).to.equal("BEACON_ROUND_INVALID");
    expect(refused(signature.slice(2))).to.equal("BEACON_ROUND_INVALID");
    const key = new Uint8Array(32).fill(7);
    expect(refused(signRound(key, round).signature)).to.equal("BEACON_ROUND_INVALID");
  });

  it("are read from what a server answers", () => {
    const [{ round, signature }] = ROUNDS;
    const text = JSON.stringify({ round, signature: signature.toUpperCase(), randomness: "any" });
    expect(parseRound(text, "round.json")).to.deep.equal({ round, signature });
    for (const wrong of ["", "<html>", "[]", `{"round":${round}}`, `{"round":0,"signature":"${signature}"}`]) {
      expect(codeOf(() => parseRound(wrong, "round.json"))).to.equal("BEACON_ROUND_INVALID");
    }
  });
});

describe("readStores", () => {
  it("gives each person of a party the leader's place, and false companions none", () => {
    const key = (n: number): Hex => entrantKey(`0x${n.toString(16).padStart(2, "0").repeat(32)}`);
    const companion = 0x8000_0000;
    const rows = [
      { key: key(1), link: 2 * 2 ** 28 + 0 },
      { key: key(2), link: companion + 2 ** 29 + 0 },
      { key: key(3), link: 2 ** 28 + 5 },
      // Companions of a single, of a companion, beyond the end, and without a number.
      { key: key(4), link: companion + 2 ** 29 + 2 },
      { key: key(5), link: companion + 2 ** 29 + 1 },
      { key: key(6), link: companion + 2 ** 29 + 99 },
      { key: key(7), link: companion },
    ];
    const stores = [rows.slice(0, 4), rows.slice(4)].map((part) => fromHex(`0xfe${packRows(part).slice(2)}`));
    expect(readStores(stores)).to.deep.equal([
      { key: key(1), size: 2, number: 0, member: 0 },
      { key: key(2), size: 2, number: 0, member: 1 },
      { key: key(3), size: 1, number: 5, member: 0 },
    ]);
    expect(codeOf(() => readStores([fromHex("0x00")]))).to.equal("ENTRANTS_DIFFERENT");
    expect(codeOf(() => readStores([fromHex("0xfe00")]))).to.equal("ENTRANTS_DIFFERENT");
  });
});
