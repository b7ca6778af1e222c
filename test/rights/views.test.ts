import { expect } from "chai";
import { STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRecords, packRightId } from "doorkey-test-support/statements";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  evidenceFor,
  FLAG,
  grant,
  grantees,
  openStage,
  packHead,
  rightOf,
  type Stage,
  sendAdmit,
  storeIn,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

describe("views of entry rights", () => {
  it("return the registry of events", async () => {
    const { rights, events } = await networkHelpers.loadFixture(fixture);
    expect(await rights.EVENTS()).to.equal(await events.getAddress());
  });

  describe("batchOf", () => {
    it("returns all changes of each right, as rightOf does", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId, agentId, schedule } = stage;
      const holders = [ann.address, ...addresses(139)];
      const records = packRecords(grantees(holders));
      const first = await grant(stage, records);
      const asOrganizer = rights.connect(roles.organizer);
      const [b = "", c = "", d = ""] = addresses(3, 900);
      await asOrganizer.rebind(first + 5n, b, "0x");
      const firstRebind = BigInt(await networkHelpers.time.latest());
      await asOrganizer.rebind(first + 130n, c, "0x");
      await asOrganizer.rebind(first + 130n, d, "0x");
      const lastRebind = BigInt(await networkHelpers.time.latest());
      await asOrganizer.revoke([first + 127n, first + 128n, first + 130n], ZeroHash);
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      await sendAdmit(stage, [{ key: ann, rightId: first, issuedAt: schedule.doorsOpenAt }]);

      const batch = await rights.batchOf(eventId, 0);
      expect(batch.records).to.equal(records);
      expect(batch.head).to.equal(
        packHead({ store: storeIn(batch.head), agentId, classId: CLASS.standing, count: 140 }),
      );
      expect(batch.statuses).to.deep.equal([2n | (1n << 10n) | (3n << 254n), 3n | (3n << 4n)]);
      expect(batch.rebound, "also where it is void by now").to.deep.equal([first + 5n, first + 130n]);
      expect(batch.holdings).to.deep.equal([
        (BigInt(b) << 96n) | (firstRebind << 56n) | (1n << 48n),
        (BigInt(d) << 96n) | (lastRebind << 56n) | (2n << 48n),
      ]);
      for (const [i, status] of [
        [0, STATUS.admitted],
        [5, STATUS.rebound],
        [127, STATUS.void],
        [128, STATUS.void],
        [129, STATUS.granted],
        [130, STATUS.void],
      ] as const) {
        expect((await rightOf(stage, first + BigInt(i))).status, `right ${i}`).to.equal(status);
      }
    });

    it("returns the statuses of a small batch as a separate word, and its named flag", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId, agentId } = stage;
      const holders = addresses(16);
      const first = await grant(stage, grantees(holders), { classId: CLASS.staff });
      const [, holder = ""] = holders;
      const evidence = await evidenceFor(stage, { person: "ann", holder, rightId: first + 1n });
      await rights.connect(roles.agent).nameRight(first + 1n, holder, evidence);
      const reboundAt = BigInt(await networkHelpers.time.latest());
      await rights.connect(roles.agent).revoke([first + 15n], ZeroHash);
      const { head, statuses, rebound, holdings } = await rights.batchOf(eventId, 0);
      const tail = (1n << 2n) | (3n << 30n);
      const fields = { store: storeIn(head), agentId, classId: CLASS.staff, count: 16, flags: FLAG.namedClass };
      expect(head).to.equal(packHead(fields) | tail);
      expect(statuses).to.deep.equal([tail]);
      expect(rebound).to.deep.equal([first + 1n]);
      expect(holdings).to.deep.equal([(BigInt(holder) << 96n) | (reboundAt << 56n) | 1n]);
    });

    it("returns a party's records as they were granted, after one right was rebound", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const records = packRecords(grantees([ann, ann, ann], 40));
      const first = await grant(stage, records, { classId: CLASS.seated });
      await rights.connect(roles.organizer).rebind(first + 1n, addresses(1)[0] as string, "0x");
      const batch = await rights.batchOf(eventId, 0);
      expect([batch.records, [...batch.statuses], [...batch.rebound]]).to.deep.equal([records, [4n], [first + 1n]]);
      const { holder, seat } = await rightOf(stage, first + 1n);
      expect([holder, seat]).to.deep.equal([addresses(1)[0], 41n]);
    });

    it("reverts for an unknown event, an unknown batch, and impossible batch numbers", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, eventId } = stage;
      await grant(stage, grantees([ann]));
      for (const [event, batch] of [
        [eventId, 1n],
        [eventId, 1n << 21n],
        [eventId, 2n ** 256n - 1n],
        [0n, 0n],
        [99n, 0n],
        // Would be batch 0 of this event if the number were cut to its bits.
        [eventId - 1n, 1n << 21n],
      ] as const) {
        await expect(rights.batchOf(event, batch))
          .to.be.revertedWithCustomError(rights, "BatchNonexistent")
          .withArgs(event, batch);
      }
    });
  });

  it("rightOf reverts for rights that do not exist", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const first = await grant(stage, grantees([ann, ann]));
    const ids = [0n, 1n, first - 1n, first + 2n, first + 2047n, packRightId(stage.eventId, 1, 0), 2n ** 64n - 1n];
    for (const rightId of ids) {
      await expect(stage.rights.rightOf(rightId))
        .to.be.revertedWithCustomError(stage.rights, "RightNonexistent")
        .withArgs(rightId);
    }
  });

  it("return zero for events, classes and persons that do not exist", async () => {
    const { rights, eventId, agentId, roles } = await networkHelpers.loadFixture(fixture);
    for (const event of [0n, eventId, 99n]) {
      expect(await rights.batchesOf(event)).to.equal(0);
      for (const classId of [0, 1, 7, 8, 255]) {
        expect(await rights.placesOf(event, classId)).to.deep.equal([0n, 0n]);
        expect(await rights.usedBy(event, classId, agentId)).to.equal(0);
        expect(await rights.seatOf(event, classId, 2 ** 24 - 1)).to.deep.equal([false, false]);
      }
      expect(await rights.rightsOfPerson(event, tagOf("ann"))).to.deep.equal([0n, 0n, 0n]);
      expect(await rights.byHandOf(event, roles.desk)).to.equal(0);
    }
  });
});

describe("the registry of entry rights", () => {
  it("cannot be deployed on a chain that does not verify P-256 signatures", async () => {
    const old = await network.create({ override: { hardfork: "prague" } });
    const [address = ""] = addresses(1);
    const factory = await old.ethers.getContractFactory("EntryRightRegistry");
    await expect(factory.deploy(address, address)).to.be.revertedWithCustomError(factory, "P256Missing");
    await old.close();
  });

  it("accepts no ether in any way", async () => {
    const { rights, roles, ethers } = await networkHelpers.loadFixture(fixture);
    const to = await rights.getAddress();
    for (const data of ["0x", "0x12345678", rights.interface.encodeFunctionData("revoke", [[], ZeroHash])]) {
      await expect(roles.stranger.sendTransaction({ to, data, value: 1, gasLimit: 100_000 })).to.revert(ethers);
    }
  });
});
