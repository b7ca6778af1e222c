import { expect } from "chai";
import { classTerms, openContractShow, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRecords, packRightId, type SignedRequest, signRequest } from "doorkey-test-support/statements";
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import { network } from "hardhat";
import type { CountingSaleHook, HostileSaleHook } from "../../types/ethers-contracts/index.js";
import {
  addresses,
  evidenceFor,
  grant,
  grantees,
  logsOf,
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
/** The most gas that a transaction may have on osaka (EIP-7825). */
const TRANSACTION_GAS = 16_777_216;
const REQUEST_GAS = 500_000n;

/** A class of ten whose sale hook allows six records, and one without a hook. */
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

/** What a CountingSaleHook keeps of a question about the first class of the show. */
function askedHash({ agentId }: Stage, first: bigint, records: string, tags: string[], hookData: string): string {
  const types = ["uint64", "uint8", "uint32", "bytes", "bytes32[]", "bytes"];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [first, 1, agentId, records, tags, hookData]));
}

/** A grant of one class, first of all that `by` has the forwarder do. */
async function signGrant(
  { rights, roles, domains, eventId, agentId }: Stage,
  by: "agent" | "agentMember",
  records: string,
  hookData = "0x",
): Promise<SignedRequest> {
  return signRequest(domains.forwarder, roles[by], {
    to: await rights.getAddress(),
    gas: REQUEST_GAS,
    nonce: 0n,
    deadline: 2n ** 40n,
    relayer: roles.relay.address,
    data: rights.interface.encodeFunctionData("grant", [eventId, 1, agentId, records, [], hookData, 1]),
  });
}

describe("a sale hook", () => {
  it("is asked about the whole grant, after it was counted", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { eventId } = stage;
    const records = packRecords(grantees(addresses(4)));
    await sendGrant(stage, records);
    const asked = (batch: bigint, of: string, tags: string[]) =>
      askedHash(stage, packRightId(eventId, batch, 0), of, tags, "0x");
    expect(await hook.asked()).to.equal(asked(0n, records, []));
    expect(await hook.grantedWhileAsked()).to.equal(4);

    const [holder = "", other = ""] = addresses(2, 50);
    const evidence = [await evidenceFor(stage, { person: "ann", holder }), "0x"];
    const tagged = packRecords(grantees([holder, other]));
    await sendGrant(stage, tagged, { evidence });
    expect(await hook.asked(), "no person for the refused one").to.equal(asked(1n, tagged, [tagOf("ann"), ZeroHash]));
  });

  it("gets the hook data of a grant as it was sent, directly and through the forwarder", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { rights, forwarder, roles, eventId } = stage;
    const records = packRecords(grantees(addresses(2)));
    const ballot = `0x00${"b4".repeat(99)}00`;
    await sendGrant(stage, records, { hookData: ballot });
    expect(await hook.asked()).to.equal(askedHash(stage, packRightId(eventId, 0, 0), records, [], ballot));

    const others = packRecords(grantees(addresses(2, 10)));
    const request = await signGrant(stage, "agentMember", others, "0xdeed");
    const logs = await logsOf(rights, forwarder.connect(roles.relay).execute([request]));
    expect(logs.map(([name]) => name)).to.deep.equal(["RightsGranted"]);
    expect(await hook.asked()).to.equal(askedHash(stage, packRightId(eventId, 1, 0), others, [], "0xdeed"));
  });

  it("gets no megabyte of hook data, because no transaction has the gas for that", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { rights, roles, eventId, agentId } = stage;
    const records = packRecords(grantees(addresses(1)));
    const grantWith = (hookData: string) =>
      rights
        .connect(roles.agentMember)
        .grant(eventId, 1, agentId, records, [], hookData, 1, { gasLimit: TRANSACTION_GAS });
    const refusal = await grantWith(`0x${"ff".repeat(1_000_000)}`).catch(({ message }: Error) => message);
    expect(refusal).to.include("requires gas floor of 400");
    expect(await rights.batchesOf(eventId)).to.equal(0);
    const most = `0x${"ff".repeat(400_000)}`;
    await grantWith(most);
    expect(await hook.asked()).to.equal(askedHash(stage, packRightId(eventId, 0, 0), records, [], most));
  });

  it("can revert a whole grant with its own reason, and nothing changes", async () => {
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

  it("may reopen places of only its own class", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(countingFixture);
    const { rights, events, roles, eventId } = stage;
    const mine = await grant(stage, grantees(addresses(2)));
    const other = await grant(stage, grantees(addresses(2)), { classId: 2 });
    await rights.connect(roles.agent).revoke([mine, other], ZeroHash);
    expect(await logsOf(rights, hook.reopen(eventId, 1, 1))).to.deep.equal([
      ["PlacesReopened", eventId, 1n, await hook.getAddress(), 1n],
    ]);
    expect(await placesOf(stage, 1)).to.deep.equal([1n, 0n]);
    await expect(hook.reopen(eventId, 2, 1))
      .to.be.revertedWithCustomError(events, "ReopenerOnly")
      .withArgs(eventId, 2, hook);
  });
});

