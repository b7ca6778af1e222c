import { expect } from "chai";
import { BEACON, signedRound } from "doorkey-test-support/beacon";
import { deployContracts } from "doorkey-test-support/contracts";
import { id } from "ethers";
import { network } from "hardhat";
import type { Hex } from "../../sdk/src/core/Hex.ts";
import { rankIn, ranksOf } from "../../sdk/src/draw/rankIn.ts";

const { ethers } = await network.create();

describe("ranks", () => {
  it("are the same on the chain and in the SDK, for 1,000 pools of up to 2^28 parties", async () => {
    const { ballot } = await deployContracts(ethers);
    for (let i = 0; i < 1_000; i++) {
      const seed = id(`seed ${i}`) as Hex;
      const size = 1 + (i % 4);
      // From one party to 2^28, about as many of each magnitude.
      const count = Math.max(1, Math.round(2 ** ((28 * (i % 100)) / 99)));
      const number = Number(BigInt(id(`number ${i}`)) % BigInt(count));
      expect(await ballot.rankOf(seed, size, number, count), `${i}`).to.equal(
        BigInt(rankIn({ seed, size, number, count })),
      );
    }
  });

  it("are the vector", async () => {
    const { ballot } = await deployContracts(ethers);
    const seed = `0x${"11".repeat(32)}`;
    const ranks = await Promise.all(Array.from({ length: 10 }, (_, number) => ballot.rankOf(seed, 1, number, 10)));
    expect(ranks.map(Number)).to.deep.equal([7, 0, 4, 8, 6, 9, 3, 5, 1, 2]);
    expect([...ranksOf(seed as Hex, 1, 10)]).to.deep.equal(ranks.map(Number));
  });
});

describe("the beacon's signatures of another implementation", () => {
  it("prove rounds with both signs of y, and nothing else does", async () => {
    const { beacon } = await deployContracts(ethers);
    expect([await beacon.GENESIS(), await beacon.PERIOD()]).to.deep.equal([
      BigInt(BEACON.genesis),
      BigInt(BEACON.period),
    ]);
    for (let round = 1n; round <= 8n; round++) {
      const { signature, randomness } = signedRound(round);
      await expect(beacon.prove(round + 1n, signature, { gasLimit: 5_000_000 })).to.be.revertedWithCustomError(
        beacon,
        "RoundSignatureInvalid",
      );
      await beacon.prove(round, signature);
      expect(await beacon.randomness(round)).to.equal(randomness);
    }
  });
});
