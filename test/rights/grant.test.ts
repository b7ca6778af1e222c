import { expect } from "chai";
import { classTerms, openContractShow, publishEvent, STATUS } from "doorkey-test-support/contracts";
import { packRecords, packRightId } from "doorkey-test-support/statements";
import { concat, dataSlice, hexlify, toBeHex, ZeroAddress } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  errorNameOf,
  FLAG,
  grant,
  grantees,
  logsOf,
  openStage,
  packHead,
  placesOf,
  rightOf,
  type Stage,
  sendGrant,
  statusesOf,
  storeIn,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const [HOLDER = ""] = addresses(1);

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

describe("grant", () => {
  describe("to one holder", () => {
    for (const count of [1, 2, 3, 4]) {
      it(`writes a party of ${count} into one slot`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const { rights, eventId, agentId } = stage;
        const records = packRecords(grantees(Array(count).fill(HOLDER)));
        const first = packRightId(eventId, 0, 0);
        const head = packHead({ store: HOLDER, agentId, classId: CLASS.standing, count, flags: FLAG.oneHolder });

        expect(await logsOf(rights, sendGrant(stage, records))).to.deep.equal([
          ["RightsGranted", eventId, agentId, first, head, records],
        ]);
        for (let i = 0n; i < count; i++) {
          expect(await rightOf(stage, first + i)).to.deep.equal({
            holder: HOLDER,
            status: STATUS.granted,
            agentId,
            classId: BigInt(CLASS.standing),
            seat: 0n,
            named: false,
            reboundAt: 0n,
            rebinds: 0n,
          });
        }
        await expect(rights.rightOf(first + BigInt(count))).to.be.revertedWithCustomError(rights, "RightNonexistent");
        const batch = await rights.batchOf(eventId, 0);
        expect([batch.head, batch.records, [...batch.statuses]]).to.deep.equal([head, records, [0n]]);
        expect(await placesOf(stage, CLASS.standing)).to.deep.equal([BigInt(count), 0n]);
        expect(await rights.usedBy(eventId, CLASS.standing, agentId)).to.equal(count);
        expect(await rights.batchesOf(eventId)).to.equal(1);
      });

      it(`gives a party of ${count} consecutive seats`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const { rights, eventId, agentId } = stage;
        const firstSeat = 2_000 - count;
        const records = packRecords(grantees(Array(count).fill(HOLDER), firstSeat));
        const first = await grant(stage, records, { classId: CLASS.seated });

        const batch = await rights.batchOf(eventId, 0);
        const flags = FLAG.oneHolder | FLAG.seated;
        expect(batch.head).to.equal(
          packHead({ store: HOLDER, agentId, classId: CLASS.seated, count, flags, firstSeat }),
        );
        expect(batch.records).to.equal(records);
        for (let i = 0; i < count; i++) {
          const { holder, seat } = await rightOf(stage, first + BigInt(i));
          expect([holder, seat]).to.deep.equal([HOLDER, BigInt(firstSeat + i)]);
          expect(await rights.seatOf(eventId, CLASS.seated, firstSeat + i)).to.deep.equal([true, false]);
        }
        expect(await rights.seatOf(eventId, CLASS.seated, firstSeat - 1)).to.deep.equal([false, false]);
      });
    }

    for (const [what, seats] of [
      ["a gap", [10, 12]],
      ["the row backwards", [11, 10]],
      ["a gap at its end", [10, 11, 12, 14]],
      ["a gap at its start", [10, 12, 13, 14]],
    ] as const) {
      it(`stores records separately if seats have ${what}`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const records = packRecords(seats.map((seat) => ({ holder: HOLDER, seat })));
        const first = await grant(stage, records, { classId: CLASS.seated });
        const { head, records: stored } = await stage.rights.batchOf(stage.eventId, 0);
        expect(await ethers.provider.getCode(storeIn(head))).to.equal(concat(["0xfe", records]));
        expect(stored).to.equal(records);
        for (const [i, seat] of seats.entries()) {
          const right = await rightOf(stage, first + BigInt(i));
          expect([right.holder, right.seat]).to.deep.equal([HOLDER, BigInt(seat)]);
        }
      });
    }

    it("stores five records separately", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees(Array(5).fill(HOLDER)));
      const { head } = await stage.rights.batchOf(stage.eventId, 0);
      expect((head >> 32n) & 0xffn).to.equal(0n);
      expect((await rightOf(stage, first + 4n)).holder).to.equal(HOLDER);
    });

    it("stores records separately if only the last holder differs", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const other = addresses(1, 9)[0] as string;
      const first = await grant(stage, grantees([HOLDER, HOLDER, HOLDER, other]));
      expect((await rightOf(stage, first + 2n)).holder).to.equal(HOLDER);
      expect((await rightOf(stage, first + 3n)).holder).to.equal(other);
    });
  });

  describe("to many holders", () => {
    it("creates one store for them, and counts them once", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, eventId, agentId } = stage;
      const records = packRecords(grantees(addresses(3)));
      const logs = await logsOf(rights, sendGrant(stage, records));
      const { head } = await rights.batchOf(eventId, 0);
      expect(head).to.equal(packHead({ store: storeIn(head), agentId, classId: CLASS.standing, count: 3 }));
      expect(logs).to.deep.equal([["RightsGranted", eventId, agentId, packRightId(eventId, 0, 0), head, records]]);
      expect(await placesOf(stage, CLASS.standing)).to.deep.equal([3n, 0n]);
    });

    it("numbers batches consecutively over the classes of an event, and separately for each event", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { eventId: other } = await publishEvent(stage, stage.organizerId);
      await stage.events.connect(stage.roles.organizer).designateAgent(other, 1, stage.agentId, 10);
      expect(await grant(stage, grantees(addresses(3)))).to.equal(packRightId(stage.eventId, 0, 0));
      expect(await grant(stage, grantees([HOLDER], 5), { classId: CLASS.seated })).to.equal(
        packRightId(stage.eventId, 1, 0),
      );
      expect(await grant(stage, grantees([HOLDER]), { eventId: other })).to.equal(packRightId(other, 0, 0));
      expect(await stage.rights.batchesOf(stage.eventId)).to.equal(2);
      expect(await stage.rights.batchesOf(other)).to.equal(1);
      expect((await rightOf(stage, packRightId(other, 0, 0))).classId).to.equal(1n);
    });

    it("returns the first right and the number of live ones", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await grant(stage, grantees([HOLDER], 7), { classId: CLASS.seated });
      const records = packRecords(grantees(addresses(4), 5));
      const asMember = stage.rights.connect(stage.roles.agentMember);
      expect(
        await asMember.grant.staticCall(stage.eventId, CLASS.seated, stage.agentId, records, [], "0x", 3),
      ).to.deep.equal([packRightId(stage.eventId, 1, 0), 3n]);
    });
  });

  describe("of invalid records", () => {
    for (const [what, classId, length, size] of [
      ["a holder cut short", CLASS.standing, 19, 20],
      ["a byte more than holders", CLASS.standing, 41, 20],
      ["a seat cut short", CLASS.seated, 45, 23],
      ["holders without seats", CLASS.seated, 20, 23],
      ["holders with seats in a class without", CLASS.standing, 23, 20],
    ] as const) {
      it(`reverts for ${what}`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        await expect(sendGrant(stage, hexlify(new Uint8Array(length).fill(1)), { classId }))
          .to.be.revertedWithCustomError(stage.rights, "RecordsMalformed")
          .withArgs(length, size);
      });
    }

    for (const [classId, count] of [
      [CLASS.standing, 0],
      [CLASS.standing, 1_229],
      [CLASS.seated, 0],
      [CLASS.seated, 1_069],
    ] as const) {
      it(`reverts for ${count} records in class ${classId}`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const records = count === 0 ? "0x" : grantees(addresses(count), classId === CLASS.seated ? 0 : undefined);
        await expect(sendGrant(stage, records, { classId }))
          .to.be.revertedWithCustomError(stage.rights, "GrantCountInvalid")
          .withArgs(count);
      });
    }

    for (const index of [0, 1, 4]) {
      it(`reverts for holder 0 in record ${index}`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        for (const [classId, firstSeat] of [
          [CLASS.standing, undefined],
          [CLASS.seated, 1],
        ] as const) {
          const holders = addresses(5).with(index, ZeroAddress);
          await expect(sendGrant(stage, grantees(holders, firstSeat), { classId }))
            .to.be.revertedWithCustomError(stage.rights, "HolderZero")
            .withArgs(index);
        }
      });
    }

    it("accepts a holder with a single bit, at either end", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const holders = [toBeHex(1, 20), toBeHex(1n << 159n, 20)];
      const first = await grant(stage, grantees(holders, 0), { classId: CLASS.seated });
      expect((await rightOf(stage, first)).holder).to.equal(ethers.getAddress(holders[0] as string));
      expect((await rightOf(stage, first + 1n)).holder).to.equal(ethers.getAddress(holders[1] as string));
    });

    it("reverts for a seat that the class does not have, even with other valid seats", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await expect(sendGrant(stage, grantees(addresses(3), 1_998), { classId: CLASS.seated }))
        .to.be.revertedWithCustomError(stage.rights, "SeatInvalid")
        .withArgs(2, 2_000, 2_000);
      await expect(sendGrant(stage, grantees([HOLDER], 2 ** 24 - 1), { classId: CLASS.seated }))
        .to.be.revertedWithCustomError(stage.rights, "SeatInvalid")
        .withArgs(0, 2 ** 24 - 1, 2_000);
      await grant(stage, grantees(addresses(2), 1_998), { classId: CLASS.seated });
      await stage.events.connect(stage.roles.organizer).raiseSupply(stage.eventId, CLASS.seated, 2_001);
      await grant(stage, grantees([HOLDER], 2_000), { classId: CLASS.seated });
    });
  });

  describe("when rights cannot be granted", () => {
    it("reverts for an unknown event and an unknown class", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      for (const eventId of [0n, 99n]) {
        await expect(sendGrant(stage, HOLDER, { eventId }))
          .to.be.revertedWithCustomError(stage.events, "EventNonexistent")
          .withArgs(eventId);
      }
      for (const classId of [0, 6, 255]) {
        await expect(sendGrant(stage, HOLDER, { classId }))
          .to.be.revertedWithCustomError(stage.events, "ClassNonexistent")
          .withArgs(stage.eventId, classId);
      }
    });

    it("reverts while sales are paused, and for good once the event is cancelled", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { events, roles, eventId } = stage;
      await events.connect(roles.organizer).pauseSales(eventId);
      await expect(sendGrant(stage, HOLDER)).to.be.revertedWithCustomError(events, "SalesArePaused").withArgs(eventId);
      await events.connect(roles.organizer).resumeSales(eventId);
      await grant(stage, HOLDER);
      await events.connect(roles.organizer).cancel(eventId);
      await expect(sendGrant(stage, HOLDER))
        .to.be.revertedWithCustomError(events, "EventIsCancelled")
        .withArgs(eventId);
    });

    it("works from salesOpenAt until salesCloseAt, to the second", async () => {
      const suite = await networkHelpers.loadFixture(fixture);
      const salesOpenAt = (await networkHelpers.time.latest()) + 1_000;
      const salesCloseAt = salesOpenAt + 500;
      const { eventId } = await publishEvent(suite, suite.organizerId, { schedule: { salesOpenAt, salesCloseAt } });
      await suite.events.connect(suite.roles.organizer).designateAgent(eventId, 1, suite.agentId, 10);
      const closed = (promise: Promise<unknown>) =>
        expect(promise)
          .to.be.revertedWithCustomError(suite.events, "SalesClosed")
          .withArgs(eventId, salesOpenAt, salesCloseAt);

      await networkHelpers.time.setNextBlockTimestamp(salesOpenAt - 1);
      await closed(sendGrant(suite, HOLDER, { eventId }));
      await networkHelpers.time.setNextBlockTimestamp(salesOpenAt);
      await grant(suite, HOLDER, { eventId });
      await networkHelpers.time.setNextBlockTimestamp(salesCloseAt - 1);
      await grant(suite, HOLDER, { eventId });
      await networkHelpers.time.setNextBlockTimestamp(salesCloseAt);
      await closed(sendGrant(suite, HOLDER, { eventId }));
    });
  });

  describe("of more than is left", () => {
    it("sells a class out to the last place, in the first and in the last word of counters", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const classes = Array.from({ length: 64 }, () => classTerms({ supply: 5 }));
      const { eventId, agentId } = await openContractShow(stage, {}, classes);
      for (const classId of [1, 2, 7, 8, 9, 15, 16, 63, 64]) {
        const options = { eventId, agentId, classId };
        const soldOut = (wanted: number, left: number) =>
          expect(sendGrant(stage, grantees(addresses(wanted)), options))
            .to.be.revertedWithCustomError(stage.rights, "ClassSoldOut")
            .withArgs(eventId, classId, wanted, left);
        await soldOut(6, 5);
        await grant(stage, grantees(addresses(3)), options);
        await soldOut(3, 2);
        await grant(stage, grantees(addresses(2)), options);
        await soldOut(1, 0);
        expect(await placesOf({ ...stage, eventId }, classId)).to.deep.equal([5n, 0n]);
      }
      for (const classId of [3, 6, 10, 17, 62]) {
        expect(await placesOf({ ...stage, eventId }, classId), `class ${classId}`).to.deep.equal([0n, 0n]);
      }
      expect(await stage.rights.batchesOf(eventId)).to.equal(18);
    });

    it("works again when the supply is raised", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { eventId, agentId } = await openContractShow(stage, {}, [classTerms({ supply: 1 })]);
      await grant(stage, HOLDER, { eventId, agentId });
      await stage.events.connect(stage.roles.organizer).raiseSupply(eventId, 1, 2);
      await expect(sendGrant(stage, HOLDER, { eventId, agentId }))
        .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
        .withArgs(eventId, 1, agentId, 1, 0);
      await stage.events.connect(stage.roles.organizer).designateAgent(eventId, 1, agentId, 2);
      await grant(stage, HOLDER, { eventId, agentId });
    });

    it("stops at the last batch that an event can have", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await grant(stage, HOLDER);
      const { slot, word } = await slotOfTally(stage);
      const rightsRegistry = await stage.rights.getAddress();
      const rest = word & ~0xffffffffn;
      await networkHelpers.setStorageAt(rightsRegistry, slot, rest | 0x1fffffn);
      const last = await grant(stage, grantees(addresses(2)));
      expect(last).to.equal(packRightId(stage.eventId, 0x1fffff, 0));
      expect((await rightOf(stage, last + 1n)).holder).to.equal(addresses(2)[1]);
      expect(await stage.rights.batchesOf(stage.eventId)).to.equal(1 << 21);
      await expect(sendGrant(stage, HOLDER))
        .to.be.revertedWithCustomError(stage.rights, "BatchesExhausted")
        .withArgs(stage.eventId);
    });

    /** The slot of the registry's counters: the only one that holds one batch and one place of class 1. */
    async function slotOfTally(stage: Stage): Promise<{ slot: bigint; word: bigint }> {
      const rightsRegistry = await stage.rights.getAddress();
      for (let base = 0; base < 16; base++) {
        const words = ethers.solidityPackedKeccak256(["uint256", "uint256"], [stage.eventId, base]);
        const slot = BigInt(ethers.solidityPackedKeccak256(["uint256", "bytes32"], [0, words]));
        const word = BigInt(await ethers.provider.getStorage(rightsRegistry, slot));
        if (word === ((1n << 32n) | 1n)) return { slot, word };
      }
      throw new Error("no slot counts the batch");
    }
  });

  describe("with too little gas", () => {
    it("is never half done: it reverts with StoreFailed, or for lack of gas", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const records = packRecords(grantees(addresses(1_228)));
      const asMember = stage.rights.connect(stage.roles.agentMember);
      const { eventId, agentId } = stage;
      const whole = await asMember.grant.estimateGas(eventId, CLASS.standing, agentId, records, [], "0x", 0);
      const failures = new Set<string>();
      for (let percent = 50n; percent < 100n; percent += 4n) {
        const gasLimit = (whole * percent) / 100n;
        const failure = await asMember.grant
          .staticCall(eventId, CLASS.standing, agentId, records, [], "0x", 0, { gasLimit })
          .then(
            () => "none",
            (error: unknown) => errorNameOf(stage.rights, error) ?? "out of gas",
          );
        expect(failure, `${percent} % of the gas`).to.not.equal("none");
        failures.add(failure);
      }
      expect(failures).to.include("StoreFailed");
    });
  });

  it("stores only the records of the calldata", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const records = packRecords(grantees(addresses(20)));
    // Evidence and other later calldata must not get into the store.
    const data = stage.rights.interface.encodeFunctionData("grant", [
      stage.eventId,
      CLASS.standing,
      stage.agentId,
      records,
      [],
      "0x",
      0,
    ]);
    const to = await stage.rights.getAddress();
    await stage.roles.agentMember.sendTransaction({ to, data: concat([data, `0x${"ab".repeat(100)}`]) });
    const { head } = await stage.rights.batchOf(stage.eventId, 0);
    const code = await ethers.provider.getCode(storeIn(head));
    expect(dataSlice(code, 1)).to.equal(records);
    expect(await statusesOf(stage, packRightId(stage.eventId, 0, 0), 20)).to.deep.equal(Array(20).fill(0n));
  });
});
