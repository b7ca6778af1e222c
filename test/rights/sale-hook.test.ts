import { expect } from "chai";
import { classTerms, GATE, openContractShow, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRecords, signReturn } from "doorkey-test-support/statements";
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import { network } from "hardhat";
import type { CountingSaleHook, HostileSaleHook } from "../../types/ethers-contracts/index.js";
import {
  addresses,
  delivery,
  evidenceFor,
  grant,
  grantees,
  openStage,
  placesOf,
  rightOf,
  type Stage,
  sendGrant,
  statusesOf,
  tagOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const ALLOTMENT = 6;

/** A class of ten whose sale hook lets six records through; beside it one without a hook. */
async function countingFixture() {
  const suite = await openStage(ethers);
  const hook = (await ethers.deployContract("CountingSaleHook", [
    suite.rights,
    ALLOTMENT,
  ])) as unknown as CountingSaleHook;
  const saleHook = await hook.getAddress();
  const policy = { identityVerifier: await suite.verifier.getAddress(), maxPerPerson: 2 };
  const show = await openContractShow(suite, { policy }, [classTerms({ supply: 10, saleHook }), classTerms()]);
  await suite.verifier.connect(suite.roles.organizer).setAttester(show.eventId, suite.roles.attester, true);
  return { stage: { ...suite, ...show } as Stage, hook };
}

describe("a sale hook", () => {
  it("is asked with all that is granted, after it was counted", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { eventId, agentId } = stage;
    const records = packRecords(grantees(addresses(4)));
    await sendGrant(stage, records);
    const asked = (tags: string[], of: string) =>
      keccak256(
        AbiCoder.defaultAbiCoder().encode(
          ["uint32", "uint8", "uint32", "bytes", "bytes32[]"],
          [eventId, 1, agentId, of, tags],
        ),
      );
    expect(await hook.asked()).to.equal(asked([], records));
    expect(await hook.grantedWhileAsked()).to.equal(4);

    const [holder = "", other = ""] = addresses(2, 50);
    const evidence = [await evidenceFor(stage, { person: "ann", holder }), "0x"];
    const tagged = packRecords(grantees([holder, other]));
    await sendGrant(stage, tagged, { evidence });
    expect(await hook.asked(), "no person for the refused one").to.equal(asked([tagOf("ann"), ZeroHash], tagged));
  });

  it("refuses a whole grant with its own reason, and leaves no trace of it", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { rights, eventId, agentId } = stage;
    await sendGrant(stage, grantees(addresses(4)));
    await expect(sendGrant(stage, grantees(addresses(3, 10))))
      .to.be.revertedWithCustomError(hook, "AllotmentExceeded")
      .withArgs(3, 2);
    expect(await rights.batchesOf(eventId)).to.equal(1);
    expect(await placesOf(stage, 1)).to.deep.equal([4n, 0n]);
    expect(await rights.usedBy(eventId, 1, agentId)).to.equal(4);
    await sendGrant(stage, grantees(addresses(2, 10)));
    expect(await hook.left()).to.equal(0);
  });

  it("is not asked for other classes", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    await sendGrant(stage, grantees(addresses(9)), { classId: 2 });
    expect(await hook.left()).to.equal(ALLOTMENT);
  });

  it("may reopen places of its class, and of no other", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { rights, events, roles, eventId } = stage;
    const mine = await grant(stage, grantees(addresses(2)));
    const other = await grant(stage, grantees(addresses(2)), { classId: 2 });
    await rights.connect(roles.agent).revoke([mine, other], ZeroHash);
    await hook.reopen(eventId, 1, 1);
    expect(await placesOf(stage, 1)).to.deep.equal([1n, 0n]);
    await expect(hook.reopen(eventId, 2, 1))
      .to.be.revertedWithCustomError(events, "ReopenerOnly")
      .withArgs(eventId, 2, hook);
  });
});

/** Standing and seated places behind a hostile hook, with rights, agent, desk and member roles given to it as well. */
async function hostileFixture() {
  const suite = await openStage(ethers);
  const hook = (await ethers.deployContract("HostileSaleHook")) as unknown as HostileSaleHook;
  const saleHook = await hook.getAddress();
  const classes = [classTerms({ supply: 10, saleHook }), classTerms({ supply: 10, seated: true, saleHook })];
  const show = await openContractShow(suite, {}, classes);
  const stage = { ...suite, ...show } as Stage;
  const standing = await grant(stage, grantees([ann, ann, ann]));
  const seated = await grant(stage, grantees([ann, ann], 0), { classId: 2 });
  // What was used stays used: reopened places need a quota beyond the supply.
  await stage.events.connect(stage.roles.organizer).designateAgent(stage.eventId, 1, stage.agentId, 99);
  const rightsRegistry = await stage.rights.getAddress();
  return { stage, hook, standing, seated, rightsRegistry };
}

