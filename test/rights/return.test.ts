import { expect } from "chai";
import { classTerms, openContractShow, REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { type HolderKey, holderKey, KEY_KINDS } from "doorkey-test-support/keys";
import { packRightId, signReturn } from "doorkey-test-support/statements";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  placesOf,
  rightOf,
  type Stage,
  statusesOf,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("secp256k1", "bob");

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

type Wish = Omit<Parameters<typeof signReturn>[2], "expiresAt"> & {
  readonly expiresAt?: number | bigint;
  readonly key?: HolderKey;
};

const signed = (stage: Stage, wish: Wish) =>
  signReturn(stage.domains.statements, wish.key ?? ann, { expiresAt: stage.schedule.doorsOpenAt, ...wish });

/** The logs when a stranger delivers these returns. */
function returning(stage: Stage, ...wishes: Wish[]) {
  const returns = wishes.map((wish) => signed(stage, wish));
  return logsOf(stage.rights, stage.rights.connect(stage.roles.stranger).returnRights(returns));
}

describe("returnRights", () => {
  describe("signed by the holder", () => {
    for (const kind of KEY_KINDS) {
      it(`voids the right of a ${kind} key and frees its place`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const key = holderKey(kind, "returns");
        const rightId = await grant(stage, grantees([key]));
        expect(await returning(stage, { rightId, key })).to.deep.equal([["RightReturned", stage.eventId, rightId]]);
        const right = await rightOf(stage, rightId);
        expect([right.status, right.holder, right.reboundAt]).to.deep.equal([STATUS.void, key.address, 0n]);
        expect(await placesOf(stage, CLASS.standing)).to.deep.equal([0n, 1n]);
        expect(await stage.rights.usedBy(stage.eventId, CLASS.standing, stage.agentId), "used stays").to.equal(1);
      });
    }

    it("frees a seat, which cannot be granted until it is reopened", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann, ann], 126), { classId: CLASS.seated });
      await returning(stage, { rightId: first + 1n, count: 2 });
      const { rights, eventId } = stage;
      expect(await rights.seatOf(eventId, CLASS.seated, 126)).to.deep.equal([true, false]);
      expect(await rights.seatOf(eventId, CLASS.seated, 127)).to.deep.equal([false, true]);
      expect(await rights.seatOf(eventId, CLASS.seated, 128)).to.deep.equal([false, true]);
      expect(await rights.seatOf(eventId, CLASS.seated, 129)).to.deep.equal([false, false]);
      expect(await placesOf(stage, CLASS.seated)).to.deep.equal([1n, 2n]);
    });

    for (const [count, index] of [
      [8, 0],
      [16, 8],
      [17, 9],
      [140, 124],
      [300, 252],
    ] as const) {
      it(`returns the eight rights from ${index} of a batch of ${count}`, async () => {
        const stage = await networkHelpers.loadFixture(fixture);
        const holders: (string | HolderKey)[] = addresses(count);
        holders.fill(ann, index, index + 8);
        const first = await grant(stage, grantees(holders));
        const rightId = first + BigInt(index);
        expect(await returning(stage, { rightId, count: 8 })).to.deep.equal(
          Array.from({ length: 8 }, (_, i) => ["RightReturned", stage.eventId, rightId + BigInt(i)]),
        );
        const statuses = await statusesOf(stage, first, count);
        expect(statuses).to.deep.equal(
          statuses.map((_, i) => (i >= index && i < index + 8 ? STATUS.void : STATUS.granted)),
        );
      });
    }

    it("returns rights of several events in one call, each in its own event", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const other = await openContractShow(stage, {}, [classTerms()]);
      const here = await grant(stage, grantees([ann, ann]));
      const there = await grant(stage, grantees([ann]), { eventId: other.eventId, agentId: other.agentId });
      expect(await returning(stage, { rightId: here }, { rightId: there }, { rightId: here + 1n })).to.deep.equal([
        ["RightReturned", stage.eventId, here],
        ["RightReturned", other.eventId, there],
        ["RightReturned", stage.eventId, here + 1n],
      ]);
    });

    it("works with an inactive agent, a dismissed one, an inactive organizer and a cancelled event", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { agents, events, roles, eventId, agentId } = stage;
      const first = await grant(stage, grantees([ann, ann, ann, ann]));
      await agents.connect(roles.agent).setActive(agentId, false);
      await returning(stage, { rightId: first });
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await returning(stage, { rightId: first + 1n });
      await events.connect(roles.organizer).cancel(eventId);
      await events.connect(roles.organizer).setActive(stage.organizerId, false);
      await returning(stage, { rightId: first + 2n });
      expect(await statusesOf(stage, first, 4)).to.deep.equal([STATUS.void, STATUS.void, STATUS.void, STATUS.granted]);
    });

    it("frees the person's place without the person's tag", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const [a = "", b = "", c = ""] = addresses(3);
      const first = await grantTagged(stage, [ann, a], ["ann", "ann"], { minLive: 2 });
      await returning(stage, { rightId: first });
      const next = await grantTagged(stage, [b, c], ["ann", "ann"], { minLive: 1 });
      expect(await statusesOf(stage, next, 2)).to.deep.equal([STATUS.granted, STATUS.void]);
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([next, first + 1n, 0n]);
    });
  });

  describe("of rights that cannot be returned", () => {
    /** The logs of one refusal. */
    const refused = (rightId: bigint, why: bigint) => [["ReturnRefused", BigInt(rightId >> 32n), rightId, why]];

    it("refuses a range of 0 and of 9 rights", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees(Array(10).fill(ann)));
      for (const count of [0, 9, 255]) {
        expect(await returning(stage, { rightId, count })).to.deep.equal(refused(rightId, REFUSAL.countInvalid));
      }
    });

    it("refuses rights that do not exist", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann]));
      for (const rightId of [0n, first + 2n, first + 2047n, packRightId(stage.eventId, 1, 0), packRightId(99, 0, 0)]) {
        expect(await returning(stage, { rightId })).to.deep.equal(refused(rightId, REFUSAL.rightNonexistent));
      }
    });

    it("refuses the part of a range beyond its batch, and returns the rest", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann]));
      await grant(stage, grantees([ann, ann]));
      expect(await returning(stage, { rightId: first + 1n, count: 3 })).to.deep.equal([
        ["RightReturned", stage.eventId, first + 1n],
        ...refused(first + 2n, REFUSAL.rightNonexistent),
        ...refused(first + 3n, REFUSAL.rightNonexistent),
      ]);
      expect(await placesOf(stage, CLASS.standing)).to.deep.equal([3n, 1n]);
    });

    it("returns until returnUntil, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann]));
      const { returnUntil } = stage.schedule;
      await networkHelpers.time.setNextBlockTimestamp(returnUntil - 1);
      expect(await returning(stage, { rightId: first })).to.deep.equal([["RightReturned", stage.eventId, first]]);
      await networkHelpers.time.setNextBlockTimestamp(returnUntil);
      expect(await returning(stage, { rightId: first + 1n })).to.deep.equal(refused(first + 1n, REFUSAL.windowClosed));
    });

    it("accepts a statement until it expires, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann]));
      const expiresAt = (await networkHelpers.time.latest()) + 100;
      await networkHelpers.time.setNextBlockTimestamp(expiresAt - 1);
      expect(await returning(stage, { rightId: first, expiresAt })).to.deep.equal([
        ["RightReturned", stage.eventId, first],
      ]);
      await networkHelpers.time.setNextBlockTimestamp(expiresAt);
      expect(await returning(stage, { rightId: first + 1n, expiresAt })).to.deep.equal(
        refused(first + 1n, REFUSAL.statementExpired),
      );
      expect(await returning(stage, { rightId: first + 1n, expiresAt: 2n ** 64n - 1n })).to.deep.equal([
        ["RightReturned", stage.eventId, first + 1n],
      ]);
    });

    it("refuses the signature of another holder, and one over another statement", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, ann, bob]));
      const good = signed(stage, { rightId: first });
      const asStranger = stage.rights.connect(stage.roles.stranger);
      const forged = [
        signed(stage, { rightId: first, key: bob }),
        { ...good, rightId: first + 1n },
        { ...good, count: 2 },
        { ...good, rebinds: 1 },
        { ...good, expiresAt: BigInt(good.expiresAt) + 1n },
        { ...good, signature: "0x" },
        { ...good, signature: `${good.signature}00` },
        { ...good, signature: good.signature.slice(0, -2) },
        signReturn({ ...stage.domains.statements, chainId: 1 }, ann, good),
        signReturn({ ...stage.domains.statements, verifyingContract: await stage.events.getAddress() }, ann, good),
      ];
      for (const wish of forged) {
        expect(await logsOf(stage.rights, asStranger.returnRights([wish]))).to.deep.equal(
          refused(BigInt(wish.rightId), REFUSAL.badSignature),
        );
      }
      expect(await logsOf(stage.rights, asStranger.returnRights([good]))).to.deep.equal([
        ["RightReturned", stage.eventId, first],
      ]);
    });

    it("refuses each right of another holder within the range", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees([ann, bob, ann]));
      expect(await returning(stage, { rightId: first, count: 3 })).to.deep.equal([
        ["RightReturned", stage.eventId, first],
        ...refused(first + 1n, REFUSAL.wrongHolder),
        ["RightReturned", stage.eventId, first + 2n],
      ]);
    });

    it("refuses rights that are already void, also within one call", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const rightId = await grant(stage, grantees([ann]));
      expect(await returning(stage, { rightId }, { rightId })).to.deep.equal([
        ["RightReturned", stage.eventId, rightId],
        ...refused(rightId, REFUSAL.rightVoid),
      ]);
      expect(await placesOf(stage, CLASS.standing)).to.deep.equal([0n, 1n]);
    });

    it("refuses rights that were refused at their grant", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      await grant(stage, grantees([bob], 4), { classId: CLASS.seated });
      const rightId = await grant(stage, grantees([ann, bob], 4), { classId: CLASS.seated });
      expect(await returning(stage, { rightId })).to.deep.equal(refused(rightId, REFUSAL.rightVoid));
      expect(await stage.rights.seatOf(stage.eventId, CLASS.seated, 4)).to.deep.equal([true, false]);
      expect(await placesOf(stage, CLASS.seated)).to.deep.equal([2n, 0n]);
    });

    it("refuses a statement of an earlier holding after a rebind there and back", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const rightId = await grant(stage, grantees([ann, ann]));
      const asOrganizer = rights.connect(roles.organizer);
      await asOrganizer.rebind(rightId, bob.address, "0x");
      expect(await returning(stage, { rightId })).to.deep.equal(refused(rightId, REFUSAL.badSignature));
      await asOrganizer.rebind(rightId, ann.address, "0x");
      expect(await returning(stage, { rightId, count: 2 }), "the other one was never rebound").to.deep.equal([
        ...refused(rightId, REFUSAL.signedBeforeRebind),
        ["RightReturned", eventId, rightId + 1n],
      ]);
      expect(await returning(stage, { rightId, rebinds: 1 })).to.deep.equal(
        refused(rightId, REFUSAL.signedBeforeRebind),
      );
      expect(await returning(stage, { rightId, rebinds: 2 })).to.deep.equal([["RightReturned", eventId, rightId]]);
      expect((await rightOf(stage, rightId)).rebinds, "how it was rebound stays known").to.equal(2n);
    });

    it("returns the good ones around a bad one", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { eventId } = stage;
      const first = await grant(stage, grantees([ann, bob, ann]));
      const nothing = packRightId(99, 0, 0);
      expect(
        await returning(
          stage,
          { rightId: nothing },
          { rightId: first },
          { rightId: first + 1n },
          { rightId: first, count: 0 },
          { rightId: first + 2n },
        ),
      ).to.deep.equal([
        ...refused(nothing, REFUSAL.rightNonexistent),
        ["RightReturned", eventId, first],
        ...refused(first + 1n, REFUSAL.badSignature),
        ...refused(first, REFUSAL.countInvalid),
        ["RightReturned", eventId, first + 2n],
      ]);
    });
  });
});
