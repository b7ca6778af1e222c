import { expect } from "chai";
import { classTerms, GATE, openContractShow, REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packEntry, packRightId } from "doorkey-test-support/statements";
import { encodeBytes32String, ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  evidenceFor,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  type Stage,
  sendAdmit,
  statusesOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("p256", "bob");
const REASON = encodeBytes32String("battery dead");
/** The limit of the desk of a show. */
const LIMIT = 10;

/** A show with open doors and twenty rights, the first of them ann's. */
async function fixture() {
  const stage = await openStage(ethers);
  const first = await grant(stage, grantees([ann, ...addresses(19)]));
  await networkHelpers.time.increaseTo(stage.schedule.doorsOpenAt);
  return { stage, first, doors: stage.schedule.doorsOpenAt };
}

type ByHand = { by?: keyof Stage["roles"]; eventId?: bigint; scannedAt?: number };

function sendByHand(stage: Stage, rights: readonly bigint[], options: ByHand = {}) {
  const { by = "desk", eventId = stage.eventId, scannedAt = stage.schedule.doorsOpenAt } = options;
  return stage.rights.connect(stage.roles[by]).admitByHand(eventId, [...rights], scannedAt, REASON);
}

const byHand = (stage: Stage, rights: readonly bigint[], options?: ByHand) =>
  logsOf(stage.rights, sendByHand(stage, rights, options));
const admitted = ({ eventId, roles, schedule }: Stage, rightId: bigint, scannedAt = schedule.doorsOpenAt) => [
  "AdmittedByHand",
  eventId,
  roles.desk.address,
  rightId,
  BigInt(scannedAt),
  REASON,
];
const refused = ({ eventId, roles }: Stage, rightId: bigint, why: bigint) => [
  "AdmissionRefused",
  eventId,
  roles.desk.address,
  rightId,
  why,
];

describe("admitByHand", () => {
  it("admits without a proof, logs it as by hand, and counts it", async () => {
    const { stage, first } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId, roles } = stage;
    expect(await byHand(stage, [first, first + 17n])).to.deep.equal([
      admitted(stage, first),
      admitted(stage, first + 17n),
    ]);
    expect(await statusesOf(stage, first, 2)).to.deep.equal([STATUS.admitted, STATUS.granted]);
    expect(await rights.byHandOf(eventId, roles.desk)).to.equal(2);
    expect(await rights.byHandOf(eventId, roles.gate)).to.equal(0);
  });

  it("logs a later valid proof as contested, and refuses an invalid one", async () => {
    const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId, roles } = stage;
    await sendByHand(stage, [first]);
    const scan = { key: ann, rightId: first, issuedAt: doors };
    expect(await logsOf(rights, sendAdmit(stage, [scan]))).to.deep.equal([
      ["Contested", eventId, roles.gate.address, first, packEntry(scan)],
    ]);
    expect(await logsOf(rights, sendAdmit(stage, [{ ...scan, key: bob }]))).to.deep.equal([
      ["AdmissionRefused", eventId, roles.gate.address, first, REFUSAL.badSignature],
    ]);
  });

  it("lets a desk admit by proof too, beyond its limit for admissions by hand", async () => {
    const { stage, first, doors } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId, roles } = stage;
    await sendByHand(
      stage,
      Array.from({ length: LIMIT }, (_, i) => first + 1n + BigInt(i)),
    );
    const scan = { key: ann, rightId: first, issuedAt: doors };
    expect(await logsOf(rights, sendAdmit(stage, [scan], { by: roles.desk }))).to.deep.equal([
      ["Admitted", eventId, roles.desk.address, packEntry(scan)],
    ]);
    expect(await rights.byHandOf(eventId, roles.desk)).to.equal(LIMIT);
  });

  describe("within the limit", () => {
    it("reverts as a whole for one more than is left", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { rights, eventId, roles } = stage;
      const some = (from: number, count: number) => Array.from({ length: count }, (_, i) => first + BigInt(from + i));
      await expect(sendByHand(stage, some(0, LIMIT + 1)))
        .to.be.revertedWithCustomError(rights, "ByHandLimitExceeded")
        .withArgs(eventId, roles.desk, LIMIT + 1, LIMIT);
      await sendByHand(stage, some(0, LIMIT - 1));
      await expect(sendByHand(stage, some(LIMIT, 2)))
        .to.be.revertedWithCustomError(rights, "ByHandLimitExceeded")
        .withArgs(eventId, roles.desk, 2, 1);
      await sendByHand(stage, some(LIMIT, 1));
      await expect(sendByHand(stage, some(LIMIT + 1, 1)))
        .to.be.revertedWithCustomError(rights, "ByHandLimitExceeded")
        .withArgs(eventId, roles.desk, 1, 0);
      expect(await rights.byHandOf(eventId, roles.desk)).to.equal(LIMIT);
    });

    it("counts only the rights that it admits, not refused ones and repeats", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      expect(await byHand(stage, [first, first, first + 20n, first])).to.deep.equal([
        admitted(stage, first),
        refused(stage, first, REFUSAL.rightAdmitted),
        refused(stage, first + 20n, REFUSAL.rightNonexistent),
        refused(stage, first, REFUSAL.rightAdmitted),
      ]);
      expect(await stage.rights.byHandOf(stage.eventId, stage.roles.desk)).to.equal(1);
    });

    it("works again when the limit is raised, and stops when it is lowered below what was used", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { events, rights, eventId, roles } = stage;
      const asOrganizer = events.connect(roles.organizer);
      await sendByHand(stage, [first, first + 1n, first + 2n]);
      await asOrganizer.setGate(eventId, roles.desk, GATE.desk, 2);
      await expect(sendByHand(stage, [first + 3n]))
        .to.be.revertedWithCustomError(rights, "ByHandLimitExceeded")
        .withArgs(eventId, roles.desk, 1, 0);
      expect(await byHand(stage, [])).to.deep.equal([]);
      await asOrganizer.setGate(eventId, roles.desk, GATE.desk, 4);
      await sendByHand(stage, [first + 3n]);
    });
  });

  describe("of rights that cannot be admitted", () => {
    it("refuses rights of another event, unknown ones and 0", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const other = await openContractShow(stage, {}, [classTerms()]);
      const elsewhere = await grant(stage, grantees([ann]), { eventId: other.eventId, agentId: other.agentId });
      const unknown = packRightId(stage.eventId, 5, 0);
      expect(await byHand(stage, [elsewhere, unknown, first + 20n, 0n, first])).to.deep.equal([
        refused(stage, elsewhere, REFUSAL.wrongEvent),
        refused(stage, unknown, REFUSAL.rightNonexistent),
        refused(stage, first + 20n, REFUSAL.rightNonexistent),
        refused(stage, 0n, REFUSAL.wrongEvent),
        admitted(stage, first),
      ]);
      expect(await statusesOf(stage, elsewhere, 1)).to.deep.equal([STATUS.granted]);
    });

    it("refuses void, admitted and unnamed rights, and admits rebound and named ones", async () => {
      const stage = await openStage(ethers);
      const { rights, roles, schedule } = stage;
      const first = await grant(stage, grantees([ann, bob, ann, bob]));
      await rights.connect(roles.agent).revoke([first], ZeroHash);
      await rights.connect(roles.organizer).rebind(first + 1n, ann.address, "0x");
      const staff = await grant(stage, grantees([ann, bob]), { classId: CLASS.staff });
      const evidence = await evidenceFor(stage, { person: "ann", holder: ann, rightId: staff });
      await rights.connect(roles.agent).nameRight(staff, ann.address, evidence);
      const tagged = await grantTagged(stage, [ann], ["ann"], { classId: CLASS.staff });
      await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
      await sendAdmit(stage, [{ key: ann, rightId: first + 2n, issuedAt: schedule.doorsOpenAt }]);

      expect(await byHand(stage, [first, first + 1n, first + 2n, first + 3n, staff, staff + 1n, tagged])).to.deep.equal(
        [
          refused(stage, first, REFUSAL.rightVoid),
          admitted(stage, first + 1n),
          refused(stage, first + 2n, REFUSAL.rightAdmitted),
          admitted(stage, first + 3n),
          admitted(stage, staff),
          refused(stage, staff + 1n, REFUSAL.notNamed),
          admitted(stage, tagged),
        ],
      );
    });

    it("accepts a scannedAt from doorsOpenAt until doorsCloseAt", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { doorsOpenAt, doorsCloseAt } = stage.schedule;
      for (const scannedAt of [0, doorsOpenAt - 1, doorsCloseAt, 2 ** 40 - 1]) {
        expect(await byHand(stage, [first], { scannedAt })).to.deep.equal([
          refused(stage, first, REFUSAL.outsideDoors),
        ]);
      }
      expect(await byHand(stage, [first], { scannedAt: doorsOpenAt })).to.deep.equal([
        admitted(stage, first, doorsOpenAt),
      ]);
      expect(await byHand(stage, [first + 1n], { scannedAt: doorsCloseAt - 1 })).to.deep.equal([
        admitted(stage, first + 1n, doorsCloseAt - 1),
      ]);
    });
  });

  describe("by whom", () => {
    it("reverts for every caller but a desk of this event", async () => {
      const { stage, first } = await networkHelpers.loadFixture(fixture);
      const { events, eventId, roles } = stage;
      for (const by of ["organizer", "organizerMember", "agent", "stranger"] as const) {
        await expect(sendByHand(stage, [first], { by }))
          .to.be.revertedWithCustomError(events, "GateOnly")
          .withArgs(eventId, roles[by], false);
      }
      await expect(sendByHand(stage, [first], { by: "gate" }))
        .to.be.revertedWithCustomError(events, "GateOnly")
        .withArgs(eventId, roles.gate, true);
      await events.connect(roles.organizer).setGate(eventId, roles.desk, GATE.scanner, 0);
      await expect(sendByHand(stage, [first]))
        .to.be.revertedWithCustomError(events, "GateOnly")
        .withArgs(eventId, roles.desk, true);
    });

    it("reverts before doors open, for an unknown event and for a cancelled one", async () => {
      const stage = await openStage(ethers);
      const { events, eventId, roles, schedule } = stage;
      const first = await grant(stage, grantees([ann]));
      await networkHelpers.time.setNextBlockTimestamp(schedule.doorsOpenAt - 1);
      await expect(sendByHand(stage, [first]))
        .to.be.revertedWithCustomError(events, "DoorsNotOpen")
        .withArgs(eventId, schedule.doorsOpenAt);
      for (const none of [0n, 99n]) {
        await expect(sendByHand(stage, [first], { eventId: none }))
          .to.be.revertedWithCustomError(events, "EventNonexistent")
          .withArgs(none);
      }
      const off = await openContractShow(stage, {}, [classTerms()]);
      await events.connect(roles.organizer).cancel(off.eventId);
      await networkHelpers.time.increaseTo(off.schedule.doorsOpenAt);
      await expect(sendByHand(stage, [first], { eventId: off.eventId }))
        .to.be.revertedWithCustomError(events, "EventIsCancelled")
        .withArgs(off.eventId);
    });
  });
});
