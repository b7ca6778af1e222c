import { expect } from "chai";
import { classTerms, publishEvent, REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { packRightId } from "doorkey-test-support/statements";
import { ZeroHash } from "ethers";
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
  rightOf,
  type Stage,
  sendGrant,
  statusesOf,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();

/** A second event that counts persons in the first one's scope, with a class for members and one for staff. */
async function fixture() {
  const stage = await openStage(ethers);
  const { events, roles, verifier, organizerId, agentId, eventId } = stage;
  const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 2, scope: eventId };
  const classes = [
    classTerms({ name: "members", named: true }),
    classTerms({ name: "staff", named: true, reserved: true }),
  ];
  const second = await publishEvent(stage, organizerId, { policy }, classes);
  for (const classId of [1, 2]) {
    await events.connect(roles.organizer).designateAgent(second.eventId, classId, agentId, 1_000);
  }
  return { stage, second: second.eventId };
}

/** Grants ann a right in each event named, one after the other, each with one to a newcomer; returns ann's. */
async function grantAnn(stage: Stage, ...eventIds: bigint[]): Promise<{ rights: bigint[]; statuses: bigint[] }> {
  const rights: bigint[] = [];
  const statuses: bigint[] = [];
  for (const eventId of eventIds) {
    const batch = Number(await stage.rights.batchesOf(eventId));
    const holders = addresses(2, 2 * batch + Number(eventId) * 1_000);
    const classId = eventId === stage.eventId ? CLASS.members : 1;
    const rightId = await grantTagged(stage, holders, ["ann", `newcomer ${eventId} ${batch}`], { eventId, classId });
    rights.push(rightId);
    statuses.push((await rightOf(stage, rightId)).status);
  }
  return { rights, statuses };
}

const { granted, void: voided } = STATUS;

