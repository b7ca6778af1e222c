import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import {
  packEntry,
  packRecords,
  packRightId,
  signRebind,
  signRequest,
  signReturn,
} from "doorkey-test-support/statements";
import { type BaseContract, concat, dataSlice, toQuantity, ZeroHash, zeroPadBytes } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  delivery,
  evidenceFor,
  grant,
  grantees,
  grantTagged,
  logsOf,
  openStage,
  packRefusals,
  placesOf,
  rightOf,
  type Stage,
  statusesOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("p256", "bob");
const RECORDS = packRecords(grantees(addresses(3)));
const GAS = 1_000_000n;

/** Three standing rights of ann, three of her seats, a right of the staff class and a tagged one. */
async function fixture() {
  const stage = await openStage(ethers);
  const standing = await grant(stage, grantees([ann, ann, ann]));
  const seated = await grant(stage, grantees([ann, ann, ann], 0), { classId: CLASS.seated });
  const staff = await grant(stage, grantees([ann]), { classId: CLASS.staff });
  const tagged = await grantTagged(stage, [ann], ["ann"], { minLive: 1 });
  return { stage, standing, seated, staff, tagged };
}

let nonce = 0n;

/** A request that `by` signed, executed by the relay. */
async function relay(stage: Stage, by: HardhatEthersSigner, data: string) {
  const { forwarder, domains, roles, rights } = stage;
  const signed = await signRequest(domains.forwarder, by, {
    to: await rights.getAddress(),
    gas: GAS,
    nonce: nonce++,
    deadline: 2n ** 40n,
    relayer: roles.relay.address,
    data,
  });
  return forwarder.connect(roles.relay).execute([signed]);
}

/** The registry's logs of a relayed call, which must succeed. */
async function relayed(stage: Stage, by: HardhatEthersSigner, data: string) {
  const sent = relay(stage, by, data);
  const [[name, , from, , success] = []] = await logsOf(stage.forwarder, sent);
  expect([name, from, success]).to.deep.equal(["RequestExecuted", by.address, true]);
  return logsOf(stage.rights, sent);
}

/** Expects a relayed call to fail with this error. */
async function expectRefused(
  stage: Stage,
  by: HardhatEthersSigner,
  data: string,
  contract: Pick<BaseContract, "interface">,
  error: string,
  args: readonly unknown[],
) {
  const logs = await logsOf(stage.forwarder, relay(stage, by, data));
  const [name, , from, , success, , reason] = logs[0] ?? [];
  const revertData = contract.interface.encodeErrorResult(error, [...args]);
  expect([name, from, success]).to.deep.equal(["RequestExecuted", by.address, false]);
  expect(reason, error).to.equal(dataSlice(zeroPadBytes(revertData, Math.max(32, (revertData.length - 2) / 2)), 0, 32));
}

