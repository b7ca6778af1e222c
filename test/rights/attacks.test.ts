import { expect } from "chai";
import {
  classTerms,
  DAY,
  HOUR,
  now,
  publishEvent,
  REFUSAL,
  registerTeam,
  STATUS,
} from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { signRebind, signReturn } from "doorkey-test-support/statements";
import { toBeHex, ZeroHash } from "ethers";
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
  packRefusals,
  rightOf,
  type Stage,
  sendGrant,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const [THIEF = "", ELSEWHERE = "", FAN = ""] = addresses(3, 900);

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

/** A second event in the stage's scope, with a class for members and one for staff. */
async function secondInScope({ events, roles, verifier, organizerId, agentId, eventId, ...suite }: Stage) {
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2, scope: eventId };
  const classes = [
    classTerms({ name: "members", named: true }),
    classTerms({ name: "staff", named: true, reserved: true }),
  ];
  const second = await publishEvent({ events, roles, verifier, ...suite }, organizerId, { policy }, classes);
  for (const classId of [1, 2]) {
    await events.connect(roles.organizer).designateAgent(second.eventId, classId, agentId, 100);
  }
  return second.eventId;
}

describe("a stolen key of an organizer's admin", () => {
  it("reopens rebinds by moving doors away and back, and gains maxRebinds rebinds of rights without a name", async () => {
    const rebindUntil = ((await ethers.provider.getBlock("latest"))?.timestamp ?? 0) + 20 * DAY;
    const stage = await openStage(ethers, { schedule: { rebindUntil } });
    const { events, rights, roles, eventId, schedule } = stage;
    const plain = await grant(stage, grantees([ann]));
    const named = await grantTagged(stage, [ann], ["ann"], { classId: CLASS.members });
    const { doorsOpenAt, doorsCloseAt, salesOpenAt } = schedule;
    const moveDoors = (by: number) =>
      events.connect(roles.organizer).reschedule(eventId, doorsOpenAt + by, doorsCloseAt + by, salesOpenAt + DAY);
    const rebind = (rightId: bigint, to: string) => rights.connect(roles.organizer).rebind(rightId, to, "0x");

    await networkHelpers.time.increaseTo(rebindUntil);
    await expect(rebind(plain, THIEF)).to.be.revertedWithCustomError(rights, "RightWindowClosed");
    await moveDoors(2 * DAY - 1);
    await expect(rebind(plain, THIEF), "a delay below 48 hours").to.be.revertedWithCustomError(
      rights,
      "RightWindowClosed",
    );
    await moveDoors(-5 * DAY);
    await moveDoors(0);
    expect((await events.eventOf(eventId)).rebindUntil, "doors are where they were").to.equal(rebindUntil + 5 * DAY);
    await rebind(plain, THIEF);
    await rebind(plain, ELSEWHERE);
    await expect(rebind(plain, THIEF))
      .to.be.revertedWithCustomError(rights, "RightRebindsExhausted")
      .withArgs(plain, 2);
    await expect(rebind(named, THIEF)).to.be.revertedWithCustomError(rights, "RightEvidenceInvalid").withArgs(named);
    expect((await rightOf(stage, named)).holder).to.equal(ann.address);
    expect((await rightOf(stage, plain)).holder).to.equal(ELSEWHERE);
  });

  it("neither lifts nor sets the deadline of rights without a name, wherever it moves doors", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, rights, roles, eventId, schedule } = stage;
    const staff = await grant(stage, grantees([ann]), { classId: CLASS.staff });
    await networkHelpers.time.increaseTo(schedule.nameBy);
    const asThief = events.connect(roles.organizer);
    const { doorsOpenAt, doorsCloseAt, salesOpenAt, nameBy } = schedule;
    for (const by of [90 * DAY, 60 * DAY, 0, -2 * DAY, HOUR]) {
      await asThief.reschedule(eventId, doorsOpenAt + by, doorsCloseAt + by, salesOpenAt + DAY);
      expect((await events.eventOf(eventId)).nameBy).to.equal(nameBy);
    }
    await rights.connect(roles.stranger).revoke([staff], ZeroHash);
    expect((await rightOf(stage, staff)).status).to.equal(STATUS.void);
  });

  it("gets no time for a sale hook by moving the event", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, roles, organizerId } = stage;
    const salesOpenAt = (await now(stage)) + 2 * DAY;
    const { eventId, schedule } = await publishEvent(stage, organizerId, { schedule: { salesOpenAt } });
    const hook = await (await ethers.deployContract("SilentSaleHook")).getAddress();
    const asThief = events.connect(roles.organizer);
    const { doorsOpenAt, doorsCloseAt, salesCloseAt } = schedule;
    await asThief.reschedule(eventId, doorsOpenAt + 90 * DAY, doorsCloseAt + 90 * DAY, salesCloseAt + 90 * DAY);
    await asThief.pauseSales(eventId);
    await expect(asThief.setSaleHook(eventId, 1, hook))
      .to.be.revertedWithCustomError(events, "SaleHookFinal")
      .withArgs(eventId, 1);
  });

  it("moves no event by times in milliseconds, which do not fit 40 bits", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, roles, eventId, schedule } = stage;
    const { doorsOpenAt, doorsCloseAt, salesCloseAt } = schedule;
    const before = await events.eventOf(eventId);
    const word = (time: number) => toBeHex(time, 32).slice(2);
    const moves = [
      events.interface.encodeFunctionData("reschedule", [eventId, doorsOpenAt + 1, doorsCloseAt, salesCloseAt]),
      events.interface.encodeFunctionData("extendDoors", [eventId, doorsOpenAt + 1]),
    ];
    for (const seconds of moves) {
      const data = seconds.replace(word(doorsOpenAt + 1), word((doorsOpenAt + 1) * 1_000));
      expect(data).to.not.equal(seconds);
      await expect(roles.organizer.sendTransaction({ to: events, data })).to.be.revertedWithoutReason(ethers);
    }
    expect(await events.eventOf(eventId)).to.deep.equal(before);
  });

  it("keeps no offer alive while the event is with another organizer", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, roles, eventId, organizerId } = stage;
    const [asA, asB, asC] = [roles.organizer, roles.agent, roles.stranger].map((signer) => events.connect(signer));
    if (asA === undefined || asB === undefined || asC === undefined) throw new Error("there are three organizers");
    const b = await registerTeam(events, roles.agent);
    const c = await registerTeam(events, roles.stranger);
    const ofC = await events.termsHashOf(eventId);
    await asA.offerHandOver(eventId, c);
    await asA.offerHandOver(eventId, b);
    await asB.acceptHandOver(eventId, b, ofC);
    const ofA = await events.termsHashOf(eventId);
    await asB.offerHandOver(eventId, organizerId);
    await asA.acceptHandOver(eventId, organizerId, ofA);
    for (const hash of [ofC, ofA, await events.termsHashOf(eventId)]) {
      await expect(asC.acceptHandOver(eventId, c, hash))
        .to.be.revertedWithCustomError(events, "HandOverStale")
        .withArgs(eventId, c, hash);
    }
    expect((await events.eventOf(eventId)).organizerId).to.equal(organizerId);
  });

  it("cannot bring back the attesters of an earlier era of a scope for a later event of that scope", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, roles, verifier, eventId, organizerId } = stage;
    const b = await registerTeam(events, roles.agent);
    for (const [from, to, receiver] of [
      [roles.organizer, roles.agent, b],
      [roles.agent, roles.organizer, organizerId],
    ] as const) {
      await events.connect(from).offerHandOver(eventId, receiver);
      await events.connect(to).acceptHandOver(eventId, receiver, await events.termsHashOf(eventId));
    }
    const second = await secondInScope(stage);
    const evidence = [await evidenceFor(stage, { person: "ann", holder: FAN })];
    const grantFan = () => sendGrant(stage, grantees([FAN]), { eventId: second, classId: 1, evidence });
    await expect(grantFan())
      .to.be.revertedWithCustomError(stage.rights, "NothingLive")
      .withArgs(packRefusals(REFUSAL.evidenceRefused));
    await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
    await grantFan();
    expect((await stage.rights.placesOf(second, 1)).granted).to.equal(1);
  });
});

