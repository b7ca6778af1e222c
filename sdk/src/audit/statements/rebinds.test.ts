import { expect } from "chai";
import { holderKey, walletOf } from "doorkey-test-support/keys";
import { openShow, type Show } from "doorkey-test-support/show";
import { signRebind, statementDomain } from "doorkey-test-support/statements";
import { encodeBytes32String } from "ethers";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { act, addressOf, grant, strangerAt } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { contractAccount } from "../../../test/helpers/contractAccount.ts";
import { attestPerson } from "../../attester/attestPerson.ts";
import { identityScope } from "../../attester/IdentityScope.ts";
import { setAttester } from "../../attester/setAttester.ts";
import type { Hex } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { rebinds } from "./rebinds.ts";

const attester = walletOf("an attester of audits");
const RIGHTS = 50;
const tag: Hex = `0x${"5a".repeat(32)}`;

describe("an audit of rebinds and revocations", () => {
  let chain: TestChain;
  let show: Show;
  let first: RightId;
  const key = holderKey("p256", 1);

  beforeEach(async () => {
    chain = await startTestChain();
    show = await openShow(chain, {
      classes: { standing: { supply: 100 }, seats: { supply: 100, named: true } },
      policy: { identityVerifier: "attester", maxPerPerson: 1, maxRebinds: 2 },
    });
    first = await grant(
      show,
      Array.from({ length: RIGHTS }, () => key.address),
    );
  });
  afterEach(() => chain.close());

  const consent = async (rightId: RightId, newHolder: string, by = key) => {
    const { chainId, rightsRegistry } = show.agent;
    const expiresAt = (await chain.clock.now()) + 3_600;
    return signRebind(statementDomain(BigInt(chainId), rightsRegistry), by, { rightId, newHolder, expiresAt });
  };
  const rebind = async (rightId: RightId, n: number, proof?: string) =>
    act(show.agent, "EntryRightRegistry", "rebind", [
      rightId,
      strangerAt(n),
      proof ?? (await consent(rightId, strangerAt(n))),
    ]);
  const revoke = (connection: Show["agent"], ...rights: readonly RightId[]) =>
    act(connection, "EntryRightRegistry", "revoke", [rights, encodeBytes32String("double order")]);
  const audit = (options?: auditPart.Options) => auditPart(rebinds, show.agent, show.eventId, options);
  const auditOf = async (lie: Lie) => auditPart(rebinds, await liedTo(chain, lie), show.eventId);

  it("holds for a rebind with the holder's consent, one on evidence, and revocations of the agent", async () => {
    await setAttester(show.organizer, { scopeEventId: show.eventId, attester: attester.address, trusted: true });
    const named = await grantNamed();
    await rebind(first, 1);
    await rebind(named, 2, await evidenceOf(strangerAt(2), named));
    await revoke(show.agent, first + 1n, first + 2n);
    const found = await audit({ thresholds: { movedPercent: 4 } });
    expect(notHolding(found)).to.deep.equal({});
    expect(found["rebinds.consent"]?.figures).to.deep.equal({ rebinds: 2, checked: 2, byOrganizerAlone: 0 });
    expect(found["rebinds.count"]?.figures).to.include({ most: 1, maxRebinds: 2 });
    expect(found["rebinds.revoked"]?.tables[0]?.rows).to.deep.equal([
      ["agent", addressOf(show.agent), "double order", 2],
    ]);
    const withoutTrust = await auditOf(withoutLog("AttesterIdentityVerifier", "AttesterSet", 0));
    expect(withoutTrust["rebinds.consent"]?.verdict).to.equal("false");
    expect(notesOf(withoutTrust["rebinds.consent"])).to.deep.equal(["No trusted attester signed for it."]);
  });

  describe("is false", () => {
    it("if the holder before is another than the one who consented", async () => {
      await rebind(first, 1);
      const found = await auditOf(otherArguments("EntryRightRegistry", "RightRebound", 0, { rightId: first + 1n }));
      expect(notesOf(found["rebinds.consent"])).to.deep.equal(["The holder's consent is missing."]);
    });

    it("if a stranger made it", async () => {
      await rebind(first, 1);
      const found = await auditOf(otherArguments("EntryRightRegistry", "RightRebound", 0, { by: strangerAt(9) }));
      expect(notHolding(found)).to.deep.equal({ "rebinds.consent": "false" });
      expect(notesOf(found["rebinds.consent"])).to.deep.equal([
        "Neither the organizer nor the right's agent made the rebind.",
      ]);
    });

    it("if an admin of the organizer was none then, so that consent is missing", async () => {
      await act(show.organizer, "EntryRightRegistry", "rebind", [first, strangerAt(1), "0x"]);
      const found = await auditOf(otherArguments("EventRegistry", "TeamRegistered", 0, { admin: strangerAt(9) }));
      expect(found["rebinds.consent"]?.verdict).to.equal("false");
      expect(notesOf(found["rebinds.consent"])).to.include("The holder's consent is missing.");
    });

    it("if a right was rebound more often than allowed, or too late", async () => {
      await rebind(first, 1);
      const often = await auditOf(otherArguments("EntryRightRegistry", "RightRebound", 0, { rebinds: 3n }));
      expect(notesOf(often["rebinds.count"])).to.deep.equal(["This was rebind 3 of at most 2."]);
      const wrong = await auditOf(otherArguments("EntryRightRegistry", "RightRebound", 0, { rebinds: 2n }));
      expect(notesOf(wrong["rebinds.count"])).to.deep.equal(["The chain counts 2 rebinds, and 1 were made."]);
      const late = await auditOf(
        otherLogs("EventRegistry", "EventRegistered", (log) => {
          const until = BigInt(show.terms.schedule.rebindUntil).toString(16).padStart(64, "0");
          return [{ ...log, data: log.data.replaceAll(until, (1).toString(16).padStart(64, "0")) }];
        }),
      );
      expect(notesOf(late["rebinds.count"])).to.deep.equal(["It was rebound after rebindUntil."]);
    });

    it("if a stranger revoked a right", async () => {
      await revoke(show.agent, first);
      const found = await auditOf(otherArguments("EntryRightRegistry", "RightRevoked", 0, { by: strangerAt(9) }));
      expect(notHolding(found)).to.deep.equal({ "rebinds.revoked": "false" });
      expect(notesOf(found["rebinds.revoked"])).to.deep.equal([
        "Neither an admin of the organizer nor the right's agent revoked it.",
      ]);
    });
  });

  describe("flags", () => {
    it("a rebind by the organizer without consent, and not one with it", async () => {
      await act(show.organizer, "EntryRightRegistry", "rebind", [
        first,
        strangerAt(1),
        await consent(first, strangerAt(1)),
      ]);
      expect(notHolding(await audit())).to.deep.equal({});
      await act(show.organizer, "EntryRightRegistry", "rebind", [first, strangerAt(2), "0x"]);
      expect(notHolding(await audit())).to.deep.equal({ "rebinds.byOrganizer": "flag" });
      expect(notHolding(await audit({ thresholds: { rebindsByOrganizer: 1 } }))).to.deep.equal({});
    });

    it("an agent of whose rights more than 2 % moved", async () => {
      await rebind(first, 1);
      expect(notHolding(await audit())).to.deep.equal({});
      await rebind(first + 1n, 2);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "rebinds.moved": "flag" });
      expect(notesOf(found["rebinds.moved"])).to.deep.equal([
        `2 of 50 rights of agent ${show.agentId} went to another key, 4 %.`,
      ]);
    });
  });

  it("shows a reason with control characters as hex", async () => {
    const reason = encodeBytes32String("\u001b[31mred");
    await act(show.agent, "EntryRightRegistry", "revoke", [[first], reason]);
    const { tables } = (await audit())["rebinds.revoked"] ?? {};
    expect(tables?.[0]?.rows).to.deep.equal([["agent", addressOf(show.agent), reason, 1]]);
  });

  it("does not know the consent in a call of a contract account", async () => {
    const account = await contractAccount(show.agent);
    await act(show.agent, "AgentRegistry", "setRole", [show.agentId, account.address, 1]);
    const proof = await consent(first, strangerAt(1));
    await account.act("EntryRightRegistry", "rebind", [first, strangerAt(1), proof]);
    expect(notHolding(await audit())).to.deep.equal({ "rebinds.consent": "unknown" });
    await act(show.organizer, "EventRegistry", "setRole", [show.organizerId, account.address, 2]);
    await account.act("EntryRightRegistry", "rebind", [first + 1n, strangerAt(1), "0x"]);
    expect(notHolding(await audit({ thresholds: { movedPercent: 9 } }))).to.deep.equal({
      "rebinds.consent": "unknown",
      "rebinds.byOrganizer": "unknown",
    });
  });

  async function grantNamed(): Promise<RightId> {
    return grant(show, [key.address], { classId: 2, evidence: [await evidenceOf(key.address)] });
  }

  async function evidenceOf(holder: string, rightId = 0n): Promise<Hex> {
    await chain.clock.travelTo((await chain.clock.now()) + 10);
    const scope = await identityScope(show.agent, show);
    const issuedAt = await chain.clock.now();
    const about = { scope, personTag: tag, holder, agentId: show.agentId, rightId };
    return attestPerson({ ...about, issuedAt, expiresAt: issuedAt + 3_600 }, attester);
  }
});
