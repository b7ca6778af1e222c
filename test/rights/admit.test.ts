import { expect } from "chai";
import {
  classTerms,
  GATE,
  HOUR,
  openContractShow,
  REFUSAL,
  registerTeam,
  STATUS,
} from "doorkey-test-support/contracts";
import { type HolderKey, holderKey, KEY_KINDS } from "doorkey-test-support/keys";
import { packEntry, packRightId, packSignatures, signEntry, signReturn } from "doorkey-test-support/statements";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  evidenceFor,
  grant,
  grantees,
  grantTagged,
  type Log,
  logsOf,
  openStage,
  placesOf,
  rightOf,
  type Scan,
  type Stage,
  sendAdmit,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("p256", "bob");
const TEN_MINUTES = 600;
const CHALLENGE = "0x0123456789abcdef";
const OTHER_CHALLENGE = "0xfedcba9876543210";

/** A show with open doors and four rights: two of ann's, one of bob's, one of ann's. */
async function fixture() {
  const stage = await openStage(ethers);
  const first = await grant(stage, grantees([ann, ann, bob, ann]));
  await networkHelpers.time.increaseTo(stage.schedule.doorsOpenAt);
  return { stage, first, doors: stage.schedule.doorsOpenAt };
}

const admitted = ({ eventId, roles }: Stage, scan: Scan): Log => [
  "Admitted",
  eventId,
  roles.gate.address,
  packEntry(scan),
];
const refused = ({ eventId, roles }: Stage, rightId: bigint, why: bigint): Log => [
  "AdmissionRefused",
  eventId,
  roles.gate.address,
  rightId,
  why,
];
const already = ({ eventId, roles }: Stage, scan: Scan): Log => [
  "AlreadyAdmitted",
  eventId,
  roles.gate.address,
  scan.rightId,
  packEntry(scan),
];
const admitting = (stage: Stage, ...scans: Scan[]) => logsOf(stage.rights, sendAdmit(stage, scans));

