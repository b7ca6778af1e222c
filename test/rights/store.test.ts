import { expect } from "chai";
import { packRecords } from "doorkey-test-support/statements";
import { concat } from "ethers";
import { network } from "hardhat";
import { addresses, CLASS, grant, grantees, openStage, rightOf, type Stage, storeIn } from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

/** Every size up to the statuses in the head, and around each status word and the end of a store. */
const SIZES = [...Array.from({ length: 17 }, (_, i) => i + 1), 127, 128, 129, 255, 256, 257, 640, 1_067, 1_068];

describe("the store of a batch", () => {
  for (const [what, classId, sizes] of [
    ["holders", CLASS.standing, [...SIZES, 1_024, 1_025, 1_227, 1_228]],
    ["holders with seats", CLASS.seated, SIZES],
  ] as const) {
    for (const size of sizes) {
      it(`contains ${size} ${what}, each at its index`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const firstSeat = classId === CLASS.seated ? 900 : undefined;
        const records = grantees(addresses(size), firstSeat);
        const first = await grant(stage, records, { classId });
        const batch = await stage.rights.batchOf(stage.eventId, 0);
        expect(batch.records).to.equal(packRecords(records));
        expect(batch.statuses).to.deep.equal(Array(Math.ceil(size / 128)).fill(0n));
        if (size > 1) {
          expect(await ethers.provider.getCode(storeIn(batch.head))).to.equal(concat(["0xfe", packRecords(records)]));
        }
        for (const i of new Set([0, 1, size >> 1, size - 2, size - 1])) {
          if (i < 0 || i >= size) continue;
          const { holder, seat } = await rightOf(stage, first + BigInt(i));
          expect([holder, seat], `right ${i}`).to.deep.equal([records[i]?.holder, BigInt(records[i]?.seat ?? 0)]);
        }
        await expect(stage.rights.rightOf(first + BigInt(size)))
          .to.be.revertedWithCustomError(stage.rights, "RightNonexistent")
          .withArgs(first + BigInt(size));
      });
    }
  }

  it("accepts a first holder that starts with 0xEF, which code may not", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const holders = [`0xef${"01".repeat(19)}`, `0xef00${"02".repeat(18)}`];
    const first = await grant(stage, grantees(holders));
    expect((await rightOf(stage, first)).holder).to.equal(ethers.getAddress(holders[0] as string));
    expect((await rightOf(stage, first + 1n)).holder).to.equal(ethers.getAddress(holders[1] as string));
  });

  it("cannot be run, for any program that its holders spell, and never changes", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    // From the first byte on: CALLER, SELFDESTRUCT; STOP; PUSH1 1, PUSH0, SSTORE, STOP.
    const holders = [`0x${"33ff".repeat(10)}`, `0x00${"ff".repeat(19)}`, `0x60015f5500${"00".repeat(14)}01`];
    const first = await grant(stage, grantees(holders));
    const { head } = await stage.rights.batchOf(stage.eventId, 0);
    const store = storeIn(head);
    const code = await ethers.provider.getCode(store);
    for (const data of ["0x", "0x33ff", "0x00000000"]) {
      await expect(stage.roles.stranger.sendTransaction({ to: store, data, gasLimit: 200_000 })).to.revert(ethers);
    }
    await expect(stage.roles.stranger.sendTransaction({ to: store, value: 1, gasLimit: 200_000 })).to.revert(ethers);
    expect(await ethers.provider.getCode(store)).to.equal(code);
    expect(await ethers.provider.getBalance(store)).to.equal(0);
    expect((await rightOf(stage, first + 2n)).holder).to.equal(ethers.getAddress(holders[2] as string));
  });
});
