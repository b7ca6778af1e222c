import { expect } from "chai";
import { ROLE, registerTeam } from "doorkey-test-support/contracts";
import { network } from "hardhat";
import { addresses, CLASS, grant, grantees, openStage, type Stage, sendGrant } from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const [HOLDER = ""] = addresses(1);

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

describe("grant", () => {
  describe("by callers that may not grant", () => {
    it("reverts for every caller but members of the agent", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { agents, roles, agentId } = stage;
      await registerTeam(agents, roles.subAgent);
      for (const by of [roles.organizer, roles.gate, roles.attester, roles.stranger, roles.subAgent]) {
        await expect(sendGrant(stage, HOLDER, { by }))
          .to.be.revertedWithCustomError(agents, "TeamMemberOnly")
          .withArgs(agentId, by);
      }
      await grant(stage, HOLDER, { by: roles.agent });
      await grant(stage, HOLDER, { by: roles.agentMember });
      await agents.connect(roles.agent).setRole(agentId, roles.agentMember, ROLE.none);
      await expect(sendGrant(stage, HOLDER)).to.be.revertedWithCustomError(agents, "TeamMemberOnly");
    });

    it("reverts while the agent's team is inactive", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { agents, roles, agentId } = stage;
      await agents.connect(roles.agent).setActive(agentId, false);
      await expect(sendGrant(stage, HOLDER)).to.be.revertedWithCustomError(agents, "TeamInactive").withArgs(agentId);
      await agents.connect(roles.agent).setActive(agentId, true);
      await grant(stage, HOLDER);
    });

    it("reverts for an agent that is not designated for this class now", async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const { events, agents, roles, eventId, agentId } = stage;
      const newcomer = await registerTeam(agents, roles.subAgent);
      const undesignated = (options: object, id: bigint, classId: number = CLASS.standing) =>
        expect(sendGrant(stage, HOLDER, options))
          .to.be.revertedWithCustomError(events, "AgentNotDesignated")
          .withArgs(eventId, classId, id);

      await undesignated({ agentId: 0n }, 0n);
      await undesignated({ agentId: 77n }, 77n);
      await undesignated({ agentId: newcomer, by: roles.subAgent }, newcomer);
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, newcomer, 1);
      await grant(stage, HOLDER, { agentId: newcomer, by: roles.subAgent });
      await undesignated({ agentId: newcomer, by: roles.subAgent, classId: CLASS.members }, newcomer, CLASS.members);
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, agentId);
      await undesignated({}, agentId);
      await grant(stage, grantees([HOLDER], 1), { classId: CLASS.seated });
    });
  });

  describe("through a chain of agents", () => {
    /** Four agents, each under the one before, with quotas 9, 7, 5 and 3. */
    async function chainFixture() {
      const stage = await openStage(ethers);
      const { agents, events, roles, eventId } = stage;
      const keys = [roles.agent, roles.subAgent, roles.stranger, roles.desk];
      const chain = [stage.agentId];
      for (const key of keys.slice(1)) chain.push(await registerTeam(agents, key));
      const quotas = [9, 7, 5, 3];
      await events.connect(roles.organizer).designateAgent(eventId, CLASS.standing, stage.agentId, 9);
      for (let i = 1; i < 4; i++) {
        const [from, to, quota] = [chain[i - 1] as bigint, chain[i] as bigint, quotas[i] as number];
        await events.connect(keys[i - 1]).delegate(eventId, CLASS.standing, from, to, quota);
      }
      const by = (level: number, count: number) =>
        sendGrant(stage, grantees(addresses(count)), { agentId: chain[level] as bigint, by: keys[level] as never });
      const used = () => Promise.all(chain.map((id) => stage.rights.usedBy(eventId, CLASS.standing, id)));
      return { stage, chain, keys, by, used };
    }

    it("counts a grant against every agent above", async () => {
      const { by, used } = await networkHelpers.loadFixture(chainFixture);
      await by(3, 2);
      expect(await used()).to.deep.equal([2n, 2n, 2n, 2n]);
      await by(1, 1);
      expect(await used()).to.deep.equal([3n, 3n, 2n, 2n]);
      await by(0, 1);
      expect(await used()).to.deep.equal([4n, 3n, 2n, 2n]);
    });

    for (const [level, quota] of [9, 7, 5, 3].entries()) {
      it(`stops at the quota of level ${level + 1}, for every agent below it`, async () => {
        const { stage, chain, by, used } = await networkHelpers.loadFixture(chainFixture);
        const before = quota - 2;
        await by(level, before);
        const before3 = (await used())[3];
        const below = level === 3 ? 3 : level + 1;
        await expect(by(below, 3))
          .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
          .withArgs(stage.eventId, CLASS.standing, chain[level], 3, 2);
        expect((await used())[3], "a failed grant counts nowhere").to.equal(before3);
        await by(below, 2);
        expect((await used())[level]).to.equal(quota);
        await expect(by(below, 1))
          .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
          .withArgs(stage.eventId, CLASS.standing, chain[level], 1, 0);
      });
    }

    it("stops an agent whose quota was lowered below what it used", async () => {
      const { stage, chain, by } = await networkHelpers.loadFixture(chainFixture);
      await by(3, 3);
      await stage.events
        .connect(stage.roles.agent)
        .delegate(stage.eventId, CLASS.standing, chain[0] as bigint, chain[1] as bigint, 2);
      await expect(by(2, 1))
        .to.be.revertedWithCustomError(stage.rights, "QuotaExceeded")
        .withArgs(stage.eventId, CLASS.standing, chain[1], 1, 0);
      await by(0, 6);
    });

    it("stops for all agents below a dismissed one, and works for those above", async () => {
      const { stage, chain, by } = await networkHelpers.loadFixture(chainFixture);
      const { events, roles, eventId } = stage;
      await events.connect(roles.organizer).dismissAgent(eventId, CLASS.standing, chain[1] as bigint);
      for (const level of [1, 2, 3]) {
        await expect(by(level, 1))
          .to.be.revertedWithCustomError(events, "AgentNotDesignated")
          .withArgs(eventId, CLASS.standing, chain[1]);
      }
      await by(0, 1);
    });

    it("works while a team above is inactive, because only the granting team acts", async () => {
      const { stage, chain, by, used } = await networkHelpers.loadFixture(chainFixture);
      await stage.agents.connect(stage.roles.agent).setActive(chain[0] as bigint, false);
      await by(3, 1);
      expect(await used()).to.deep.equal([1n, 1n, 1n, 1n]);
    });
  });
});