describe("a hostile agent", () => {
  it("binds a stranger agent under itself for a quota that it takes back, until the organizer frees that agent", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, agents, roles, eventId, agentId } = stage;
    const stranger = await registerTeam(agents, roles.stranger);
    const asAgent = events.connect(roles.agent);
    await asAgent.delegate(eventId, CLASS.standing, agentId, stranger, 1);
    await asAgent.delegate(eventId, CLASS.standing, agentId, stranger, 0);
    await expect(sendGrant(stage, grantees([FAN]), { by: roles.stranger, agentId: stranger }))
      .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
      .withArgs(eventId, CLASS.standing, stranger, 1, 0);
    await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, stranger, 5);
    await sendGrant(stage, grantees([FAN]), { by: roles.stranger, agentId: stranger });
    await expect(asAgent.delegate(eventId, CLASS.standing, agentId, stranger, 0))
      .to.be.revertedWithCustomError(events, "AgentPlaced")
      .withArgs(eventId, CLASS.standing, stranger, 0);
  });

  it("takes no person's place with rights of a cancelled event", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, rights, roles, eventId } = stage;
    const second = await secondInScope(stage);
    const staff = await grant(stage, grantees(addresses(2, 40)), { eventId: second, classId: 2 });
    await events.connect(roles.organizer).cancel(second);
    const naming = async (rightId: bigint, person: string) =>
      rights
        .connect(roles.agent)
        .nameRight(rightId, ELSEWHERE, await evidenceFor(stage, { person, holder: ELSEWHERE, rightId }));
    await naming(staff, "ann");
    await naming(staff + 1n, "ann");
    const [first, other] = [await grantTagged(stage, [FAN], ["ann"]), await grantTagged(stage, [FAN], ["ann"])];
    expect(await rights.rightsOfPerson(eventId, tagOf("ann"))).to.deep.equal([first, other, 0n]);
    expect((await rightOf(stage, staff)).status, "of an event that lets nobody in").to.equal(STATUS.rebound);
  });

  it("uses a consent once, even if the right comes back to the holder who gave it", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { rights, roles, domains, schedule } = stage;
    const rightId = await grant(stage, grantees([ann]));
    const consent = (newHolder: string, rebinds: number) =>
      signRebind(domains.statements, ann, { rightId, newHolder, rebinds, expiresAt: schedule.doorsOpenAt });
    const given = consent(THIEF, 0);
    await rights.connect(roles.agent).rebind(rightId, THIEF, given);
    await rights.connect(roles.organizer).rebind(rightId, ann.address, "0x");
    await expect(rights.connect(roles.agent).rebind(rightId, THIEF, given))
      .to.be.revertedWithCustomError(rights, "RightConsentInvalid")
      .withArgs(rightId, ann.address);
    expect((await rightOf(stage, rightId)).holder).to.equal(ann.address);
  });
});

describe("a hostile relay", () => {
  it("keeps back a return until a reschedule reopens returns, and then only until the return expires", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { events, rights, roles, domains, eventId, schedule } = stage;
    const { doorsOpenAt, doorsCloseAt, salesCloseAt, returnUntil } = schedule;
    const first = await grant(stage, grantees([ann, ann]));
    const kept = [returnUntil + HOUR, doorsOpenAt].map((expiresAt, i) =>
      signReturn(domains.statements, ann, { rightId: first + BigInt(i), expiresAt }),
    );
    const deliver = () => logsOf(rights, rights.connect(roles.relay).returnRights(kept));
    await networkHelpers.time.increaseTo(returnUntil + HOUR);
    const closed = (i: number) => ["ReturnRefused", eventId, first + BigInt(i), REFUSAL.windowClosed];
    expect(await deliver()).to.deep.equal([closed(0), closed(1)]);
    await events.connect(roles.organizer).reschedule(eventId, doorsOpenAt, doorsCloseAt + 1, salesCloseAt);
    expect(await deliver()).to.deep.equal([
      ["ReturnRefused", eventId, first, REFUSAL.statementExpired],
      ["RightReturned", eventId, first + 1n],
    ]);
  });
});