describe("a hostile sale hook", () => {
  it("can change no right while it is being asked, though it may do all of that otherwise", async () => {
    const { stage, hook, standing, rightsRegistry } = await networkHelpers.loadFixture(hostileFixture);
    const { agents, events, rights, roles, eventId, organizerId, agentId, domains, schedule } = stage;
    // It is a member of organizer and agent, and a desk.
    await events.connect(roles.organizer).setRole(organizerId, hook, 1);
    await agents.connect(roles.agent).setRole(agentId, hook, 1);
    await events.connect(roles.organizer).setGate(eventId, hook, GATE.desk, 9);
    const { entries, signatures } = delivery(stage, [{ key: ann, rightId: standing, issuedAt: schedule.doorsOpenAt }]);
    const wish = signReturn(domains.statements, ann, { rightId: standing, expiresAt: 2n ** 40n });
    const records = packRecords(grantees(addresses(1)));
    const [holder = ""] = addresses(1);
    const { interface: abi } = rights;
    const calls = [
      abi.encodeFunctionData("grant", [eventId, 1, agentId, records, [], 0]),
      abi.encodeFunctionData("returnRights", [[wish]]),
      abi.encodeFunctionData("revoke", [[standing], ZeroHash]),
      abi.encodeFunctionData("rebind", [standing, holder, "0x"]),
      abi.encodeFunctionData("nameRight", [standing, holder, "0x"]),
      abi.encodeFunctionData("admit", [eventId, entries, signatures]),
      abi.encodeFunctionData("admitByHand", [eventId, [standing], schedule.doorsOpenAt, ZeroHash]),
    ];
    await hook.aim(rightsRegistry, calls);
    await grant(stage, grantees(addresses(1, 9)));
    const inProgress = abi.encodeErrorResult("GrantInProgress");
    for (const i of calls.keys()) {
      expect([await hook.successes(i), await hook.answers(i)], `call ${i}`).to.deep.equal([false, inProgress]);
    }
    expect(await statusesOf(stage, standing, 3)).to.deep.equal(Array(3).fill(STATUS.granted));
    expect(await rights.batchesOf(eventId)).to.equal(3);
  });

  it("can change nothing of another event either while it is being asked", async () => {
    const { stage, hook, rightsRegistry } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, roles } = stage;
    const other = { ...stage, ...(await openContractShow(stage, {}, [classTerms()])) };
    const theirs = await grant(other, grantees([ann]));
    const wish = signReturn(stage.domains.statements, ann, { rightId: theirs, expiresAt: 2n ** 40n });
    await hook.aim(rightsRegistry, [rights.interface.encodeFunctionData("returnRights", [[wish]])]);
    await grant(stage, grantees(addresses(1, 9)));
    expect(await hook.answers(0)).to.equal(rights.interface.encodeErrorResult("GrantInProgress"));
    // Once it is over, anyone may deliver the wish again.
    await rights.connect(roles.stranger).returnRights([wish]);
    expect((await rightOf(other, theirs)).status).to.equal(STATUS.void);
  });

  it("may look at all that was granted, and reopen places of its class", async () => {
    const { stage, hook, standing, seated, rightsRegistry } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, roles, eventId } = stage;
    await rights.connect(roles.agent).revoke([standing, seated + 1n], ZeroHash);
    const { interface: abi } = rights;
    await hook.aim(rightsRegistry, [
      abi.encodeFunctionData("placesOf", [eventId, 1]),
      abi.encodeFunctionData("reopen", [eventId, 1, 1]),
      abi.encodeFunctionData("reopenSeats", [eventId, 2, [1]]),
    ]);
    await grant(stage, grantees(addresses(4, 9)));
    expect(await Promise.all([0, 1, 2].map((i) => hook.successes(i)))).to.deep.equal([true, true, true]);
    expect(await hook.answers(0)).to.equal(AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [6, 1]));
    expect(await placesOf(stage, 1)).to.deep.equal([6n, 0n]);
    expect(await placesOf(stage, 2)).to.deep.equal([1n, 0n]);
    expect(await rights.seatOf(eventId, 2, 1)).to.deep.equal([false, false]);
    await hook.aim(rightsRegistry, []);
    await grant(stage, grantees(addresses(4, 20)));
    await expect(sendGrant(stage, grantees(addresses(1, 30))))
      .to.be.revertedWithCustomError(rights, "ClassSoldOut")
      .withArgs(eventId, 1, 1, 0);
  });

  it("cannot undo seats or counts of the grant that it is asked about", async () => {
    const { stage, hook, rightsRegistry } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, eventId } = stage;
    const { interface: abi } = rights;
    await hook.aim(rightsRegistry, [
      abi.encodeFunctionData("reopenSeats", [eventId, 2, [5]]),
      abi.encodeFunctionData("reopen", [eventId, 1, 1]),
    ]);
    await grant(stage, grantees(addresses(2, 9), 5), { classId: 2 });
    expect(await hook.answers(0)).to.equal(abi.encodeErrorResult("SeatNotFreed", [eventId, 2, 5]));
    expect(await hook.answers(1)).to.equal(abi.encodeErrorResult("ReopenExceedsFreed", [eventId, 1, 1, 0]));
    expect(await rights.seatOf(eventId, 2, 5)).to.deep.equal([true, false]);
  });

  it("ends a grant by reverting, or by burning its gas, and harms nobody else", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(hostileFixture);
    const other = { ...stage, ...(await openContractShow(stage, {}, [classTerms()])) };
    await hook.refuse();
    await expect(sendGrant(stage, grantees(addresses(1))))
      .to.be.revertedWithCustomError(hook, "Refused")
      .withArgs(stage.eventId);
    await grant(other, grantees(addresses(1)));

    const burning = await networkHelpers.loadFixture(hostileFixture);
    await burning.hook.burn();
    const { rights, roles, eventId, agentId } = burning.stage;
    const records = packRecords(grantees(addresses(1)));
    await expect(
      rights.connect(roles.agent).grant(eventId, 1, agentId, records, [], 0, { gasLimit: 1_000_000 }),
    ).to.revert(ethers);
    expect(await rights.batchesOf(eventId)).to.equal(2);
  });

  it("leaves the guard open again after every grant, refused ones too", async () => {
    const { stage, hook, standing } = await networkHelpers.loadFixture(hostileFixture);
    await hook.refuse();
    await expect(sendGrant(stage, grantees(addresses(1)))).to.be.revertedWithCustomError(hook, "Refused");
    await stage.rights.connect(stage.roles.agent).revoke([standing], ZeroHash);
    expect((await rightOf(stage, standing)).status).to.equal(STATUS.void);
  });
});
