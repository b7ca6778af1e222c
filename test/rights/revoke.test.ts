import { expect } from "chai";
import { REFUSAL, registerTeam, STATUS } from "doorkey-test-support/contracts";
import { holderKey } from "doorkey-test-support/keys";
import { packRightId, signReturn } from "doorkey-test-support/statements";
import { encodeBytes32String } from "ethers";
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
  placesOf,
  rightOf,
  type Stage,
  statusesOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const REASON = encodeBytes32String("charge-back");

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

type By = Stage["roles"]["agent"];

function revoke(stage: Stage, by: By, ...rights: bigint[]) {
  return stage.rights.connect(by).revoke(rights, REASON);
}

describe("revoke", () => {
  describe("by the issuing agent", () => {
    it("voids the right, frees its place, and logs caller and reason", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const first = await grant(stage, grantees(addresses(3), 5), { classId: CLASS.seated });
      expect(await logsOf(rights, revoke(stage, roles.agentMember, first + 1n))).to.deep.equal([
        ["RightRevoked", eventId, roles.agentMember.address, first + 1n, REASON],
      ]);
      expect(await statusesOf(stage, first, 3)).to.deep.equal([STATUS.granted, STATUS.void, STATUS.granted]);
      expect(await placesOf(stage, CLASS.seated)).to.deep.equal([2n, 1n]);
      expect(await rights.seatOf(eventId, CLASS.seated, 6)).to.deep.equal([false, true]);
      expect(await rights.usedBy(eventId, CLASS.seated, stage.agentId)).to.equal(3);
    });

    it("works until returnUntil, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const { returnUntil } = stage.schedule;
      const first = await grant(stage, grantees(addresses(2)));
      await networkHelpers.time.setNextBlockTimestamp(returnUntil - 1);
      await revoke(stage, roles.agent, first);
      await networkHelpers.time.setNextBlockTimestamp(returnUntil);
      await expect(revoke(stage, roles.agent, first + 1n))
        .to.be.revertedWithCustomError(rights, "RightWindowClosed")
        .withArgs(first + 1n, returnUntil);
    });

    it("reverts for another agent, a stranger, an inactive team and a dismissed agent", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId, agentId } = stage;
      const rightId = await grant(stage, grantees(addresses(2)));
      const other = await registerTeam(agents, roles.subAgent);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, other, 9);
      const missing = (by: By) =>
        expect(revoke(stage, by, rightId))
          .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
          .withArgs(rightId, by);

      for (const by of [roles.subAgent, roles.stranger, roles.gate, roles.desk, roles.attester]) await missing(by);
      await agents.connect(roles.agent).setActive(agentId, false);
      await missing(roles.agent);
      await agents.connect(roles.agent).setActive(agentId, true);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await missing(roles.agent);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, agentId, 1);
      await revoke(stage, roles.agent, rightId);
    });

    it("reverts for an agent above, and for one below a dismissed agent", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId, agentId } = stage;
      const below = await registerTeam(agents, roles.subAgent);
      await events.connect(roles.agent).delegate(eventId, CLASS.standing, agentId, below, 9);
      const rightId = await grant(stage, grantees(addresses(2)), { agentId: below, by: roles.subAgent });
      await expect(revoke(stage, roles.agent, rightId))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(rightId, roles.agent);
      await revoke(stage, roles.subAgent, rightId);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await expect(revoke(stage, roles.subAgent, rightId + 1n))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(rightId + 1n, roles.subAgent);
    });
  });

  describe("by an admin of the organizer", () => {
    it("goes until doors open, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const { doorsOpenAt } = stage.schedule;
      const first = await grant(stage, grantees(addresses(2)));
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt - 1);
      await revoke(stage, roles.organizer, first);
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt);
      await expect(revoke(stage, roles.organizer, first + 1n))
        .to.be.revertedWithCustomError(rights, "RightWindowClosed")
        .withArgs(first + 1n, doorsOpenAt);
    });

    it("works in any state of the agent, and stops with an inactive organizer", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId, agentId } = stage;
      const first = await grant(stage, grantees(addresses(2)));
      await agents.connect(roles.agent).setActive(agentId, false);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await revoke(stage, roles.organizer, first);
      await events.connect(roles.organizer).setActive(stage.organizerId, false);
      await expect(revoke(stage, roles.organizer, first + 1n))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(first + 1n, roles.organizer);
    });
  });

  describe("by a member of the organizer", () => {
    it("reverts, so that a stolen key of a member voids nothing", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const rightId = await grant(stage, grantees(addresses(1)));
      await expect(revoke(stage, roles.organizerMember, rightId))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(rightId, roles.organizerMember);
      expect(await statusesOf(stage, rightId, 1)).to.deep.equal([STATUS.granted]);
    });
  });

  describe("by anyone, for want of a name", () => {
    it("goes from nameBy until doors open, to the second", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const { nameBy, doorsOpenAt } = stage.schedule;
      const first = await grant(stage, grantees(addresses(4)), { classId: CLASS.staff });
      await networkHelpers.time.setNextBlockTimestamp(nameBy - 1);
      await expect(revoke(stage, roles.stranger, first))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(first, roles.stranger);
      await networkHelpers.time.setNextBlockTimestamp(nameBy);
      expect(await logsOf(rights, revoke(stage, roles.stranger, first))).to.deep.equal([
        ["RightRevoked", eventId, roles.stranger.address, first, REASON],
      ]);
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt - 1);
      await revoke(stage, roles.stranger, first + 1n);
      await networkHelpers.time.setNextBlockTimestamp(doorsOpenAt);
      await expect(revoke(stage, roles.stranger, first + 2n))
        .to.be.revertedWithCustomError(rights, "RightWindowClosed")
        .withArgs(first + 2n, doorsOpenAt);
    });

    it("works for the agent too, after its own time", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees(addresses(1)), { classId: CLASS.staff });
      await networkHelpers.time.setNextBlockTimestamp(stage.schedule.returnUntil + 1);
      await revoke(stage, stage.roles.agent, first);
    });

    it("reverts for rights that were tagged or named, and for classes that are not named", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles } = stage;
      const [a = "", b = "", c = ""] = addresses(3);
      const named = await grant(stage, grantees([a]), { classId: CLASS.staff });
      await rights
        .connect(roles.agent)
        .nameRight(named, a, await evidenceFor(stage, { person: "a", holder: a, rightId: named }));
      const tagged = await grantTagged(stage, [b], ["b"], { classId: CLASS.staff });
      const plain = await grant(stage, grantees([c]));
      await networkHelpers.time.setNextBlockTimestamp(stage.schedule.nameBy);
      for (const rightId of [named, tagged, plain]) {
        await expect(revoke(stage, roles.stranger, rightId))
          .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
          .withArgs(rightId, roles.stranger);
      }
      expect((await rightOf(stage, named)).status).to.equal(STATUS.rebound);
    });
  });

  describe("of several rights", () => {
    it("refuses rights that are not live or do not exist", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, roles, eventId } = stage;
      const ann = holderKey("secp256k1", "ann");
      const first = await grant(stage, grantees([ann, ann, ann]));
      const wish = signReturn(stage.domains.statements, ann, { rightId: first, expiresAt: 2n ** 40n });
      await rights.returnRights([wish]);
      const unknown = packRightId(eventId, 7, 0);
      expect(
        await logsOf(
          rights,
          revoke(stage, roles.agent, first, first + 1n, first + 1n, unknown, first + 3n, 0n, first + 2n),
        ),
      ).to.deep.equal([
        ["RevocationRefused", eventId, first, REFUSAL.rightVoid],
        ["RightRevoked", eventId, roles.agent.address, first + 1n, REASON],
        ["RevocationRefused", eventId, first + 1n, REFUSAL.rightVoid],
        ["RevocationRefused", eventId, unknown, REFUSAL.rightNonexistent],
        ["RevocationRefused", eventId, first + 3n, REFUSAL.rightNonexistent],
        ["RevocationRefused", 0n, 0n, REFUSAL.rightNonexistent],
        ["RightRevoked", eventId, roles.agent.address, first + 2n, REASON],
      ]);
      expect(await placesOf(stage, CLASS.standing)).to.deep.equal([0n, 3n]);
    });

    it("reverts as a whole if one of them is a stranger's", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { rights, agents, events, roles, eventId } = stage;
      const other = await registerTeam(agents, roles.subAgent);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, other, 9);
      const mine = await grant(stage, grantees(addresses(1)));
      const theirs = await grant(stage, grantees(addresses(1)), { agentId: other, by: roles.subAgent });
      await expect(revoke(stage, roles.agent, mine, theirs))
        .to.be.revertedWithCustomError(rights, "RightAuthorityMissing")
        .withArgs(theirs, roles.agent);
      expect((await rightOf(stage, mine)).status).to.equal(STATUS.granted);
    });

    it("voids rebound rights, which keep their last holder", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const [a = "", b = ""] = addresses(2);
      const rightId = await grant(stage, grantees([a]));
      await stage.rights.connect(stage.roles.organizer).rebind(rightId, b, "0x");
      await revoke(stage, stage.roles.agent, rightId);
      const { status, holder, rebinds } = await rightOf(stage, rightId);
      expect([status, holder, rebinds]).to.deep.equal([STATUS.void, b, 1n]);
    });
  });
});
