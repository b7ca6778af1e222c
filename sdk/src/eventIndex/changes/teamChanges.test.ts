import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { act, addressOf, register, strangerAt } from "../../../test/helpers/acts.ts";
import { expectSameIndex } from "../../../test/helpers/expectSameIndex.ts";
import type { Connection } from "../../chain/Connection.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { followSuite, type SuiteFollower } from "../followSuite.ts";

for (const [contract, teams] of [
  ["AgentRegistry", "agents"],
  ["EventRegistry", "organizers"],
] as const) {
  describe(`an index of ${teams}`, () => {
    let chain: TestChain;
    let reader: Connection;
    let admin: Connection;
    let index: SuiteFollower;
    let [teamId, sibling] = [0, 0];
    before(async () => {
      chain = await startTestChain();
      reader = await chain.connect();
      ({ agent: admin } = await openShow(chain));
    });
    beforeEach(async () => {
      teamId = await register(admin, contract, "https://one.example");
      sibling = await register(admin, contract, "https://two.example");
      index = await followSuite(reader);
    });
    after(() => chain.close());

    it("has what each team changed last, and nothing of it in another team", async () => {
      const whole = { active: true, relayed: true, name: "Team" };
      const teamOf = async (id: number) => {
        await index.catchUp();
        await expectSameIndex(reader, index.state);
        return index.state[teams].get(id);
      };
      const registered = { ...whole, uri: "https://one.example", roles: new Map([[addressOf(admin), "admin"]]) };
      expect(await teamOf(teamId)).to.deep.equal(registered);
      for (const [name, args, changed] of [
        ["setProfile", ["Other", "https://new.example"], { name: "Other", uri: "https://new.example" }],
        ["setActive", [false], { active: false }],
        ["setRelayed", [false], { relayed: false }],
        ["setActive", [true], { active: true }],
        ["setRelayed", [true], { relayed: true }],
      ] as const) {
        const before = structuredClone(index.state[teams].get(teamId));
        await act(admin, contract, name, [teamId, ...args]);
        expect(await teamOf(teamId)).to.deep.equal({ ...before, ...changed });
      }
      expect(await teamOf(sibling)).to.deep.equal({ ...registered, uri: "https://two.example" });
    });

    it("has the role of each account, also of one that has none any more", async () => {
      const [one, two] = [strangerAt(1), strangerAt(2)];
      for (const [account, role] of [
        [one, 1],
        [two, 2],
        [one, 0],
      ] as const) {
        await act(admin, contract, "setRole", [teamId, account, role]);
      }
      await index.catchUp();
      await expectSameIndex(reader, index.state);
      expect([...(index.state[teams].get(teamId)?.roles.values() ?? [])]).to.deep.equal(["admin", "none", "admin"]);
      expect(index.state[teams].get(sibling)?.roles.size).to.equal(1);
    });
  });
}

describe("an index of forwarded requests", () => {
  it("has each nonce that a signer used, and no other", async () => {
    const chain = await startTestChain();
    try {
      const { agent, organizer } = await openShow(chain, { transport: "relay" });
      const index = await followSuite(await chain.connect());
      await index.catchUp();
      const before = [agent, organizer].map((one) => index.state.nonces.get(addressOf(one))?.size ?? 0);
      for (let i = 0; i < 3; i++) await register(agent, "AgentRegistry", "https://one.example");
      await index.catchUp();
      const after = [agent, organizer].map((one) => index.state.nonces.get(addressOf(one))?.size ?? 0);
      expect(after).to.deep.equal([(before[0] ?? 0) + 3, before[1]]);
      for (const [from, nonces] of index.state.nonces) {
        for (const nonce of nonces) {
          const word = await agent.contracts.forwarder.nonceWord(from, nonce >> 8n);
          expect((word >> (nonce & 255n)) & 1n, `nonce ${nonce} of ${from}`).to.equal(1n);
        }
      }
    } finally {
      await chain.close();
    }
  });
});
