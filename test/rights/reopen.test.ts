import { expect } from "chai";
import { classTerms, openContractShow, publishEvent, REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  grant,
  grantees,
  logsOf,
  openStage,
  packRefusals,
  placesOf,
  rightOf,
  type Stage,
  sendGrant,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const REASON = ZeroHash;

/** Two classes of five places each, one with seats. All places are granted. */
async function fixture() {
  const stage = await openStage(ethers);
  const show = await openContractShow(stage, {}, [classTerms({ supply: 5 }), classTerms({ supply: 5, seated: true })]);
  const full: Stage = { ...stage, ...show };
  const { organizerId, agentId, eventId, rights, events, roles } = full;
  const standing = await grant(full, grantees(addresses(5)));
  const seated = await grant(full, grantees(addresses(5), 0), { classId: CLASS.seated });
  for (const classId of [1, 2]) await events.connect(roles.organizer).designateAgent(eventId, classId, agentId, 99);
  const asOrganizer = rights.connect(roles.organizerMember);
  const revoke = (...ids: bigint[]) => rights.connect(roles.agent).revoke(ids, REASON);
  return { stage: full, organizerId, standing, seated, asOrganizer, revoke };
}

describe("reopen", () => {
  it("lets a freed place be granted again, which fails before", async () => {
    const { stage, standing, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    await revoke(standing, standing + 3n);
    expect(await placesOf(stage, 1)).to.deep.equal([3n, 2n]);
    await expect(sendGrant(stage, grantees(addresses(1, 9))))
      .to.be.revertedWithCustomError(rights, "ClassSoldOut")
      .withArgs(eventId, 1, 1, 0);

    expect(await logsOf(rights, asOrganizer.reopen(eventId, 1, 1))).to.deep.equal([
      ["PlacesReopened", eventId, 1n, stage.roles.organizerMember.address, 1n],
    ]);
    expect(await placesOf(stage, 1)).to.deep.equal([3n, 1n]);
    await expect(sendGrant(stage, grantees(addresses(2, 9))))
      .to.be.revertedWithCustomError(rights, "ClassSoldOut")
      .withArgs(eventId, 1, 2, 1);
    const again = await grant(stage, grantees(addresses(1, 9)));
    expect((await rightOf(stage, again)).status).to.equal(STATUS.granted);
    expect((await rightOf(stage, standing)).status, "the old right stays void").to.equal(STATUS.void);
    expect(await placesOf(stage, 1)).to.deep.equal([4n, 1n]);
  });

  it("allows no transfer: a return and a grant in one transaction do not pass the place on", async () => {
    const { stage, standing, revoke } = await networkHelpers.loadFixture(fixture);
    await revoke(standing);
    await expect(sendGrant(stage, grantees(addresses(1, 9))))
      .to.be.revertedWithCustomError(stage.rights, "ClassSoldOut")
      .withArgs(stage.eventId, 1, 1, 0);
  });

  it("reverts for more than is freed", async () => {
    const { stage, standing, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    await revoke(standing, standing + 1n);
    for (const wanted of [3, 2 ** 32 - 1]) {
      await expect(asOrganizer.reopen(eventId, 1, wanted))
        .to.be.revertedWithCustomError(rights, "ReopenExceedsFreed")
        .withArgs(eventId, 1, wanted, 2);
    }
    await asOrganizer.reopen(eventId, 1, 2);
    await expect(asOrganizer.reopen(eventId, 1, 1))
      .to.be.revertedWithCustomError(rights, "ReopenExceedsFreed")
      .withArgs(eventId, 1, 1, 0);
    await asOrganizer.reopen(eventId, 1, 0);
    expect(await placesOf(stage, 1)).to.deep.equal([3n, 0n]);
  });

  it("does not change the freed places of other classes", async () => {
    const { stage, standing, seated, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    await revoke(standing, seated, seated + 1n);
    await asOrganizer.reopen(stage.eventId, 1, 1);
    expect(await placesOf(stage, 1)).to.deep.equal([4n, 0n]);
    expect(await placesOf(stage, 2)).to.deep.equal([3n, 2n]);
  });

  it("counts in the word of classes 8 to 15", async () => {
    const { stage } = await networkHelpers.loadFixture(fixture);
    const classes = Array.from({ length: 64 }, () => classTerms({ supply: 3 }));
    const show = { ...stage, ...(await openContractShow(stage, {}, classes)) };
    for (const classId of [7, 8, 64]) {
      const first = await grant(show, grantees(addresses(3)), { classId });
      await show.rights.connect(show.roles.agent).revoke([first, first + 1n], REASON);
      await show.rights.connect(show.roles.organizer).reopen(show.eventId, classId, 1);
      expect(await placesOf(show, classId)).to.deep.equal([1n, 1n]);
    }
    expect(await placesOf(show, 9)).to.deep.equal([0n, 0n]);
    expect(await show.rights.batchesOf(show.eventId)).to.equal(3);
  });

  it("reverts for a class with seats", async () => {
    const { stage, asOrganizer } = await networkHelpers.loadFixture(fixture);
    await expect(asOrganizer.reopen(stage.eventId, 2, 0))
      .to.be.revertedWithCustomError(stage.rights, "ReopenKindInvalid")
      .withArgs(stage.eventId, 2, true);
  });
});

describe("reopenSeats", () => {
  it("lets only these seats be granted again", async () => {
    const { stage, seated, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    await revoke(seated + 1n, seated + 3n);
    expect(await logsOf(rights, asOrganizer.reopenSeats(eventId, 2, [3]))).to.deep.equal([
      ["SeatsReopened", eventId, 2n, stage.roles.organizerMember.address, [3n]],
    ]);
    expect(await rights.seatOf(eventId, 2, 1)).to.deep.equal([false, true]);
    expect(await rights.seatOf(eventId, 2, 3)).to.deep.equal([false, false]);
    expect(await placesOf(stage, 2)).to.deep.equal([3n, 1n]);

    // Seat 1 is freed and seat 3 is free. The one place that is left goes to seat 3.
    const records = [1, 3].map((seat, i) => ({ holder: addresses(1, 20 + i)[0] as string, seat }));
    const logs = await logsOf(rights, sendGrant(stage, records, { classId: 2, minLive: 1 }));
    const [, , , first] = logs[0] as [string, bigint, bigint, bigint];
    expect(logs.slice(1)).to.deep.equal([["GrantRefused", first, REFUSAL.seatTaken]]);
    expect(await rights.seatOf(eventId, 2, 3)).to.deep.equal([true, false]);
    expect((await rightOf(stage, seated + 3n)).status).to.equal(STATUS.void);
  });

  it("does not grant a freed seat before that, even if another place is free", async () => {
    const { stage, seated, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    await revoke(seated, seated + 4n);
    await asOrganizer.reopenSeats(stage.eventId, 2, [4]);
    await expect(sendGrant(stage, grantees(addresses(1, 9), 0), { classId: 2 }))
      .to.be.revertedWithCustomError(stage.rights, "NothingLive")
      .withArgs(packRefusals(REFUSAL.seatTaken));
    expect(await stage.rights.seatOf(stage.eventId, 2, 0)).to.deep.equal([false, true]);
  });

  it("reverts for seats that are not freed: held, free, unknown, or repeated", async () => {
    const { stage, seated, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    await revoke(seated + 1n, seated + 2n);
    for (const [seats, bad] of [
      [[0], 0],
      [[1, 5], 5],
      [[1, 1], 1],
      [[2, 1, 2], 2],
      [[2 ** 24 - 1], 2 ** 24 - 1],
    ] as const) {
      await expect(asOrganizer.reopenSeats(eventId, 2, [...seats]))
        .to.be.revertedWithCustomError(rights, "SeatNotFreed")
        .withArgs(eventId, 2, bad);
    }
    expect(await placesOf(stage, 2)).to.deep.equal([3n, 2n]);
    await asOrganizer.reopenSeats(eventId, 2, [2, 1]);
    expect(await placesOf(stage, 2)).to.deep.equal([3n, 0n]);
  });

  it("does not reopen the seat of a right that was refused at its grant", async () => {
    const { stage, seated, asOrganizer, revoke } = await networkHelpers.loadFixture(fixture);
    const { rights, eventId } = stage;
    await revoke(seated, seated + 4n);
    await asOrganizer.reopenSeats(eventId, 2, [4]);
    const refused = await grant(stage, grantees(addresses(2, 9), 3), { classId: 2, minLive: 1 });
    expect((await rightOf(stage, refused)).status).to.equal(STATUS.void);
    await revoke(refused);
    await expect(asOrganizer.reopenSeats(eventId, 2, [3]))
      .to.be.revertedWithCustomError(rights, "SeatNotFreed")
      .withArgs(eventId, 2, 3);
    expect(await placesOf(stage, 2)).to.deep.equal([4n, 1n]);
  });

  it("reverts for a class without seats", async () => {
    const { stage, asOrganizer } = await networkHelpers.loadFixture(fixture);
    await expect(asOrganizer.reopenSeats(stage.eventId, 1, []))
      .to.be.revertedWithCustomError(stage.rights, "ReopenKindInvalid")
      .withArgs(stage.eventId, 1, false);
  });
});

describe("reopen and reopenSeats", () => {
  /** Both functions, each with its class. */
  const BOTH = [
    ["reopen", 1],
    ["reopenSeats", 2],
  ] as const;

  function call(
    stage: Stage,
    method: "reopen" | "reopenSeats",
    eventId: bigint,
    classId: number,
    by: keyof Stage["roles"],
  ) {
    const rights = stage.rights.connect(stage.roles[by]);
    return method === "reopen" ? rights.reopen(eventId, classId, 0) : rights.reopenSeats(eventId, classId, []);
  }

  for (const [method, classId] of BOTH) {
    it(`${method}: works only for members of the organizer`, async () => {
      const { stage, organizerId } = await networkHelpers.loadFixture(fixture);
      const { events, eventId, roles } = stage;
      for (const by of ["agent", "agentMember", "gate", "desk", "attester", "stranger"] as const) {
        await expect(call(stage, method, eventId, classId, by))
          .to.be.revertedWithCustomError(events, "ReopenerOnly")
          .withArgs(eventId, classId, roles[by]);
      }
      await call(stage, method, eventId, classId, "organizer");
      await call(stage, method, eventId, classId, "organizerMember");
      await events.connect(roles.organizer).setActive(organizerId, false);
      await expect(call(stage, method, eventId, classId, "organizer"))
        .to.be.revertedWithCustomError(events, "ReopenerOnly")
        .withArgs(eventId, classId, roles.organizer);
    });

    it(`${method}: reverts for an unknown event and an unknown class`, async () => {
      const { stage } = await networkHelpers.loadFixture(fixture);
      for (const eventId of [0n, 99n]) {
        await expect(call(stage, method, eventId, classId, "organizer"))
          .to.be.revertedWithCustomError(stage.events, "EventNonexistent")
          .withArgs(eventId);
      }
      for (const none of [0, 3]) {
        await expect(call(stage, method, stage.eventId, none, "organizer"))
          .to.be.revertedWithCustomError(stage.events, "ClassNonexistent")
          .withArgs(stage.eventId, none);
      }
    });

    it(`${method}: works until doors open, to the second, and not once the event is cancelled`, async () => {
      const { stage, organizerId } = await networkHelpers.loadFixture(fixture);
      const { events, eventId, roles } = stage;
      const classes = [classTerms({ supply: 5 }), classTerms({ supply: 5, seated: true })];
      const off = await publishEvent(stage, organizerId, {}, classes);
      await events.connect(roles.organizer).cancel(off.eventId);
      await expect(call(stage, method, off.eventId, classId, "organizer"))
        .to.be.revertedWithCustomError(events, "EventIsCancelled")
        .withArgs(off.eventId);

      const { doorsOpenAt } = stage.schedule;
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt - 1);
      await call(stage, method, eventId, classId, "organizer");
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt);
      await expect(call(stage, method, eventId, classId, "organizer"))
        .to.be.revertedWithCustomError(events, "DoorsOpen")
        .withArgs(eventId, doorsOpenAt);
    });
  }
});
