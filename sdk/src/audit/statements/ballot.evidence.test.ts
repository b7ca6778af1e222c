import { expect } from "chai";
import {
  type DrawStage,
  drawNow,
  evidenceFor,
  holderAt,
  openDrawStage,
  singles,
  tagAt,
} from "doorkey-test-support/drawStage";
import { join } from "doorkey-test-support/transports";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, otherTime, withoutLog } from "../../../test/audit/lies.ts";
import { addressOf, strangerAt } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf } from "../../../test/helpers/auditPart.ts";
import { contractAccount } from "../../../test/helpers/contractAccount.ts";
import { acceptPlaces } from "../../ballot/acceptPlaces.ts";
import { appeal } from "../../ballot/appeal.ts";
import { listEntrants } from "../../ballot/listEntrants.ts";
import type { Hex } from "../../core/Hex.ts";
import { entrantKey } from "../../draw/Entrant.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { ballot } from "./ballot.ts";

const APPELLANT = 9;

describe("an audit of the evidence of appeals and kept places", () => {
  let chain: TestChain;
  let stage: DrawStage;
  beforeEach(async () => {
    chain = await startTestChain();
  });
  afterEach(() => chain.close());

  const audit = async () => (await auditPart(ballot, stage.agent, stage.eventId))["ballot.evidence"];
  const auditOf = async (lie: Lie) => {
    const found = await auditPart(ballot, await liedTo(chain, lie), stage.eventId);
    return found["ballot.evidence"];
  };
  const otherKey = (entry: Hex) => otherArguments("Ballot", "EntrantAppealed", 0, { key: BigInt(entrantKey(entry)) });

  async function openList(by: "person" | "key", entrants = singles(3)): Promise<void> {
    stage = await openDrawStage(chain, "direct", { supply: 5, by });
    await listEntrants(stage.organizer, { ...stage.place, entrants });
    await chain.clock.travelTo(stage.listUntil);
  }

  const appealOf = async (n: number) => {
    const evidence = await evidenceFor(stage, n);
    await appeal(stage.agent, { ...stage.place, agentId: stage.agentId, holder: holderAt(n), evidence });
  };
  const acceptanceOf = async (n: number) => {
    return { agentId: stage.agentId, holder: holderAt(n), evidence: await evidenceFor(stage, n) };
  };

  describe("in a draw of persons", () => {
    beforeEach(async () => {
      await openList("person");
      await appealOf(APPELLANT);
      await drawNow(stage);
      const acceptances = [await acceptanceOf(0), await acceptanceOf(APPELLANT)];
      await acceptPlaces(stage.agent, { ...stage.place, acceptances });
    });

    it("holds if an attester signed for each of them", async () => {
      const found = await audit();
      expect(found).to.include({ verdict: "holds", says: "3 of 3 appeals and kept places have good evidence." });
      expect(found?.figures).to.deep.equal({ appeals: 1, kept: 2, checked: 3 });
    });

    it("is false if the evidence is for another person, was late, or its attester was not trusted then", async () => {
      const missing = "No call of the transaction has evidence in time for this person.";
      const other = await auditOf(otherKey(tagAt(77)));
      expect([other?.verdict, notesOf(other)]).to.deep.equal(["false", [missing]]);
      const late = await auditOf(otherTime("Ballot", "EntrantAppealed", 0, 86_400));
      expect([late?.verdict, notesOf(late)]).to.deep.equal(["false", [missing]]);
      const inTime = await auditOf(otherTime("Ballot", "EntrantAppealed", 0, 86_000));
      expect(inTime?.verdict).to.equal("holds");
      const untrusted = await auditOf(withoutLog("AttesterIdentityVerifier", "AttesterSet", 0));
      expect(untrusted).to.include({ verdict: "false", evidenceCount: 3 });
      expect(notesOf(untrusted)[0]).to.equal("No attester that the verifier trusted then signed the evidence.");
    });

    it("is unknown if the event has another verifier than the suite's", async () => {
      const verifier = stage.agent.deployment.contracts.AttesterIdentityVerifier.address.slice(2).toLowerCase();
      const lie = otherLogs("EventRegistry", "EventRegistered", (log) => [
        { ...log, data: log.data.replaceAll(verifier, "ab".repeat(20)) },
      ]);
      const found = await auditOf(lie);
      expect(found).to.include({ verdict: "unknown", unchecked: 3 });
      expect(notesOf(found)[0]).to.equal(
        "The evidence cannot be read: the event's identity verifier is not the suite's.",
      );
    });
  });

  it("is unknown if a contract account brought the evidence", async () => {
    await openList("person");
    const account = await contractAccount(stage.agent);
    const { agentId, eventId } = stage;
    await account.act("Ballot", "appeal", [
      eventId,
      1,
      agentId,
      holderAt(APPELLANT),
      await evidenceFor(stage, APPELLANT),
    ]);
    const found = await audit();
    expect(found).to.include({ verdict: "unknown", unchecked: 1 });
    expect(notesOf(found)).to.deep.equal(["The evidence cannot be read: a contract account made the call."]);
  });

  it("asks in a draw by key whether the holder's own key sent it", async () => {
    await openList("key", [{ order: "A-1", entry: strangerAt(1), places: 2 }]);
    const holder = await join(chain, "direct");
    await appeal(holder, { ...stage.place, agentId: stage.agentId, holder: addressOf(holder) });
    const found = await audit();
    expect(found).to.include({ verdict: "holds", says: "1 of 1 appeals and kept places have good evidence." });
    const other = await auditOf(otherKey(strangerAt(7)));
    expect([other?.verdict, notesOf(other)]).to.deep.equal(["false", ["The holder of the key did not send it."]]);
  });
});