describe("entry rights through the forwarder", () => {
  it("are granted by the member of the agent that signed", async () => {
    const { stage } = await networkHelpers.loadFixture(fixture);
    const { rights, roles, eventId, agentId } = stage;
    const data = rights.interface.encodeFunctionData("grant", [eventId, 1, agentId, RECORDS, [], "0x", 3]);
    const logs = await relayed(stage, roles.agentMember, data);
    const first = packRightId(eventId, 4, 0);
    expect(logs[0]?.slice(0, 4)).to.deep.equal(["RightsGranted", eventId, agentId, first]);
    expect(await statusesOf(stage, first, 3)).to.deep.equal(Array(3).fill(STATUS.granted));
    await expectRefused(stage, roles.stranger, data, stage.agents, "TeamMemberOnly", [agentId, roles.stranger.address]);
  });

  it("are not granted when nothing is live, and the same call at that block tells each refusal", async () => {
    const { stage } = await networkHelpers.loadFixture(fixture);
    const { rights, forwarder, roles, eventId, agentId } = stage;
    // Seats 0 to 2 are ann's.
    const records = packRecords(grantees(addresses(2), 1));
    const data = rights.interface.encodeFunctionData("grant", [eventId, CLASS.seated, agentId, records, [], "0x", 0]);
    const refusals = packRefusals(REFUSAL.seatTaken, REFUSAL.seatTaken);
    const batches = await rights.batchesOf(eventId);
    await expectRefused(stage, roles.agentMember, data, rights, "NothingLive", [refusals]);
    expect(await rights.batchesOf(eventId)).to.equal(batches);

    const again = ethers.provider.send("eth_call", [
      {
        from: await forwarder.getAddress(),
        to: await rights.getAddress(),
        data: concat([data, roles.agentMember.address]),
      },
      toQuantity(await ethers.provider.getBlockNumber()),
    ]);
    await expect(again).to.be.revertedWithCustomError(rights, "NothingLive").withArgs(refusals);
  });

  it("are returned, revoked, reopened, rebound and named", async () => {
    const { stage, standing, seated, staff, tagged } = await networkHelpers.loadFixture(fixture);
    const { rights, roles, eventId, domains, schedule } = stage;
    const { interface: abi } = rights;
    const expiresAt = schedule.doorsOpenAt;
    const wish = signReturn(domains.statements, ann, { rightId: standing, expiresAt });
    const consent = signRebind(domains.statements, ann, { rightId: standing + 1n, newHolder: bob.address, expiresAt });
    const rebinding = await evidenceFor(stage, { person: "ann", holder: bob, rightId: tagged });
    const naming = await evidenceFor(stage, { person: "ann", holder: ann, rightId: staff });
    for (const [by, data, log] of [
      [roles.stranger, abi.encodeFunctionData("returnRights", [[wish]]), ["RightReturned", eventId, standing]],
      [
        roles.agent,
        abi.encodeFunctionData("revoke", [[seated + 1n], ZeroHash]),
        ["RightRevoked", eventId, roles.agent.address, seated + 1n, ZeroHash],
      ],
      [
        roles.organizerMember,
        abi.encodeFunctionData("reopen", [eventId, 1, 1]),
        ["PlacesReopened", eventId, 1n, roles.organizerMember.address, 1n],
      ],
      [
        roles.organizer,
        abi.encodeFunctionData("reopenSeats", [eventId, CLASS.seated, [1]]),
        ["SeatsReopened", eventId, 2n, roles.organizer.address, [1n]],
      ],
      [
        roles.agentMember,
        abi.encodeFunctionData("rebind", [standing + 1n, bob.address, consent]),
        ["RightRebound", eventId, roles.agentMember.address, standing + 1n, bob.address, 1n],
      ],
      [
        roles.organizer,
        abi.encodeFunctionData("rebind", [tagged, bob.address, rebinding]),
        ["RightRebound", eventId, roles.organizer.address, tagged, bob.address, 1n],
      ],
    ] as const) {
      expect(await relayed(stage, by, data)).to.deep.equal([log]);
    }
    const named = await relayed(
      stage,
      roles.agentMember,
      abi.encodeFunctionData("nameRight", [staff, ann.address, naming]),
    );
    expect(named[0]?.slice(0, 5)).to.deep.equal(["RightNamed", eventId, staff, ann.address, 0n]);
    expect(await placesOf(stage, CLASS.standing)).to.deep.equal([2n, 0n]);
  });

  it("are admitted by the gate that signed, by proof and by hand", async () => {
    const { stage, standing } = await networkHelpers.loadFixture(fixture);
    const { rights, roles, eventId, schedule } = stage;
    const issuedAt = schedule.doorsOpenAt;
    await networkHelpers.time.increaseTo(issuedAt);
    const scan = { key: ann, rightId: standing, count: 2, issuedAt };
    const { entries, signatures } = delivery(stage, [scan]);
    const admit = rights.interface.encodeFunctionData("admit", [eventId, entries, signatures]);
    expect(await relayed(stage, roles.gate, admit)).to.deep.equal([
      ["Admitted", eventId, roles.gate.address, packEntry(scan)],
    ]);
    const byHand = rights.interface.encodeFunctionData("admitByHand", [eventId, [standing + 2n], issuedAt, ZeroHash]);
    expect(await relayed(stage, roles.desk, byHand)).to.deep.equal([
      ["AdmittedByHand", eventId, roles.desk.address, standing + 2n, BigInt(issuedAt), ZeroHash],
    ]);
    expect(await rights.byHandOf(eventId, roles.desk)).to.equal(1);
    await expectRefused(stage, roles.relay, admit, stage.events, "GateOnly", [eventId, roles.relay.address, false]);
  });
});

