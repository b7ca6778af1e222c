import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import {
  classTerms,
  eventTerms,
  GATE,
  HOUR,
  now,
  policy,
  REFUSAL,
  ROLE,
  registerTeam,
  STATUS,
} from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRecords } from "doorkey-test-support/statements";
import { AbiCoder, ZeroAddress, ZeroHash } from "ethers";
import { network } from "hardhat";
import type { HostileVerifier } from "../../types/ethers-contracts/index.js";
import {
  addresses,
  CLASS,
  delivery,
  errorNameOf,
  evidenceFor,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  packRefusals,
  rightOf,
  type Stage,
  sendAdmit,
  sendGrant,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const [ELSEWHERE = ""] = addresses(1, 777);
const CLASSES = Object.values(CLASS);

/** A show with rights of every kind. The stranger has its own show, with team, agent, gate and verifier. */
async function fixture() {
  const stage = await openStage(ethers);
  const { agents, events, rights, roles } = stage;
  const standing = await grant(stage, grantees([ann, ...addresses(20)]));
  const seated = await grant(stage, grantees([ann, ann], 3), { classId: CLASS.seated });
  const staff = await grant(stage, grantees([ann]), { classId: CLASS.staff });
  const tagged = await grantTagged(stage, [ann], ["ann"], { classId: CLASS.members });
  await rights.connect(roles.agent).revoke([standing + 4n, seated + 1n], ZeroHash);
  await rights.connect(roles.organizer).rebind(standing + 5n, ELSEWHERE, "0x");

  const { stranger } = roles;
  const verifier = (await ethers.deployContract("HostileVerifier")) as unknown as HostileVerifier;
  const organizerId = await registerTeam(events, stranger);
  const agentId = await registerTeam(agents, stranger);
  const terms = eventTerms(await now(stage), {
    policy: { identityVerifier: await verifier.getAddress(), maxPerPerson: 3 },
  });
  await events.connect(stranger).registerEvent(organizerId, terms, [classTerms(), classTerms({ named: true })]);
  const eventId = await events.eventCount();
  for (const classId of [1, 2]) await events.connect(stranger).designateAgent(eventId, classId, agentId, 1_000);
  await events.connect(stranger).setGate(eventId, stranger, GATE.desk, 100);
  // A role in a stranger's team gives and takes nothing.
  for (const role of [roles.organizer, roles.agent, roles.gate]) {
    await events.connect(stranger).setRole(organizerId, role, ROLE.admin);
    await agents.connect(stranger).setRole(agentId, role, ROLE.admin);
  }
  const hostile: Stage = { ...stage, organizerId, agentId, eventId };
  return { stage, standing, seated, staff, tagged, hostile, stranger, verifier };
}

/** All that the views return for an event, its rights, its persons and its authorities. */
async function stateOf({ rights, events, agents, roles, eventId, agentId, organizerId }: Stage) {
  const batches = await rights.batchesOf(eventId);
  const accounts = Object.values(roles);
  const state = await Promise.all([
    events.eventOf(eventId),
    events.termsHashOf(eventId),
    events.teamOf(organizerId),
    agents.teamOf(agentId),
    batches,
    ...Array.from({ length: Number(batches) }, (_, batch) => rights.batchOf(eventId, batch)),
    ...CLASSES.flatMap((classId) => [
      events.classOf(eventId, classId),
      events.chainOf(eventId, classId, agentId),
      rights.placesOf(eventId, classId),
      rights.usedBy(eventId, classId, agentId),
      ...[3, 4, 5].map((seat) => rights.seatOf(eventId, classId, seat)),
    ]),
    ...["ann", "bob"].map((person) => rights.rightsOfPerson(eventId, tagOf(person))),
    ...accounts.flatMap((account) => [
      events.gateOf(eventId, account),
      events.roleOf(organizerId, account),
      agents.roleOf(agentId, account),
      rights.byHandOf(eventId, account),
    ]),
  ]);
  return JSON.stringify(state, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

describe("a hostile organizer", () => {
  it("cannot change a stranger's event with any call", async () => {
    const { stage, hostile, stranger, standing, seated, staff } = await networkHelpers.loadFixture(fixture);
    const { eventId, agentId, organizerId, schedule } = stage;
    const events = stage.events.connect(stranger);
    const rights = stage.rights.connect(stranger);
    const before = await stateOf(stage);
    const { doorsOpenAt, doorsCloseAt, salesCloseAt } = schedule;
    const scoped = eventTerms(await now(stage), {
      policy: policy({ identityVerifier: await stage.verifier.getAddress(), maxPerPerson: 2, scope: eventId }),
    });
    const hook = await (await ethers.deployContract("SilentSaleHook")).getAddress();
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => events.reschedule(eventId, doorsOpenAt + 1, doorsCloseAt + 1, salesCloseAt),
      () => events.cancel(eventId),
      () => events.pauseSales(eventId),
      () => events.raiseSupply(eventId, 1, 2 ** 32 - 1),
      () => events.openReserved(eventId, CLASS.staff),
      () => events.setSaleHook(eventId, 1, hook),
      () => events.extendDoors(eventId, doorsCloseAt + HOUR),
      () => events.offerHandOver(eventId, hostile.organizerId),
      () => events.designateAgent(eventId, 1, hostile.agentId, 9),
      () => events.dismissAgent(eventId, 1, agentId),
      () => events.delegate(eventId, 1, agentId, hostile.agentId, 9),
      () => events.setGate(eventId, stranger, GATE.desk, 9),
      () => events.registerEvent(organizerId, eventTerms(doorsOpenAt), [classTerms()]),
      () => events.registerEvent(hostile.organizerId, scoped, [classTerms()]),
      () => events.setRole(organizerId, stranger, ROLE.admin),
      () => events.setActive(organizerId, false),
      () => stage.verifier.connect(stranger).setAttester(eventId, stranger, true),
      () => rights.revoke([standing], ZeroHash),
      () => rights.revoke([staff], ZeroHash),
      () => rights.rebind(standing, ELSEWHERE, "0x"),
      () => rights.nameRight(staff, ann.address, "0x"),
      () => rights.reopen(eventId, 1, 1),
      () => rights.reopenSeats(eventId, CLASS.seated, [4]),
      () => rights.grant(eventId, 1, hostile.agentId, ELSEWHERE, [], "0x", 0),
      () => rights.grant(eventId, 1, agentId, ELSEWHERE, [], "0x", 0),
    ];
    for (const [i, attempt] of attempts.entries()) {
      await expect(attempt(), `attempt ${i}: ${attempt}`).to.revert(ethers);
    }
    await expect(events.acceptHandOver(eventId, hostile.organizerId, await events.termsHashOf(eventId)))
      .to.be.revertedWithCustomError(events, "HandOverStale")
      .withArgs(eventId, hostile.organizerId, await events.termsHashOf(eventId));
    expect(await stateOf(stage)).to.equal(before);
    expect((await rightOf(stage, seated)).holder).to.equal(ann.address);
  });

  it("cannot change it by managing its own event until the end", async () => {
    const { stage, hostile, stranger, verifier } = await networkHelpers.loadFixture(fixture);
    const before = await stateOf(stage);
    const { eventId, agentId } = hostile;
    await verifier.behave(0, AbiCoder.defaultAbiCoder().encode(["bytes32", "uint64"], [tagOf("ann"), 1]));
    const own = await grant(hostile, grantees([ann, ...addresses(5)]), { by: stranger });
    await grant(hostile, grantees(addresses(4)), { by: stranger, classId: 2, evidence: Array(4).fill("0x") });
    const rights = stage.rights.connect(stranger);
    await rights.rebind(own, ELSEWHERE, "0x");
    await rights.revoke([own + 1n], ZeroHash);
    await rights.reopen(eventId, 1, 1);
    await stage.events.connect(stranger).dismissAgent(eventId, 1, agentId);
    await stage.events.connect(stranger).pauseSales(eventId);
    await stage.events.connect(stranger).cancel(eventId);
    expect(await stateOf(stage)).to.equal(before);
    expect(await rights.rightsOfPerson(eventId, tagOf("ann")), "its ann is another").to.not.deep.equal(
      await rights.rightsOfPerson(stage.eventId, tagOf("ann")),
    );
  });
});

describe("a hostile agent", () => {
  it("cannot change a right of another agent, even in the same event", async () => {
    const { stage, hostile, stranger, standing, tagged, staff } = await networkHelpers.loadFixture(fixture);
    const { events, roles, eventId } = stage;
    for (const classId of CLASSES) {
      await events.connect(roles.organizer).designateAgent(eventId, classId, hostile.agentId, 10);
    }
    const before = await stateOf(stage);
    const rights = stage.rights.connect(stranger);
    const evidence = await evidenceFor(stage, { person: "ann", holder: ELSEWHERE, rightId: tagged });
    for (const [rightId, attempt] of [
      [standing, () => rights.revoke([standing], ZeroHash)],
      [standing, () => rights.rebind(standing, ELSEWHERE, "0x")],
      [tagged, () => rights.rebind(tagged, ELSEWHERE, evidence)],
      [staff, () => rights.nameRight(staff, ann.address, evidence)],
    ] as const) {
      await expect(attempt())
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(rightId, stranger);
    }
    await expect(rights.grant(eventId, 1, stage.agentId, ELSEWHERE, [], "0x", 0))
      .to.be.revertedWithCustomError(stage.agents, "TeamMemberOnly")
      .withArgs(stage.agentId, stranger);
    expect(await stateOf(stage)).to.equal(before);
  });

  it("cannot use evidence for another agent or another holder", async () => {
    const { stage, hostile, stranger } = await networkHelpers.loadFixture(fixture);
    await stage.events.connect(stage.roles.organizer).designateAgent(stage.eventId, CLASS.members, hostile.agentId, 10);
    const [holder = "", own = ""] = addresses(2, 50);
    const theirs = await evidenceFor(stage, { person: "bob", holder });
    const sent = sendGrant(stage, grantees([holder, own]), {
      by: stranger,
      agentId: hostile.agentId,
      classId: CLASS.members,
      evidence: [theirs, theirs],
    });
    await expect(sent)
      .to.be.revertedWithCustomError(stage.rights, "NothingLive")
      .withArgs(packRefusals(REFUSAL.evidenceRefused, REFUSAL.evidenceRefused));
    expect(await stage.rights.rightsOfPerson(stage.eventId, tagOf("bob"))).to.deep.equal([0n, 0n, 0n]);
  });
});

describe("a hostile gate", () => {
  it("cannot admit rights of a stranger's event, neither through its own event nor through theirs", async () => {
    const { stage, hostile, stranger, standing } = await networkHelpers.loadFixture(fixture);
    const { rights, events, eventId, schedule } = stage;
    const issuedAt = Math.max(schedule.doorsOpenAt, hostile.schedule.doorsOpenAt) + 60;
    await networkHelpers.time.increaseTo(issuedAt);
    const before = await stateOf(stage);
    const scan = { key: ann, rightId: standing, issuedAt };
    const wrongEvent = [["AdmissionRefused", hostile.eventId, stranger.address, standing, REFUSAL.wrongEvent]];

    expect(await logsOf(rights, sendAdmit(hostile, [scan], { by: stranger }))).to.deep.equal(wrongEvent);
    const byHand = rights.connect(stranger).admitByHand(hostile.eventId, [standing], issuedAt, ZeroHash);
    expect(await logsOf(rights, byHand)).to.deep.equal(wrongEvent);
    await expect(sendAdmit(stage, [scan], { by: stranger }))
      .to.be.revertedWithCustomError(events, "GateOnly")
      .withArgs(eventId, stranger, false);
    await expect(rights.connect(stranger).admitByHand(eventId, [standing], issuedAt, ZeroHash))
      .to.be.revertedWithCustomError(events, "GateOnly")
      .withArgs(eventId, stranger, false);
    expect(await stateOf(stage)).to.equal(before);
  });
});

describe("a hostile relay", () => {
  it("cannot act for a signer by appending an address to its own call", async () => {
    const { stage, stranger, standing } = await networkHelpers.loadFixture(fixture);
    const { rights, events, agents, roles, eventId, agentId, schedule } = stage;
    const to = await rights.getAddress();
    const as = (account: HardhatEthersSigner, data: string) =>
      stranger.sendTransaction({ to, data: data + account.address.slice(2).toLowerCase() });
    const { interface: abi } = rights;
    const records = packRecords(grantees([ELSEWHERE]));
    await expect(as(roles.agentMember, abi.encodeFunctionData("grant", [eventId, 1, agentId, records, [], "0x", 0])))
      .to.be.revertedWithCustomError(agents, "TeamMemberOnly")
      .withArgs(agentId, stranger);
    await expect(as(roles.organizer, abi.encodeFunctionData("revoke", [[standing], ZeroHash])))
      .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
      .withArgs(standing, stranger);
    await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
    const { entries, signatures } = delivery(stage, [{ key: ann, rightId: standing, issuedAt: schedule.doorsOpenAt }]);
    await expect(as(roles.gate, abi.encodeFunctionData("admit", [eventId, entries, signatures])))
      .to.be.revertedWithCustomError(events, "GateOnly")
      .withArgs(eventId, stranger, false);
  });
});

describe("a hostile verifier", () => {
  const answer = (tag: string, issuedAt: bigint | number) =>
    AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [tag, issuedAt]);
  const MANNER = { return: 0, revert: 1, burn: 2, returnBomb: 3, revertBomb: 4, write: 5, call: 6, hungry: 7 } as const;

  for (const [what, manner, bytes] of [
    ["reverts", MANNER.revert, answer(tagOf("ann"), 5)],
    ["burns its gas", MANNER.burn, "0x"],
    ["reverts with too many bytes", MANNER.revertBomb, answer(tagOf("ann"), 5)],
    ["answers nothing", MANNER.return, "0x"],
    ["answers a byte too few", MANNER.return, answer(tagOf("ann"), 5).slice(0, -2)],
    ["answers a time beyond uint64", MANNER.return, answer(tagOf("ann"), 2n ** 64n)],
    ["answers no time", MANNER.return, answer(tagOf("ann"), 0)],
    ["answers no person", MANNER.return, answer(ZeroHash, 5)],
    ["tries to write", MANNER.write, answer(tagOf("ann"), 5)],
  ] as const) {
    it(`that ${what} refuses only records of its own event`, async () => {
      const { stage, hostile, stranger, verifier } = await networkHelpers.loadFixture(fixture);
      await verifier.behave(manner, bytes);
      const before = await stateOf(stage);
      const records = grantees(addresses(3));
      await expect(sendGrant(hostile, records, { by: stranger, classId: 2, evidence: ["0x", "0x", "0x"] }))
        .to.be.revertedWithCustomError(stage.rights, "NothingLive")
        .withArgs(packRefusals(...records.map(() => REFUSAL.evidenceRefused)));
      expect(await stateOf(stage)).to.equal(before);
    });
  }

  it("that answers with too many bytes is read by its first two words", async () => {
    const { stage, hostile, stranger, verifier } = await networkHelpers.loadFixture(fixture);
    await verifier.behave(MANNER.returnBomb, answer(tagOf("ann"), 5));
    const first = await grant(hostile, grantees(addresses(1)), {
      by: stranger,
      classId: 2,
      evidence: ["0x"],
      minLive: 1,
    });
    expect(await stage.rights.rightsOfPerson(hostile.eventId, tagOf("ann"))).to.deep.equal([first, 0n, 0n]);
  });

  it("cannot change a right while it is asked, although its organizer may", async () => {
    const { stage, hostile, stranger, verifier } = await networkHelpers.loadFixture(fixture);
    const { rights, events } = stage;
    await events.connect(stranger).setRole(hostile.organizerId, verifier, ROLE.admin);
    const own = await grant(hostile, grantees(addresses(2)), { by: stranger });
    await verifier.aim(rights, rights.interface.encodeFunctionData("revoke", [[own], ZeroHash]));
    await verifier.behave(MANNER.call, answer(tagOf("ann"), 5));
    await expect(sendGrant(hostile, grantees(addresses(1)), { by: stranger, classId: 2, evidence: ["0x"] }))
      .to.be.revertedWithCustomError(rights, "NothingLive")
      .withArgs(packRefusals(REFUSAL.evidenceRefused));
    expect((await rightOf(stage, own)).status).to.equal(STATUS.granted);
    // To look is allowed, and then it answers.
    await verifier.aim(rights, rights.interface.encodeFunctionData("rightOf", [own]));
    await grant(hostile, grantees(addresses(1)), { by: stranger, classId: 2, evidence: ["0x"], minLive: 1 });
  });

  it("cannot rebind or name a right without a newer answer", async () => {
    const { stage, hostile, stranger, verifier } = await networkHelpers.loadFixture(fixture);
    const { rights } = stage;
    await verifier.behave(MANNER.return, answer(tagOf("ann"), 5));
    const rightId = await grant(hostile, grantees(addresses(1)), { by: stranger, classId: 2, evidence: ["0x"] });
    const asStranger = rights.connect(stranger);
    for (const [manner, bytes] of [
      [MANNER.burn, "0x"],
      [MANNER.revert, answer(tagOf("ann"), 5)],
      [MANNER.return, answer(tagOf("bob"), 5)],
    ] as const) {
      await verifier.behave(manner, bytes);
      await expect(asStranger.rebind(rightId, ELSEWHERE, "0x"))
        .to.be.revertedWithCustomError(rights, "RightEvidenceInvalid")
        .withArgs(rightId);
    }
    expect((await rightOf(stage, rightId)).holder).to.not.equal(ZeroAddress);
  });

  it("never turns low gas into a refusal: too little gas reverts", async () => {
    const { hostile, stranger, verifier, stage } = await networkHelpers.loadFixture(fixture);
    const { rights } = stage;
    await verifier.behave(MANNER.hungry, answer(tagOf("ann"), 5));
    const records = packRecords(grantees(addresses(1)));
    const outcomes = { live: 0, tooLow: 0, outOfGas: 0 };
    for (let gasLimit = 600_000; gasLimit < 860_000; gasLimit += 4_001) {
      const outcome = await rights
        .connect(stranger)
        .grant.staticCall(hostile.eventId, 2, hostile.agentId, records, ["0x"], "0x", 0, { gasLimit })
        .then(
          ({ live }) => live,
          (error: unknown) => (errorNameOf(rights, error) === "GasTooLow" ? "tooLow" : "outOfGas"),
        );
      if (typeof outcome === "bigint") {
        expect(outcome, `refused with ${gasLimit} gas`).to.equal(1);
        outcomes.live++;
      } else outcomes[outcome as "tooLow" | "outOfGas"]++;
    }
    expect(outcomes.live, "the sweep ends with enough").to.be.greaterThan(5);
    expect(outcomes.tooLow, "and passes too little").to.be.greaterThan(5);
  });
});
