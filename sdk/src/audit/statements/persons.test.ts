import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import { openShow, type Show } from "doorkey-test-support/show";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { act, grant, strangerAt } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { contractAccount } from "../../../test/helpers/contractAccount.ts";
import { interfaces } from "../../abi/contracts.ts";
import { attestPerson } from "../../attester/attestPerson.ts";
import { deployVerifier } from "../../attester/deployVerifier.ts";
import { identityScope } from "../../attester/IdentityScope.ts";
import { setAttester } from "../../attester/setAttester.ts";
import type { Hex } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { persons } from "./persons.ts";

const attester = walletOf("an attester of audits");
const tagAt = (n: number): Hex => `0x${(0xabc000 + n).toString(16).padStart(64, "0")}`;

describe("an audit of persons", () => {
  let chain: TestChain;
  let show: Show;
  let first: RightId;

  beforeEach(async () => {
    chain = await startTestChain();
  });
  afterEach(() => chain.close());

  /** A show with a named class and a reserved one, whose attester the suite's verifier trusts. */
  async function openNamed(identityVerifier = "attester"): Promise<void> {
    show = await openShow(chain, {
      classes: { seats: { supply: 100, named: true }, crew: { supply: 10, reserved: true, named: true } },
      policy: { identityVerifier, maxPerPerson: 1 },
    });
    if (identityVerifier !== "attester") return;
    await setAttester(show.organizer, { scopeEventId: show.eventId, attester: attester.address, trusted: true });
  }

  const evidenceOf = async (n: number, change: Partial<attestPerson.Parameters> = {}) => {
    const scope = await identityScope(show.agent, show);
    const issuedAt = await chain.clock.now();
    const about = { scope, personTag: tagAt(n), holder: strangerAt(n), agentId: show.agentId };
    return attestPerson({ ...about, issuedAt, expiresAt: issuedAt + 3_600, ...change }, attester);
  };
  const grantTo = async (...people: readonly number[]) =>
    grant(show, people.map(strangerAt), { evidence: await Promise.all(people.map((n) => evidenceOf(n))) });
  const audit = (options?: auditPart.Options) => auditPart(persons, show.agent, show.eventId, options);
  const auditOf = async (lie: Lie) => auditPart(persons, await liedTo(chain, lie), show.eventId);

  it("holds for grants, namings and rebinds on evidence, also for records that were refused", async () => {
    await openNamed();
    first = await grantTo(1, 2, 3, 3);
    const crew = await grant(show, [strangerAt(7)], { classId: 2 });
    await chain.clock.travelTo((await chain.clock.now()) + 10);
    const naming = await evidenceOf(7, { rightId: crew });
    await act(show.organizer, "EntryRightRegistry", "nameRight", [crew, strangerAt(7), naming]);
    await chain.clock.travelTo((await chain.clock.now()) + 10);
    const evidence = await evidenceOf(1, { rightId: first, holder: strangerAt(11) });
    await act(show.agent, "EntryRightRegistry", "rebind", [first, strangerAt(11), evidence]);
    const found = await audit();
    expect(notHolding(found)).to.deep.equal({});
    expect(found["persons.limit"]?.figures).to.include({ persons: 4, most: 1, maxPerPerson: 1 });
    expect(found["persons.evidence"]?.figures).to.deep.equal({ tags: 4, checked: 4 });
    expect(found["persons.moved"]?.figures).to.include({ moved: 1, percent: 25 });
    const [tags] = found["persons.tags"]?.tables ?? [];
    expect(tags?.rows.map(([, by, count]) => [by, count])).to.deep.equal([[attester.address.toLowerCase(), 4]]);
  });

  it("lets a person have a right again after the first was revoked", async () => {
    await openNamed();
    first = await grantTo(1);
    await act(show.agent, "EntryRightRegistry", "revoke", [[first], `0x${"00".repeat(32)}`]);
    await grantTo(1);
    expect(notHolding(await audit())).to.deep.equal({});
    const found = await auditOf(withoutLog("EntryRightRegistry", "RightRevoked", 0));
    expect(notHolding(found)).to.deep.equal({ "persons.limit": "false" });
    expect(notesOf(found["persons.limit"])).to.deep.equal(["The person got right 2 of at most 1."]);
  });

  it("counts a person over all events of the scope, without those that were cancelled", async () => {
    await openNamed();
    const tour = show;
    await grantTo(1);
    show = await openShow(chain, {
      by: tour,
      classes: { seats: { supply: 100, named: true } },
      policy: { identityVerifier: "attester", maxPerPerson: 1, scope: tour.eventId },
    });
    await grantTo(1, 2);
    const refused = await audit();
    expect(notHolding(refused)).to.deep.equal({});
    expect(refused["persons.limit"]?.figures).to.include({ persons: 2, most: 1 });
    await act(show.organizer, "EventRegistry", "cancel", [tour.eventId]);
    await grantTo(1);
    expect(notHolding(await audit())).to.deep.equal({});
    const found = await auditOf(withoutLog("EventRegistry", "EventCancelled", 0));
    expect(notHolding(found)).to.deep.equal({ "persons.limit": "false" });
  });

  describe("is false", () => {
    beforeEach(async () => {
      await openNamed();
      first = await grantTo(1, 2);
    });

    it("if the evidence is for another person, who then has two rights", async () => {
      const found = await auditOf(otherTags([tagAt(1), tagAt(1)]));
      expect(notHolding(found)).to.deep.equal({ "persons.limit": "false", "persons.evidence": "false" });
      expect(notesOf(found["persons.evidence"])).to.deep.equal(["The evidence is for another person."]);
    });

    it("if the attester was not trusted then", async () => {
      const found = await auditOf(withoutLog("AttesterIdentityVerifier", "AttesterSet", 0));
      expect(notHolding(found)).to.deep.equal({ "persons.evidence": "false" });
      expect(found["persons.evidence"]).to.include({ evidenceCount: 2 });
      expect(notesOf(found["persons.evidence"])[0]).to.equal(
        "No attester that the verifier trusted then signed the evidence.",
      );
      // Trust that ends later does not count backwards.
      await setAttester(show.organizer, { scopeEventId: show.eventId, attester: attester.address, trusted: false });
      expect(notHolding(await audit())).to.deep.equal({});
    });

    it("if the grant was for other records than its call", async () => {
      const found = await auditOf(
        otherLogs("EntryRightRegistry", "RightsGranted", (log, { eventId, agentId, first: right, head }) => {
          const records = `0x${strangerAt(1).slice(2)}${strangerAt(9).slice(2)}`;
          const args = [eventId, agentId, right, head, records] as const;
          return [{ ...log, ...interfaces.EntryRightRegistry.encodeEventLog("RightsGranted", [...args]) }];
        }),
      );
      expect(notesOf(found["persons.evidence"])[0]).to.equal("No call of the transaction has evidence for this right.");
    });

    it("if a naming names another person than its evidence", async () => {
      const crew = await grant(show, [strangerAt(7)], { classId: 2 });
      const evidence = await evidenceOf(7, { rightId: crew });
      await act(show.organizer, "EntryRightRegistry", "nameRight", [crew, strangerAt(7), evidence]);
      expect(notHolding(await audit())).to.deep.equal({});
      const found = await auditOf(otherArguments("EntryRightRegistry", "RightNamed", 0, { tag: tagAt(8) }));
      expect(notHolding(found)).to.deep.equal({ "persons.evidence": "false" });
    });
  });

  describe("is unknown", () => {
    it("where an agent is a contract account", async () => {
      await openNamed();
      const account = await contractAccount(show.agent);
      await act(show.agent, "AgentRegistry", "setRole", [show.agentId, account.address, 1]);
      await grantTo(1);
      const sale = [show.eventId, 1, show.agentId, strangerAt(2), [await evidenceOf(2)], "0x", 1];
      await account.act("EntryRightRegistry", "grant", sale);
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "persons.evidence": "unknown" });
      expect(found["persons.evidence"]).to.include({ unchecked: 1 });
      expect(found["persons.evidence"]?.figures).to.deep.equal({ tags: 2, checked: 1 });
    });

    it("where the event has a verifier of its own", async () => {
      const organizer = await chain.connect(await chain.fundedKey(), { relay: false });
      const { verifier } = await deployVerifier(organizer);
      await openNamed(verifier);
      expect(notHolding(await audit())).to.deep.equal({ "persons.evidence": "unknown" });
      expect((await audit())["persons.evidence"]?.says).to.equal(
        `The identity verifier ${verifier} is not the suite's: its evidence is not checked.`,
      );
    });
  });

  it("lists keys that hold for more persons than a party has", async () => {
    await openNamed();
    const holder = strangerAt(50);
    const people = [1, 2, 3, 4, 5];
    const evidence = await Promise.all(people.map((n) => evidenceOf(n, { holder })));
    await grant(
      show,
      people.slice(0, 4).map(() => holder),
      { evidence: evidence.slice(0, 4) },
    );
    expect((await audit())["persons.tags"]?.figures).to.deep.equal({ holders: 1, holdersWithMany: 0 });
    await grant(show, [holder], { evidence: evidence.slice(4) });
    const found = await audit();
    expect(notHolding(found)).to.deep.equal({});
    expect(notesOf(found["persons.tags"])).to.deep.equal(["The key holds rights of 5 persons."]);
  });

  function otherTags(tags: readonly Hex[]): Lie {
    return otherLogs("EntryRightRegistry", "PersonsTagged", (log, args) => [
      { ...log, ...interfaces.EntryRightRegistry.encodeEventLog("PersonsTagged", [args.first, [...tags]]) },
    ]);
  }
});