describe("persons", () => {
  it("have at most the allowed rights over all events of a scope", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    const { rights, statuses } = await grantAnn(stage, stage.eventId, second, stage.eventId, second);
    expect(statuses).to.deep.equal([granted, granted, voided, voided]);
    expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([rights[0], rights[1], 0n]);
    expect(await stage.rights.rightsOfPerson(second, tagOf("ann")), "the scope counts, not the event").to.deep.equal([
      0n,
      0n,
      0n,
    ]);
  });

  it("have a place again when a right of theirs becomes void, in any event", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    const before = await grantAnn(stage, stage.eventId, second, second);
    await stage.rights.connect(stage.roles.agent).revoke([before.rights[1] as bigint], ZeroHash);
    const after = await grantAnn(stage, stage.eventId, second);
    expect(after.statuses).to.deep.equal([granted, voided]);
    expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal([
      before.rights[0],
      after.rights[0],
      0n,
    ]);
  });

  it("have their places again when an event is cancelled", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    const before = await grantAnn(stage, second, second, stage.eventId);
    expect(before.statuses).to.deep.equal([granted, granted, voided]);
    await stage.events.connect(stage.roles.organizer).cancel(second);
    const after = await grantAnn(stage, stage.eventId, stage.eventId, stage.eventId);
    expect(after.statuses).to.deep.equal([granted, granted, voided]);
    expect((await rightOf(stage, before.rights[0] as bigint)).status, "what was granted stays").to.equal(granted);
  });

  it("have them again even if the event of the scope itself is cancelled", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    await grantAnn(stage, stage.eventId, stage.eventId);
    await stage.events.connect(stage.roles.organizer).cancel(stage.eventId);
    expect((await grantAnn(stage, second, second, second)).statuses).to.deep.equal([granted, granted, voided]);
  });

  it("cannot count for a right of a cancelled event after its place went to another right", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    const before = await grantAnn(stage, second, second);
    await stage.events.connect(roles.organizer).cancel(second);
    await grantAnn(stage, stage.eventId, stage.eventId);
    const [rightId = 0n] = before.rights;
    const [holder = ""] = addresses(1, 99);
    const evidence = await evidenceFor(stage, { person: "ann", holder, rightId });
    await expect(rights.connect(roles.organizer).rebind(rightId, holder, evidence))
      .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
      .withArgs(rightId);
  });

  it("keep their place while their right is rebound", async () => {
    const { stage } = await networkHelpers.loadFixture(fixture);
    const { rights, roles, eventId } = stage;
    const before = await grantAnn(stage, eventId, eventId);
    const [rightId = 0n] = before.rights;
    const [holder = ""] = addresses(1, 99);
    const evidence = await evidenceFor(stage, { person: "ann", holder, rightId });
    await rights.connect(roles.agent).rebind(rightId, holder, evidence);
    expect((await grantAnn(stage, eventId)).statuses).to.deep.equal([voided]);
    expect(await rights.rightsOfPerson(eventId, tagOf("ann"))).to.deep.equal([...before.rights, 0n]);
  });

  it("count in the scope in which their right is named, up to its limit", async () => {
    const { stage, second } = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    const holders = addresses(2, 50);
    const first = await grant(stage, grantees(holders), { eventId: second, classId: 2 });
    await grantAnn(stage, stage.eventId);
    const evidence = (i: number) =>
      evidenceFor(stage, { person: "ann", holder: holders[i] as string, rightId: first + BigInt(i) });
    await rights.connect(roles.agent).nameRight(first, holders[0] as string, await evidence(0));
    await expect(rights.connect(roles.agent).nameRight(first + 1n, holders[1] as string, await evidence(1)))
      .to.be.revertedWithCustomError(rights, "PersonHasEnough")
      .withArgs(first + 1n, tagOf("ann"));
    expect((await grantAnn(stage, second)).statuses).to.deep.equal([voided]);
  });

  it("are different persons in the scope of another event", async () => {
    const { stage } = await networkHelpers.loadFixture(fixture);
    const { events, roles, verifier, organizerId, agentId } = stage;
    const policy = { identityVerifier: await verifier.getAddress(), maxPerPerson: 1 };
    const { eventId } = await publishEvent(stage, organizerId, { policy }, [classTerms({ named: true })]);
    await events.connect(roles.organizer).designateAgent(eventId, 1, agentId, 9);
    await verifier.connect(roles.organizer).setAttester(eventId, roles.attester, true);
    await grantAnn(stage, stage.eventId, stage.eventId);

    const holders = addresses(2, 70);
    const evidence = await Promise.all(
      holders.map((holder) => evidenceFor(stage, { person: "ann", holder, scopeEvent: eventId })),
    );
    const first = await grant(stage, grantees(holders), { eventId, classId: 1, evidence });
    expect(await statusesOf(stage, first, 2), "one a person here").to.deep.equal([granted, voided]);
  });

  for (const most of [1, 2, 3]) {
    it(`have at most ${most} rights if the event allows ${most}, even in a batch of more than sixteen`, async () => {
      const stage = await openStage(ethers, { policy: { maxPerPerson: most } });
      const holders = addresses(18);
      const persons = holders.map((_, i) => (i % 4 === 0 ? "ann" : `${i}`));
      const evidence = await Promise.all(
        holders.map((holder, i) => evidenceFor(stage, { person: persons[i] as string, holder })),
      );
      const sent = sendGrant(stage, grantees(holders), { classId: CLASS.members, evidence });
      const full = [0n, 4n, 8n, 12n, 16n].slice(most);
      const first = packRightId(stage.eventId, 0, 0);
      expect((await logsOf(stage.rights, sent)).slice(2)).to.deep.equal(
        full.map((i) => ["GrantRefused", first + i, REFUSAL.personFull]),
      );
      const places = [0n, 4n, 8n].map((i, place) => (place < most ? first + i : 0n));
      expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("ann"))).to.deep.equal(places);
    });
  }
});
