import { expect } from "chai";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { registerAgent } from "../agent/registerAgent.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Role } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { readMembers } from "../state/readMembers.ts";
import { readTeam } from "../state/readTeam.ts";
import type { TeamRef } from "../state/TeamRef.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { setTeamActive } from "./setTeamActive.ts";
import { setTeamProfile } from "./setTeamProfile.ts";
import { setTeamRelayed } from "./setTeamRelayed.ts";
import { setTeamRole } from "./setTeamRole.ts";

/** How each kind of team is registered, and how calls name it. */
const KINDS: { readonly [kind: string]: (connection: Connection) => Promise<{ team: TeamRef; id: number }> } = {
  organizer: async (connection) => {
    const { organizerId } = await registerOrganizer(connection, PROFILE);
    return { team: { organizerId }, id: organizerId };
  },
  agent: async (connection) => {
    const { agentId } = await registerAgent(connection, PROFILE);
    return { team: { agentId }, id: agentId };
  },
};

const PROFILE = { name: "Zepp Hall", uri: "https://zepp.example" };

for (const [kind, register] of Object.entries(KINDS)) {
  for (const transport of TRANSPORTS) {
    describe(`the team of an ${kind}, ${transport}`, () => {
      let chain: TestChain;
      let admin: Connection;
      let helper: Connection;
      let id: number;
      let team: TeamRef;
      before(async () => {
        chain = await startTestChain();
      });
      beforeEach(async () => {
        admin = await join(chain, transport);
        helper = await join(chain, transport);
        ({ team, id } = await register(admin));
      });
      after(() => chain.close());

      const accountOf = async ({ signer }: Connection) => (await signer?.getAddress()) as Address;

      it("is neither registered nor renamed with a text that people cannot read", async () => {
        for (const [profile, detail] of [
          [{ name: "" }, "name: must not be empty."],
          [{ name: " \u00a0" }, "name: must not be empty."],
          [{ name: "Zepp\nHall" }, "name: must not contain line breaks or other control characters."],
          [{ name: "Zepp\u202eHall" }, "name: must not contain U+202E, which turns the text around it."],
          [{ name: "Zepp\u200bHall" }, "name: must not contain U+200B, which is invisible."],
          [{ name: "Tickets &amp; Co" }, "name: this is HTML: `&amp;` stands for &; write that character itself."],
          [{ uri: "https://zepp.example/\u0007" }, "uri: must not contain line breaks or other control characters."],
        ] as const) {
          const work = setTeamProfile(admin, { team, ...PROFILE, ...profile });
          const refused: unknown = await work.catch((error: unknown) => error);
          expect(refused).to.include({ code: "VALUE_INVALID" });
          expect(String(refused)).to.contain(detail);
        }
        expect(await readTeam(admin, team)).to.include(PROFILE);
        const teamsBefore = await readTeam(admin, team);
        const registering = kind === "agent" ? registerAgent : registerOrganizer;
        const refused: unknown = await registering(admin, { ...PROFILE, name: "" }).catch((error: unknown) => error);
        expect(refused).to.include({ code: "VALUE_INVALID" });
        expect((await register(admin)).id).to.equal(teamsBefore.id + 1);
      });

      it("starts with the account that registered it", async () => {
        expect(await readTeam(admin, team)).to.deep.equal({
          id,
          ...PROFILE,
          active: true,
          relayed: true,
          admins: 1,
        });
        expect(await readMembers(admin, team)).to.deep.equal([{ account: await accountOf(admin), role: "admin" }]);
      });

      it("has members and admins", async () => {
        const [account, first] = [await accountOf(helper), await accountOf(admin)];
        await setTeamRole(admin, { team, account, role: "member" });
        expect(await readMembers(admin, team)).to.deep.equal([
          { account: first, role: "admin" },
          { account, role: "member" },
        ]);
        await setTeamRole(admin, { team, account, role: "admin" });
        expect((await readTeam(admin, team)).admins).to.equal(2);
        await setTeamRole(helper, { team, account: first, role: "none" });
        expect(await readMembers(admin, team)).to.deep.equal([{ account, role: "admin" }]);
      });

      it("keeps its last admin", async () => {
        const refusal = await refusalOf(setTeamRole(admin, { team, account: await accountOf(admin), role: "member" }));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamLastAdmin", [BigInt(id)]]);
      });

      it("refuses other roles", async () => {
        const refusal = await refusalOf(
          setTeamRole(admin, { team, account: await accountOf(helper), role: "owner" as Role }),
        );
        expect(refusal.code).to.equal("VALUE_INVALID");
      });

      it("changes its name and uri", async () => {
        await setTeamProfile(admin, { team, name: "Zepp", uri: "https://new.example" });
        expect(await readTeam(admin, team)).to.include({ name: "Zepp", uri: "https://new.example" });
        const refusal = await refusalOf(setTeamProfile(admin, { team, name: "Zepp", uri: "x".repeat(2_049) }));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamTextTooLong", ["uri", 2_049n]]);
      });

      it("becomes inactive, and active again", async () => {
        await setTeamActive(admin, { team, active: false });
        expect((await readTeam(admin, team)).active).to.equal(false);
        await setTeamActive(admin, { team, active: true });
        expect((await readTeam(admin, team)).active).to.equal(true);
      });

      it("obeys only its admins", async () => {
        const account = await accountOf(helper);
        await setTeamRole(admin, { team, account, role: "member" });
        for (const call of [
          () => setTeamRole(helper, { team, account, role: "admin" }),
          () => setTeamProfile(helper, { team, name: "Mine", uri: "" }),
          () => setTeamActive(helper, { team, active: false }),
        ]) {
          const refusal = await refusalOf(call());
          expect([refusal.name, refusal.args]).to.deep.equal(["TeamAdminOnly", [BigInt(id), account]]);
        }
      });

      it("stops trusting the forwarder by a direct call, which costs ether", async () => {
        if (transport === "relay") {
          expect((await refusalOf(setTeamRelayed(admin, { team, relayed: false }))).code).to.equal("FUNDS_MISSING");
          await chain.provider.send("hardhat_setBalance", [await accountOf(admin), "0xde0b6b3a7640000"]);
        }
        await setTeamRelayed(admin, { team, relayed: false });
        expect((await readTeam(admin, team)).relayed).to.equal(false);
        const relayed: Connection = { ...admin, relay: chain.relay };
        const refusal = await refusalOf(setTeamProfile(relayed, { team, name: "Zepp", uri: "" }));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamDirectOnly", [BigInt(id)]]);
        await setTeamRelayed(admin, { team, relayed: true });
        await setTeamProfile(relayed, { team, name: "Zepp", uri: "" });
      });

      it("does not exist before it is registered", async () => {
        const none: TeamRef = kind === "organizer" ? { organizerId: id + 1 } : { agentId: id + 1 };
        const refusal = await refusalOf(readTeam(admin, none));
        expect([refusal.name, refusal.args]).to.deep.equal(["TeamNonexistent", [BigInt(id + 1)]]);
        expect(await readMembers(admin, none)).to.deep.equal([]);
      });
    });
  }
}
