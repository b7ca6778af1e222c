import { expect } from "chai";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { registerAgent } from "../agent/registerAgent.ts";
import * as agentTeam from "../agent/setActive.ts";
import * as agentProfile from "../agent/setProfile.ts";
import * as agentRelayed from "../agent/setRelayed.ts";
import * as agentRole from "../agent/setRole.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Address } from "../core/Hex.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { setActive } from "../organizer/setActive.ts";
import { setProfile } from "../organizer/setProfile.ts";
import { setRelayed } from "../organizer/setRelayed.ts";
import { setRole } from "../organizer/setRole.ts";
import type { Role } from "../state/Role.ts";
import { readMembers } from "../state/readMembers.ts";
import { readTeam } from "../state/readTeam.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";

/** The same functions for both kinds of team, so that every test is of both. */
const KINDS = {
  organizer: {
    register: async (connection: Connection) => (await registerOrganizer(connection, PROFILE)).organizerId,
    setRole: (c: Connection, organizerId: number, account: Address, role: Role) =>
      setRole(c, { organizerId, account, role }),
    setProfile: (c: Connection, organizerId: number, name: string, uri: string) =>
      setProfile(c, { organizerId, name, uri }),
    setActive: (c: Connection, organizerId: number, active: boolean) => setActive(c, { organizerId, active }),
    setRelayed: (c: Connection, organizerId: number, relayed: boolean) => setRelayed(c, { organizerId, relayed }),
  },
  agent: {
    register: async (connection: Connection) => (await registerAgent(connection, PROFILE)).agentId,
    setRole: (c: Connection, agentId: number, account: Address, role: Role) =>
      agentRole.setRole(c, { agentId, account, role }),
    setProfile: (c: Connection, agentId: number, name: string, uri: string) =>
      agentProfile.setProfile(c, { agentId, name, uri }),
    setActive: (c: Connection, agentId: number, active: boolean) => agentTeam.setActive(c, { agentId, active }),
    setRelayed: (c: Connection, agentId: number, relayed: boolean) => agentRelayed.setRelayed(c, { agentId, relayed }),
  },
} as const;

const PROFILE = { name: "Zepp Hall", uri: "https://zepp.example" };

for (const kind of ["organizer", "agent"] as const) {
  for (const transport of TRANSPORTS) {
    describe(`the team of an ${kind}, ${transport}`, () => {
      const act = KINDS[kind];
      let chain: TestChain;
      let admin: Connection;
      let helper: Connection;
      let id: number;
      before(async () => {
        chain = await startTestChain();
      });
      beforeEach(async () => {
        admin = await join(chain, transport);
        helper = await join(chain, transport);
        id = await act.register(admin);
      });
      after(() => chain.close());

      const accountOf = async ({ signer }: Connection) => (await signer?.getAddress()) as Address;

      it("begins with who registered it", async () => {
        expect(await readTeam(admin, kind, id)).to.deep.equal({
          id,
          ...PROFILE,
          active: true,
          relayed: true,
          admins: 1,
        });
        expect(await readMembers(admin, kind, id)).to.deep.equal([{ account: await accountOf(admin), role: "admin" }]);
      });

      it("has members and admins by the names of their roles", async () => {
        const [account, first] = [await accountOf(helper), await accountOf(admin)];
        await act.setRole(admin, id, account, "member");
        expect(await readMembers(admin, kind, id)).to.deep.equal([
          { account: first, role: "admin" },
          { account, role: "member" },
        ]);
        await act.setRole(admin, id, account, "admin");
        expect((await readTeam(admin, kind, id)).admins).to.equal(2);
        await act.setRole(helper, id, first, "none");
        expect(await readMembers(admin, kind, id)).to.deep.equal([{ account, role: "admin" }]);
      });

      it("keeps its last admin", async () => {
        const refusal = await refusalOf(act.setRole(admin, id, await accountOf(admin), "member"));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamLastAdmin", [BigInt(id)]]);
      });

      it("knows no other roles", async () => {
        const refusal = await refusalOf(act.setRole(admin, id, await accountOf(helper), "owner" as Role));
        expect(refusal.code).to.equal("VALUE_INVALID");
      });

      it("changes what it says of itself", async () => {
        await act.setProfile(admin, id, "Zepp", "https://new.example");
        expect(await readTeam(admin, kind, id)).to.include({ name: "Zepp", uri: "https://new.example" });
        const refusal = await refusalOf(act.setProfile(admin, id, "Zepp", "x".repeat(2_049)));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamTextTooLong", ["uri", 2_049n]]);
      });

      it("rests and wakes", async () => {
        await act.setActive(admin, id, false);
        expect((await readTeam(admin, kind, id)).active).to.equal(false);
        await act.setActive(admin, id, true);
        expect((await readTeam(admin, kind, id)).active).to.equal(true);
      });

      it("obeys its admins alone", async () => {
        const account = await accountOf(helper);
        await act.setRole(admin, id, account, "member");
        for (const call of [
          () => act.setRole(helper, id, account, "admin"),
          () => act.setProfile(helper, id, "Mine", ""),
          () => act.setActive(helper, id, false),
        ]) {
          const refusal = await refusalOf(call());
          expect([refusal.name, refusal.args]).to.deep.equal(["TeamAdminOnly", [BigInt(id), account]]);
        }
      });

      it("stops trusting the forwarder by a direct call, which costs ether", async () => {
        if (transport === "relay") {
          expect((await refusalOf(act.setRelayed(admin, id, false))).code).to.equal("FUNDS_MISSING");
          await chain.provider.send("hardhat_setBalance", [await accountOf(admin), "0xde0b6b3a7640000"]);
        }
        await act.setRelayed(admin, id, false);
        expect((await readTeam(admin, kind, id)).relayed).to.equal(false);
        const relayed: Connection = { ...admin, relay: chain.relay };
        const refusal = await refusalOf(act.setProfile(relayed, id, "Zepp", ""));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamDirectOnly", [BigInt(id)]]);
        await act.setRelayed(admin, id, true);
        await act.setProfile(relayed, id, "Zepp", "");
      });

      it("does not exist before it is registered", async () => {
        const refusal = await refusalOf(readTeam(admin, kind, id + 1));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamNonexistent", [BigInt(id + 1)]]);
        expect(await readMembers(admin, kind, id + 1)).to.deep.equal([]);
      });
    });
  }
}