/** Standing and seated places behind a hostile hook, which is a member of the event's agent; and another show. */
async function hostileFixture() {
  const suite = await openStage(ethers);
  const hook = (await ethers.deployContract("HostileSaleHook")) as unknown as HostileSaleHook;
  const saleHook = await hook.getAddress();
  const classes = [classTerms({ supply: 10, saleHook }), classTerms({ supply: 10, seated: true, saleHook })];
  const show = await openContractShow(suite, {}, classes);
  const stage = { ...suite, ...show } as Stage;
  await stage.agents.connect(stage.roles.agent).setRole(stage.agentId, hook, 1);
  const standing = await grant(stage, grantees([ann, ann, ann]));
  const seated = await grant(stage, grantees([ann, ann], 0), { classId: 2 });
  // Used quota stays used, so reopened places require a quota above the supply.
  await stage.events.connect(stage.roles.organizer).designateAgent(stage.eventId, 1, stage.agentId, 99);
  const other = { ...suite, ...(await openContractShow(suite, {}, [classTerms()])) } as Stage;
  return { stage, hook, other, standing, seated };
}

const MANNER = { call: 0, refuse: 1, refuseSilently: 2, burn: 3 } as const;

/** Grants in `stage` and then in `other` by one call of the forwarder; returns what it and the rights logged. */
async function relayTogether(stage: Stage, other: Stage) {
  const { forwarder, rights, roles } = stage;
  const requests = [
    await signGrant(stage, "agentMember", packRecords(grantees(addresses(1, 50)))),
    await signGrant(other, "agent", packRecords(grantees(addresses(1, 51)))),
  ];
  const sent = forwarder.connect(roles.relay).execute(requests, { gasLimit: TRANSACTION_GAS });
  const executed = await logsOf(forwarder, sent);
  return {
    outcomes: executed.map(([name, , , , success, , reason]) => [name, success, reason]),
    gasUsed: executed.map(([, , , , , gasUsed]) => gasUsed),
    granted: (await logsOf(rights, sent)).map(([name, eventId]) => [name, eventId]),
  };
}