describe("a team that refuses forwarded calls", () => {
  it("cannot grant or change rights as an agent, except in direct calls", async () => {
    const { stage, standing, staff } = await networkHelpers.loadFixture(fixture);
    const { rights, agents, roles, eventId, agentId, domains, schedule } = stage;
    const { interface: abi } = rights;
    await agents.connect(roles.agent).setRelayed(agentId, false);
    const consent = signRebind(domains.statements, ann, {
      rightId: standing,
      newHolder: bob.address,
      expiresAt: schedule.doorsOpenAt,
    });
    const granting = abi.encodeFunctionData("grant", [eventId, 1, agentId, RECORDS, [], "0x", 0]);
    await expectRefused(stage, roles.agentMember, granting, agents, "TeamDirectOnly", [agentId]);
    for (const [rightId, data] of [
      [standing, abi.encodeFunctionData("revoke", [[standing], ZeroHash])],
      [standing, abi.encodeFunctionData("rebind", [standing, bob.address, consent])],
      [staff, abi.encodeFunctionData("nameRight", [staff, ann.address, "0x"])],
    ] as const) {
      await expectRefused(stage, roles.agent, data, rights, "RightAuthorityMissing", [rightId, roles.agent.address]);
    }
    expect(await statusesOf(stage, standing, 3)).to.deep.equal(Array(3).fill(STATUS.granted));
    await grant(stage, RECORDS);
    await rights.connect(roles.agent).rebind(standing, bob.address, consent);
    expect((await rightOf(stage, standing)).holder).to.equal(bob.address);
  });

  it("cannot reopen, revoke, rebind, name or admit as an organizer, except in direct calls", async () => {
    const { stage, standing, seated, staff } = await networkHelpers.loadFixture(fixture);
    const { rights, events, roles, eventId, organizerId, schedule } = stage;
    const { interface: abi } = rights;
    await events.connect(roles.organizer).setRelayed(organizerId, false);
    const by = roles.organizer;
    for (const [classId, data] of [
      [CLASS.standing, abi.encodeFunctionData("reopen", [eventId, CLASS.standing, 0])],
      [CLASS.seated, abi.encodeFunctionData("reopenSeats", [eventId, CLASS.seated, []])],
    ] as const) {
      await expectRefused(stage, by, data, events, "ReopenerOnly", [eventId, classId, by.address]);
    }
    for (const [rightId, data] of [
      [seated, abi.encodeFunctionData("revoke", [[seated], ZeroHash])],
      [standing, abi.encodeFunctionData("rebind", [standing, bob.address, "0x"])],
      [staff, abi.encodeFunctionData("nameRight", [staff, ann.address, "0x"])],
    ] as const) {
      await expectRefused(stage, by, data, rights, "RightAuthorityMissing", [rightId, by.address]);
    }
    await rights.connect(by).revoke([seated], ZeroHash);

    await networkHelpers.time.increaseTo(schedule.doorsOpenAt);
    const issuedAt = schedule.doorsOpenAt;
    const { entries, signatures } = delivery(stage, [{ key: ann, rightId: standing, issuedAt }]);
    for (const [gate, data] of [
      [roles.gate, abi.encodeFunctionData("admit", [eventId, entries, signatures])],
      [roles.desk, abi.encodeFunctionData("admitByHand", [eventId, [standing], issuedAt, ZeroHash])],
    ] as const) {
      await expectRefused(stage, gate, data, events, "TeamDirectOnly", [organizerId]);
    }
    await rights.connect(roles.gate).admit(eventId, entries, signatures);
    expect((await rightOf(stage, standing)).status).to.equal(STATUS.admitted);
  });

  it("does not stop holders: anyone may deliver a return", async () => {
    const { stage, standing } = await networkHelpers.loadFixture(fixture);
    const { rights, agents, events, roles, eventId, agentId, organizerId, domains } = stage;
    await agents.connect(roles.agent).setRelayed(agentId, false);
    await events.connect(roles.organizer).setRelayed(organizerId, false);
    const wish = signReturn(domains.statements, ann, { rightId: standing, expiresAt: 2n ** 40n });
    const data = rights.interface.encodeFunctionData("returnRights", [[wish]]);
    expect(await relayed(stage, roles.stranger, data)).to.deep.equal([["RightReturned", eventId, standing]]);
  });
});