describe("admit", () => {
  describe("a proof of the holder", () => {
    for (const kind of KEY_KINDS) {
      for (const challenge of [undefined, CHALLENGE]) {
        it(`admits a ${kind} key, ${challenge === undefined ? "in time mode" : "to a challenge"}`, async () => {
          const stage = await openStage(ethers);
          const key = holderKey(kind, "enters");
          const rightId = await grant(stage, grantees([key]));
          const { doorsOpenAt } = stage.schedule;
          await networkHelpers.time.increaseTo(doorsOpenAt);
          const scan = {
            key,
            rightId,
            issuedAt: doorsOpenAt,
            scannedAt: doorsOpenAt + 5,
            lane: 65_535,
            ...(challenge && { challenge }),
          };
          expect(await admitting(stage, scan)).to.deep.equal([admitted(stage, scan)]);
          const { status, holder } = await rightOf(stage, rightId);
          expect([status, holder]).to.deep.equal([STATUS.admitted, key.address]);
          expect(await placesOf(stage, CLASS.standing), "an admitted right keeps its place").to.deep.equal([1n, 0n]);
        });
      }
    }

    it("admits a rebound right with its new key, not with the old one", async () => {
      const stage = await openStage(ethers);
      const rightId = await grant(stage, grantees([ann]));
      await stage.rights.connect(stage.roles.organizer).rebind(rightId, bob.address, "0x");
      const { doorsOpenAt: issuedAt } = stage.schedule;
      await networkHelpers.time.increaseTo(issuedAt);
      expect(await admitting(stage, { key: ann, rightId, issuedAt })).to.deep.equal([
        refused(stage, rightId, REFUSAL.badSignature),
      ]);
      const scan = { key: bob, rightId, issuedAt };
      expect(await admitting(stage, scan)).to.deep.equal([admitted(stage, scan)]);
      const { status, holder, rebinds } = await rightOf(stage, rightId);
      expect([status, holder, rebinds]).to.deep.equal([STATUS.admitted, bob.address, 1n]);
    });

    it("refuses every signature that is not the holder's over exactly this entry", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId, domains } = stage;
      const good: Scan = { key: ann, rightId: first, issuedAt: doors, challenge: CHALLENGE, scannedAt: doors };
      const sign = (change: Partial<Scan>) => signEntry(domains.statements, ann, { ...good, ...change });
      const signature = sign({});
      const forged = [
        "0x",
        "0x00",
        signature.slice(0, -2),
        `${signature}00`,
        `0x01${signature.slice(4)}`,
        signEntry(domains.statements, bob, good),
        sign({ rightId: first + 1n }),
        sign({ count: 2 }),
        sign({ issuedAt: doors + 1 }),
        sign({ challenge: OTHER_CHALLENGE }),
        signEntry({ ...domains.statements, chainId: 1 }, ann, good),
        signEntry({ ...domains.statements, verifyingContract: await stage.events.getAddress() }, ann, good),
        signReturn(domains.statements, ann, { rightId: first, expiresAt: doors }).signature,
      ];
      for (const [i, forgery] of forged.entries()) {
        const sent = rights.connect(roles.gate).admit(eventId, [packEntry(good)], packSignatures([forgery]));
        expect(await logsOf(rights, sent), `forgery ${i}`).to.deep.equal([refused(stage, first, REFUSAL.badSignature)]);
      }
      // The holder does not sign the gate's own fields, so they may have any value while doors are open.
      const noted = { ...good, scannedAt: doors + HOUR, lane: 7 };
      expect(await admitting(stage, noted)).to.deep.equal([admitted(stage, noted)]);
    });

    it("never accepts the signer 0 as a holder", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const nobody = `0x00${"00".repeat(64)}1b`;
      const entry = packEntry({ rightId: first, issuedAt: doors });
      const sent = rights.connect(roles.gate).admit(eventId, [entry], packSignatures([nobody]));
      expect(await logsOf(rights, sent)).to.deep.equal([refused(stage, first, REFUSAL.badSignature)]);
    });
  });

  describe("in time", () => {
    it("reverts before doors open, and admits from then on", async () => {
      const stage = await openStage(ethers);
      const rightId = await grant(stage, grantees([ann]));
      const { doorsOpenAt } = stage.schedule;
      const scan = { key: ann, rightId, issuedAt: doorsOpenAt };
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt - 1);
      await expect(sendAdmit(stage, [scan]))
        .to.be.revertedWithCustomError(stage.events, "DoorsNotOpen")
        .withArgs(stage.eventId, doorsOpenAt);
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt);
      expect(await admitting(stage, scan)).to.deep.equal([admitted(stage, scan)]);
    });

    it("accepts a scannedAt from doorsOpenAt until doorsCloseAt", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { doorsOpenAt, doorsCloseAt } = stage.schedule;
      for (const scannedAt of [0, doorsOpenAt - 1, doorsCloseAt, 2 ** 40 - 1]) {
        const scan = { key: ann, rightId: first, issuedAt: scannedAt };
        expect(await admitting(stage, scan)).to.deep.equal([refused(stage, first, REFUSAL.outsideDoors)]);
      }
      const opening = { key: ann, rightId: first, issuedAt: doorsOpenAt };
      const closing = { key: ann, rightId: first + 1n, issuedAt: doorsCloseAt - 1 };
      expect(await admitting(stage, opening, closing)).to.deep.equal([
        admitted(stage, opening),
        admitted(stage, closing),
      ]);
    });

    it("continues until the time that doors were extended to", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { events, roles, eventId, schedule } = stage;
      const tomorrow = schedule.doorsCloseAt + 20 * HOUR;
      const late = { key: ann, rightId: first, issuedAt: tomorrow - 1 };
      expect(await admitting(stage, late)).to.deep.equal([refused(stage, first, REFUSAL.outsideDoors)]);
      await networkHelpers.time.setNextBlockTimestamp(schedule.doorsCloseAt - 1);
      const extended = { ...schedule, doorsCloseAt: tomorrow };
      expect(await logsOf(events, events.connect(roles.organizer).extendDoors(eventId, tomorrow))).to.deep.equal([
        ["EventRescheduled", eventId, Object.values(extended).map(BigInt), BigInt(schedule.doorsOpenAt)],
      ]);
      const tooLate = { key: ann, rightId: first + 1n, issuedAt: tomorrow };
      expect(await admitting(stage, late, tooLate)).to.deep.equal([
        admitted(stage, late),
        refused(stage, first + 1n, REFUSAL.outsideDoors),
      ]);
    });

    it("accepts a delivery at any later time", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      await networkHelpers.time.increase(400 * 24 * HOUR);
      const scan = { key: ann, rightId: first, issuedAt: doors };
      expect(await admitting(stage, scan)).to.deep.equal([admitted(stage, scan)]);
    });

    it("lets the clocks of holder and gate differ by ten minutes either way, not by a second more", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const scannedAt = doors + HOUR;
      for (const apart of [-TEN_MINUTES - 1, TEN_MINUTES + 1, -HOUR, HOUR]) {
        const scan = { key: ann, rightId: first, issuedAt: scannedAt + apart, scannedAt };
        expect(await admitting(stage, scan)).to.deep.equal([refused(stage, first, REFUSAL.clockApart)]);
      }
      const slow = { key: ann, rightId: first, issuedAt: scannedAt - TEN_MINUTES, scannedAt };
      const fast = { key: ann, rightId: first + 1n, issuedAt: scannedAt + TEN_MINUTES, scannedAt };
      expect(await admitting(stage, slow, fast)).to.deep.equal([admitted(stage, slow), admitted(stage, fast)]);
    });

    it("ignores the holder's clock if a challenge is answered", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const scans = [0n, 2n ** 64n - 1n].map((issuedAt, i) => ({
        key: ann,
        rightId: first + BigInt(i),
        issuedAt,
        scannedAt: doors,
        challenge: CHALLENGE,
      }));
      expect(await admitting(stage, ...scans)).to.deep.equal(scans.map((scan) => admitted(stage, scan)));
    });

    it("handles every issuedAt in time mode", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      for (const issuedAt of [0n, 2n ** 63n, 2n ** 64n - 1n]) {
        const scan = { key: ann, rightId: first, issuedAt, scannedAt: doors };
        expect(await admitting(stage, scan)).to.deep.equal([refused(stage, first, REFUSAL.clockApart)]);
      }
    });

    it("refuses a proof signed before the right was rebound, and accepts one of the same second", async () => {
      const stage = await openStage(ethers);
      const first = await grant(stage, grantees([ann, ann]));
      const { rights, roles, schedule } = stage;
      // Rebound as late as possible, so that time mode still accepts an issuedAt before it.
      await networkHelpers.time.setNextBlockTimestamp(schedule.rebindUntil - 1);
      await rights.connect(roles.organizer).rebind(first, bob.address, "0x");
      const reboundAt = schedule.rebindUntil - 1;
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      const scan = { key: bob, rightId: first, challenge: CHALLENGE, scannedAt: schedule.doorsOpenAt };
      expect(await admitting(stage, { ...scan, issuedAt: reboundAt - 1 })).to.deep.equal([
        refused(stage, first, REFUSAL.signedBeforeRebind),
      ]);
      expect(await admitting(stage, { ...scan, issuedAt: reboundAt })).to.deep.equal([
        admitted(stage, { ...scan, issuedAt: reboundAt }),
      ]);
    });
  });

  describe("rights that cannot be admitted", () => {
    it("refuses rights of another event, even if the gate is a gate of both", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const other = await openContractShow(stage, {}, [classTerms()]);
      const rightId = await grant(stage, grantees([ann]), { eventId: other.eventId, agentId: other.agentId });
      expect(
        await admitting(
          stage,
          { key: ann, rightId, issuedAt: doors },
          { key: ann, rightId: first, issuedAt: doors },
          { key: ann, rightId: 0n, issuedAt: doors },
        ),
      ).to.deep.equal([
        refused(stage, rightId, REFUSAL.wrongEvent),
        admitted(stage, { key: ann, rightId: first, issuedAt: doors }),
        refused(stage, 0n, REFUSAL.wrongEvent),
      ]);
      expect((await rightOf(stage, rightId)).status).to.equal(STATUS.granted);
    });

    it("refuses rights that do not exist", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      for (const rightId of [first + 4n, first + 2047n, packRightId(stage.eventId, 1, 0), (1n << 32n) + 0xffffffffn]) {
        expect(await admitting(stage, { key: ann, rightId, issuedAt: doors })).to.deep.equal([
          refused(stage, rightId, REFUSAL.rightNonexistent),
        ]);
      }
    });

    it("refuses returned, revoked and never granted rights", async () => {
      const stage = await openStage(ethers);
      const { rights, roles, schedule, domains } = stage;
      const first = await grant(stage, grantees([ann, ann, ann]));
      await rights.connect(roles.agent).revoke([first], ZeroHash);
      const wish = signReturn(domains.statements, ann, { rightId: first + 1n, expiresAt: schedule.doorsOpenAt });
      await rights.returnRights([wish]);
      await grant(stage, grantees([bob], 3), { classId: CLASS.seated });
      const refusedAtGrant = await grant(stage, grantees([ann, bob], 3), { classId: CLASS.seated });
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      for (const rightId of [first, first + 1n, refusedAtGrant]) {
        expect(await admitting(stage, { key: ann, rightId, issuedAt: schedule.doorsOpenAt })).to.deep.equal([
          refused(stage, rightId, REFUSAL.rightVoid),
        ]);
      }
    });

    it("refuses unnamed rights of a named class", async () => {
      const stage = await openStage(ethers);
      const { rights, roles, schedule } = stage;
      const untagged = await grant(stage, grantees([ann, ann, ann]), { classId: CLASS.staff });
      await rights.connect(roles.organizer).rebind(untagged + 1n, bob.address, "0x");
      const evidence = await evidenceFor(stage, { person: "ann", holder: ann, rightId: untagged + 2n });
      await rights.connect(roles.organizer).nameRight(untagged + 2n, ann.address, evidence);
      const tagged = await grantTagged(stage, [ann], ["ann"], { classId: CLASS.staff });
      const issuedAt = schedule.doorsOpenAt;
      await networkHelpers.time.increaseTo(issuedAt);
      const named = { key: ann, rightId: untagged + 2n, issuedAt };
      expect(
        await admitting(
          stage,
          { key: ann, rightId: untagged, issuedAt },
          { key: bob, rightId: untagged + 1n, issuedAt },
          named,
          { key: ann, rightId: tagged, issuedAt },
        ),
      ).to.deep.equal([
        refused(stage, untagged, REFUSAL.notNamed),
        refused(stage, untagged + 1n, REFUSAL.notNamed),
        admitted(stage, named),
        admitted(stage, { key: ann, rightId: tagged, issuedAt }),
      ]);
    });
  });

  describe("a right that was admitted", () => {
    it("logs a retry and a second presentation with the fields that distinguish them", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const scan = { key: ann, rightId: first, issuedAt: doors, challenge: CHALLENGE, scannedAt: doors, lane: 1 };
      const retry = { ...scan, scannedAt: doors + 30 };
      const second = { ...scan, challenge: OTHER_CHALLENGE, issuedAt: doors + 60, scannedAt: doors + 60, lane: 2 };
      await admitting(stage, scan);
      expect(await admitting(stage, scan)).to.deep.equal([already(stage, scan)]);
      expect(await admitting(stage, retry)).to.deep.equal([already(stage, retry)]);
      expect(await admitting(stage, second)).to.deep.equal([already(stage, second)]);
    });

    it("is logged as admitted before within the same call too", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const scan = { key: ann, rightId: first, issuedAt: doors };
      expect(await admitting(stage, scan, scan)).to.deep.equal([admitted(stage, scan), already(stage, scan)]);
    });

    it("is not reported for an invalid proof", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      await admitting(stage, { key: ann, rightId: first, issuedAt: doors });
      expect(await admitting(stage, { key: bob, rightId: first, issuedAt: doors })).to.deep.equal([
        refused(stage, first, REFUSAL.badSignature),
      ]);
    });

    it("is final: it cannot be rebound, named, revoked or returned", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const { rights, roles, domains, eventId, schedule } = stage;
      await admitting(stage, { key: ann, rightId: first, issuedAt: doors });
      const asOrganizer = rights.connect(roles.organizer);
      await expect(asOrganizer.rebind(first, bob.address, "0x"))
        .to.be.revertedWithCustomError(rights, "RightNotLive")
        .withArgs(first, STATUS.admitted);
      await expect(asOrganizer.nameRight(first, bob.address, "0x"))
        .to.be.revertedWithCustomError(rights, "RightNotLive")
        .withArgs(first, STATUS.admitted);
      await expect(asOrganizer.revoke([first], ZeroHash))
        .to.be.revertedWithCustomError(rights, "RightWindowClosed")
        .withArgs(first, schedule.doorsOpenAt);
      const wish = signReturn(domains.statements, ann, { rightId: first, expiresAt: doors + HOUR });
      expect(await logsOf(rights, rights.returnRights([wish]))).to.deep.equal([
        ["ReturnRefused", eventId, first, REFUSAL.windowClosed],
      ]);
      expect((await rightOf(stage, first)).status).to.equal(STATUS.admitted);
    });
  });

  describe("by whom", () => {
    it("reverts for every caller that is not a gate of this event", async () => {
      const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
      const { events, roles, eventId, organizerId } = stage;
      const other = await openContractShow(stage, {}, [classTerms()]);
      await events.connect(roles.organizer).setGate(other.eventId, roles.stranger, GATE.scanner, 0);
      const scans = [{ key: ann, rightId: first, issuedAt: doors }];
      for (const by of [roles.organizer, roles.organizerMember, roles.agent, roles.stranger, roles.attester]) {
        await expect(sendAdmit(stage, scans, { by }))
          .to.be.revertedWithCustomError(events, "GateOnly")
          .withArgs(eventId, by, false);
      }
      await events.connect(roles.organizer).setGate(eventId, roles.gate, GATE.none, 0);
      await expect(sendAdmit(stage, scans)).to.be.revertedWithCustomError(events, "GateOnly");
      await events.connect(roles.organizer).setActive(organizerId, false);
      await sendAdmit(stage, scans, { by: roles.desk });
    });

    it("reverts for gates of a former organizer, also once it has the event again", async () => {
      const stage = await openStage(ethers);
      const { events, roles, eventId, organizerId, schedule } = stage;
      const rightId = await grant(stage, grantees([ann]));
      const other = await registerTeam(events, roles.stranger);
      for (const [from, to, by] of [
        [roles.organizer, other, roles.stranger],
        [roles.stranger, organizerId, roles.organizer],
      ] as const) {
        await events.connect(from).offerHandOver(eventId, to);
        await events.connect(by).acceptHandOver(eventId, to, await events.termsHashOf(eventId));
      }
      expect(await events.eraOf(eventId)).to.equal(2);
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      const scan = { key: ann, rightId, issuedAt: schedule.doorsOpenAt };
      for (const by of [roles.gate, roles.desk]) {
        await expect(sendAdmit(stage, [scan], { by }))
          .to.be.revertedWithCustomError(events, "GateOnly")
          .withArgs(eventId, by, false);
      }
      await events.connect(roles.organizer).setGate(eventId, roles.gate, GATE.scanner, 0);
      expect(await admitting(stage, scan)).to.deep.equal([admitted(stage, scan)]);
    });

    it("reverts for an unknown event, and for a cancelled one", async () => {
      const stage = await openStage(ethers);
      const rightId = await grant(stage, grantees([ann]));
      const scans = [{ key: ann, rightId, issuedAt: stage.schedule.doorsOpenAt }];
      await stage.events.connect(stage.roles.organizer).cancel(stage.eventId);
      await networkHelpers.time.increaseTo(stage.schedule.doorsOpenAt);
      await expect(sendAdmit(stage, scans))
        .to.be.revertedWithCustomError(stage.events, "EventIsCancelled")
        .withArgs(stage.eventId);
      for (const eventId of [0n, 99n]) {
        await expect(sendAdmit(stage, scans, { eventId }))
          .to.be.revertedWithCustomError(stage.events, "EventNonexistent")
          .withArgs(eventId);
      }
    });

    it("works while sales are paused, with an inactive agent, a dismissed one, an inactive organizer", async () => {
      const stage = await openStage(ethers);
      const { agents, events, roles, eventId, agentId, organizerId } = stage;
      const keys: HolderKey[] = [ann, bob];
      const first = await grant(stage, grantees([...keys, ...addresses(1)]));
      await events.connect(roles.organizer).pauseSales(eventId);
      await agents.connect(roles.agent).setActive(agentId, false);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await events.connect(roles.organizer).setActive(organizerId, false);
      const issuedAt = stage.schedule.doorsOpenAt;
      await networkHelpers.time.increaseTo(issuedAt);
      const scans = keys.map((key, i) => ({ key, rightId: first + BigInt(i), issuedAt }));
      expect(await admitting(stage, ...scans)).to.deep.equal(scans.map((scan) => admitted(stage, scan)));
    });
  });
});
