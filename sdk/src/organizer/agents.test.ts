import { expect } from "chai";
import { type Published, publishShow } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { delegateQuota } from "../agent/delegateQuota.ts";
import { registerAgent } from "../agent/registerAgent.ts";
import type { Connection } from "../chain/Connection.ts";
import { readAgents } from "../state/readAgents.ts";
import { setTeamRole } from "../teams/setTeamRole.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { cancelEvent } from "./cancelEvent.ts";
import { designateAgent } from "./designateAgent.ts";
import { dismissAgent } from "./dismissAgent.ts";
import { pauseSales } from "./pauseSales.ts";

for (const transport of TRANSPORTS) {
  describe(`agents of an event, ${transport}`, () => {
    let chain: TestChain;
    let show: Published;
    const agents: { connection: Connection; agentId: number }[] = [];
    before(async () => {
      chain = await startTestChain();
      for (let i = 0; i < 6; i++) {
        const connection = await join(chain, transport);
        const { agentId } = await registerAgent(connection, { name: `Agent ${i}`, uri: `https://${i}.example` });
        agents.push({ connection, agentId });
      }
    });
    beforeEach(async () => {
      show = await publishShow(chain, { transport });
    });
    after(() => chain.close());

    const one = (i: number) => agents[i] as { connection: Connection; agentId: number };
    const chainOf = async (classId: number, i: number) => {
      const { parent, quota, status } = await show.organizer.contracts.events.designationOf(
        show.eventId,
        classId,
        one(i).agentId,
      );
      return [Number(parent), Number(quota), Number(status)];
    };

    it("are designated for a class by its name, and dismissed", async () => {
      const { organizer, eventId } = show;
      const { agentId } = one(0);
      await designateAgent(organizer, { eventId, className: "seated", agentId, quota: 300 });
      expect(await chainOf(2, 0)).to.deep.equal([0, 300, 1]);
      expect(await chainOf(1, 0)).to.deep.equal([0, 0, 0]);
      await dismissAgent(organizer, { eventId, className: "seated", agentId });
      expect(await chainOf(2, 0)).to.deep.equal([0, 300, 2]);
      const twice = await refusalOf(dismissAgent(organizer, { eventId, className: "seated", agentId }));
      expect([twice.name, twice.args]).to.deep.equal(["AgentNotDesignated", [BigInt(eventId), 2n, BigInt(agentId)]]);
    });

    it("delegate to others, four levels deep", async () => {
      const { organizer, eventId } = show;
      const place = { eventId, className: "standing" };
      await designateAgent(organizer, { ...place, agentId: one(0).agentId, quota: 500 });
      const under = (i: number, quota: number) =>
        delegateQuota(one(i).connection, { ...place, from: one(i).agentId, to: one(i + 1).agentId, quota });
      for (const i of [0, 1, 2]) await under(i, 400 - 100 * i);
      expect(await chainOf(1, 3)).to.deep.equal([one(2).agentId, 200, 1]);
      expect((await refusalOf(under(3, 1))).name).to.equal("AgentTooDeep");
      await under(2, 150);
      expect(await chainOf(1, 3)).to.deep.equal([one(2).agentId, 150, 1]);
      const second = delegateQuota(one(0).connection, { ...place, from: one(0).agentId, to: one(3).agentId, quota: 1 });
      expect((await refusalOf(second)).name).to.equal("AgentPlaced");
      await designateAgent(organizer, { ...place, agentId: one(3).agentId, quota: 50 });
      expect(await chainOf(1, 3)).to.deep.equal([0, 50, 1]);
    });

    it("are refused with the name of the mistake", async () => {
      const { organizer, eventId } = show;
      const place = { eventId, className: "standing", quota: 5 };
      const nobody = await refusalOf(designateAgent(organizer, { ...place, agentId: 99 }));
      expect([nobody.name, nobody.args]).to.deep.equal(["AgentNonexistent", [99n]]);
      const [a, b] = [one(0), one(1)];
      const early = delegateQuota(a.connection, { ...place, from: a.agentId, to: b.agentId });
      expect((await refusalOf(early)).name).to.equal("AgentNotDesignated");
      await designateAgent(organizer, { ...place, agentId: a.agentId });
      const foreign = delegateQuota(b.connection, { ...place, from: a.agentId, to: b.agentId });
      expect((await refusalOf(foreign)).name).to.equal("TeamAdminOnly");
      const unknown = designateAgent(organizer, { ...place, className: "balcony", agentId: a.agentId });
      expect((await refusalOf(unknown)).code).to.equal("CLASS_UNKNOWN");
      const stranger = dismissAgent(b.connection, { eventId, className: "standing", agentId: a.agentId });
      expect((await refusalOf(stranger)).name).to.equal("TeamMemberOnly");
    });

    it("are designated by admins, and get a lower quota from members too", async () => {
      const { organizer, organizerId, eventId } = show;
      const helper = await join(chain, transport);
      const account = (await helper.signer?.getAddress()) as `0x${string}`;
      await setTeamRole(organizer, { team: { organizerId }, account, role: "member" });
      const place = { eventId, className: "standing", agentId: one(0).agentId };
      const refused = async (quota: number) => (await refusalOf(designateAgent(helper, { ...place, quota }))).name;
      expect(await refused(1)).to.equal("TeamAdminOnly");
      await designateAgent(organizer, { ...place, quota: 5 });
      expect(await refused(6)).to.equal("TeamAdminOnly");
      await designateAgent(helper, { ...place, quota: 1 });
      await pauseSales(helper, { eventId });
      expect((await refusalOf(cancelEvent(helper, { eventId }))).name).to.equal("TeamAdminOnly");
      const { classes } = await readAgents(helper, { eventId });
      expect(classes[0]?.agents.map(({ agentId, quota }) => [agentId, quota])).to.deep.equal([[one(0).agentId, 1]]);
    });
  });
}