describe("a hostile sale hook", () => {
  it("grants as its own event's agent while it is asked, and the logs come in the order of the batches", async () => {
    const { stage, hook, standing } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, eventId, agentId } = stage;
    const { interface: abi } = rights;
    const [theirs = "", own = ""] = addresses(2, 9);
    const calls = [
      abi.encodeFunctionData("grant", [eventId, 1, agentId, packRecords(grantees([own])), [], "0x", 1]),
      abi.encodeFunctionData("revoke", [[standing], ZeroHash]),
    ];
    await hook.aim(Array(calls.length).fill(rights), calls);
    const logs = await logsOf(rights, sendGrant(stage, grantees([theirs])));
    const [outer, inner] = [packRightId(eventId, 2, 0), packRightId(eventId, 3, 0)];
    expect(logs.map(([name, , by, right]) => [name, by, right])).to.deep.equal([
      ["RightsGranted", agentId, outer],
      ["RightsGranted", agentId, inner],
      ["RightRevoked", await hook.getAddress(), standing],
    ]);
    expect((await rightOf(stage, outer)).holder).to.equal(theirs);
    expect((await rightOf(stage, inner)).holder).to.equal(own);
    expect(await placesOf(stage, 1)).to.deep.equal([4n, 1n]);
    expect(await rights.usedBy(eventId, 1, agentId)).to.equal(5);
  });

  it("may look at all that was granted, and reopen places of its class", async () => {
    const { stage, hook, standing, seated } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, roles, eventId } = stage;
    await rights.connect(roles.agent).revoke([standing, seated + 1n], ZeroHash);
    const { interface: abi } = rights;
    const calls = [
      abi.encodeFunctionData("placesOf", [eventId, 1]),
      abi.encodeFunctionData("reopen", [eventId, 1, 1]),
      abi.encodeFunctionData("reopenSeats", [eventId, 2, [1]]),
    ];
    await hook.aim(Array(calls.length).fill(rights), calls);
    await grant(stage, grantees(addresses(4, 9)));
    expect(await Promise.all([0, 1, 2].map((i) => hook.successes(i)))).to.deep.equal([true, true, true]);
    expect(await hook.answers(0)).to.equal(AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [6, 1]));
    expect(await placesOf(stage, 1)).to.deep.equal([6n, 0n]);
    expect(await placesOf(stage, 2)).to.deep.equal([1n, 0n]);
    expect(await rights.seatOf(eventId, 2, 1)).to.deep.equal([false, false]);
    await grant(stage, grantees(addresses(4, 20)));
    await expect(sendGrant(stage, grantees(addresses(1, 30))))
      .to.be.revertedWithCustomError(rights, "ClassSoldOut")
      .withArgs(eventId, 1, 1, 0);
  });

  it("cannot undo seats or counts of the grant that it is asked about", async () => {
    const { stage, hook } = await networkHelpers.loadFixture(hostileFixture);
    const { rights, eventId } = stage;
    const { interface: abi } = rights;
    const calls = [
      abi.encodeFunctionData("reopenSeats", [eventId, 2, [5]]),
      abi.encodeFunctionData("reopen", [eventId, 1, 1]),
    ];
    await hook.aim(Array(calls.length).fill(rights), calls);
    await grant(stage, grantees(addresses(2, 9), 5), { classId: 2 });
    expect(await hook.answers(0)).to.equal(abi.encodeErrorResult("SeatNotFreed", [eventId, 2, 5]));
    expect(await hook.answers(1)).to.equal(abi.encodeErrorResult("ReopenExceedsFreed", [eventId, 1, 1, 0]));
    expect(await rights.seatOf(eventId, 2, 5)).to.deep.equal([true, false]);
  });

  it("ends a grant by reverting with its reason", async () => {
    const { stage, hook, other } = await networkHelpers.loadFixture(hostileFixture);
    await hook.behave(MANNER.refuse);
    await expect(sendGrant(stage, grantees(addresses(1))))
      .to.be.revertedWithCustomError(hook, "Refused")
      .withArgs(packRightId(stage.eventId, 2, 0));
    expect(await stage.rights.batchesOf(stage.eventId)).to.equal(2);
    await grant(other, grantees(addresses(1)));
  });

  it("ends a relayed grant by reverting without data, and harms no other request", async () => {
    const { stage, hook, other } = await networkHelpers.loadFixture(hostileFixture);
    await hook.behave(MANNER.refuseSilently);
    const { outcomes, granted } = await relayTogether(stage, other);
    expect(outcomes).to.deep.equal([
      ["RequestExecuted", false, ZeroHash],
      ["RequestExecuted", true, ZeroHash],
    ]);
    expect(granted).to.deep.equal([["RightsGranted", other.eventId]]);
  });

  it("ends a relayed grant by burning its gas, and takes none of the next request", async () => {
    const { stage, hook, other } = await networkHelpers.loadFixture(hostileFixture);
    await hook.behave(MANNER.burn);
    const { outcomes, gasUsed, granted } = await relayTogether(stage, other);
    expect(outcomes).to.deep.equal([
      ["RequestExecuted", false, ZeroHash],
      ["RequestExecuted", true, ZeroHash],
    ]);
    expect(gasUsed[0]).to.be.within((REQUEST_GAS * 98n) / 100n, REQUEST_GAS);
    expect(gasUsed[1]).to.be.below(150_000n);
    expect(granted).to.deep.equal([["RightsGranted", other.eventId]]);
    expect(await stage.rights.batchesOf(stage.eventId)).to.equal(2);
  });
});

describe("a sale hook that answers nothing", () => {
  it("lets every grant through, because the registry needs no answer", async () => {
    const suite = await openStage(ethers);
    const saleHook = await (await ethers.deployContract("SilentSaleHook")).getAddress();
    const stage = { ...suite, ...(await openContractShow(suite, {}, [classTerms({ saleHook })])) } as Stage;
    const first = await grant(stage, grantees(addresses(3)), { hookData: "0x01" });
    expect(await statusesOf(stage, first, 3)).to.deep.equal(Array(3).fill(STATUS.granted));
  });
});
