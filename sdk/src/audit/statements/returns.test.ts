import { expect } from "chai";
import { holderKey } from "doorkey-test-support/keys";
import { openShow, type Show } from "doorkey-test-support/show";
import { signReturn, statementDomain } from "doorkey-test-support/statements";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { act, grant, register, strangerAt } from "../../../test/helpers/acts.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { contractAccount } from "../../../test/helpers/contractAccount.ts";
import { interfaces } from "../../abi/contracts.ts";
import type { RightId } from "../../core/RightId.ts";
import { designateAgent } from "../../organizer/designateAgent.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { returns } from "./returns.ts";

const MINUTE = 60;
const SEATS = 2;

describe("an audit of returns", () => {
  let chain: TestChain;
  let show: Show;
  let first: RightId;
  let seated: RightId;
  const keys = [holderKey("secp256k1", 1), holderKey("p256", 2), holderKey("passkey", 3)];

  beforeEach(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { classes: { standing: { supply: 50 }, seats: { seats: ["A-{1..9}"] } } });
    const holders = keys.map(({ address }) => address);
    first = await grant(show, holders);
    seated = await grant(show, holders, { classId: SEATS, seats: [3, 4, 5] });
  });
  afterEach(() => chain.close());

  const later = async (seconds: number) => chain.clock.travelTo((await chain.clock.now()) + seconds);
  const signed = async (rightId: RightId, key = keys[Number((rightId & 0x7ffn) % 3n)]) => {
    const { chainId, rightsRegistry } = show.agent;
    const expiresAt = (await chain.clock.now()) + 60 * MINUTE;
    const domain = statementDomain(BigInt(chainId), rightsRegistry);
    return signReturn(domain, key as (typeof keys)[number], { rightId, expiresAt });
  };
  const giveBack = async (...rights: readonly RightId[]) => {
    const wishes = await Promise.all(rights.map((right) => signed(right)));
    await act(show.agent, "EntryRightRegistry", "returnRights", [wishes]);
  };
  const reopen = (places: number) => act(show.organizer, "EntryRightRegistry", "reopen", [show.eventId, 1, places]);
  const reopenSeats = (...seats: readonly number[]) =>
    act(show.organizer, "EntryRightRegistry", "reopenSeats", [show.eventId, SEATS, seats]);
  const audit = (options?: auditPart.Options) => auditPart(returns, show.agent, show.eventId, options);
  const auditOf = async (lie: Lie) => auditPart(returns, await liedTo(chain, lie), show.eventId);

  it("holds for returns of every kind of key, and follows their places", async () => {
    await giveBack(first, first + 1n, seated + 2n);
    await later(60 * MINUTE);
    await reopen(1);
    await reopenSeats(5);
    await grant(show, [strangerAt(1), strangerAt(2)]);
    await grant(show, [strangerAt(3)], { classId: SEATS, seats: [5] });
    const found = await audit();
    expect(notHolding(found)).to.deep.equal({});
    expect(found["returns.signed"]?.figures).to.deep.equal({ returns: 3, checked: 3 });
    expect(found["returns.places"]?.figures).to.deep.include({ freed: 3, reopened: 2, byOrganizer: 2, granted: 2 });
    const [flow] = found["returns.places"]?.tables ?? [];
    const agent = `agent ${show.agentId}`;
    expect(flow?.rows.map(([how, next, places]) => [how, next, places])).to.deep.equal([
      ["by the organizer", agent, 2],
      ["not reopened", "not granted", 1],
    ]);
    expect(flow?.rows[0]?.[3]).to.equal(60);
  });

  describe("is false", () => {
    it("if the holder is another than the one who signed", async () => {
      await giveBack(first);
      const found = await auditOf(
        otherLogs("EntryRightRegistry", "RightsGranted", (log, { eventId, agentId, first: right, head }, n) => {
          if (n > 0) return [log];
          const records = `0x${strangerAt(1).slice(2).repeat(3)}`;
          const args = [eventId, agentId, right, head, records] as const;
          return [{ ...log, ...interfaces.EntryRightRegistry.encodeEventLog("RightsGranted", [...args]) }];
        }),
      );
      expect(notHolding(found)).to.deep.equal({ "returns.signed": "false" });
      expect(notesOf(found["returns.signed"])).to.deep.equal(["The holder of the right did not sign its return."]);
    });

    it("if no statement returns the right", async () => {
      await giveBack(first);
      const found = await auditOf(otherArguments("EntryRightRegistry", "RightReturned", 0, { rightId: first + 1n }));
      expect(notesOf(found["returns.signed"])).to.deep.equal([
        "No call of the transaction has a statement that returns this right.",
      ]);
    });

    it("if a stranger reopened places, or more than were freed", async () => {
      await giveBack(first, first + 1n);
      await reopen(1);
      const by = strangerAt(77);
      const stranger = await auditOf(otherArguments("EntryRightRegistry", "PlacesReopened", 0, { by }));
      expect(notesOf(stranger["returns.places"])).to.deep.equal([
        "Neither the sale hook nor a member of the organizer reopened the places.",
      ]);
      const more = await auditOf(otherArguments("EntryRightRegistry", "PlacesReopened", 0, { places: 3n }));
      expect(notesOf(more["returns.places"])).to.deep.equal(["1 places were reopened that were not freed."]);
    });

    it("if a freed seat was granted before it was reopened", async () => {
      await giveBack(seated);
      await reopenSeats(3);
      await later(60 * MINUTE);
      await grant(show, [strangerAt(1)], { classId: SEATS, seats: [3] });
      expect(notHolding(await audit())).to.deep.equal({});
      const found = await auditOf(withoutLog("EntryRightRegistry", "SeatsReopened", 0));
      expect(notHolding(found)).to.deep.equal({ "returns.places": "false" });
      expect(notesOf(found["returns.places"])).to.deep.equal(["A freed seat was granted before it was reopened."]);
    });
  });

  describe("flags a place that comes back to its agent", () => {
    it("within ten minutes, and not later", async () => {
      await giveBack(seated);
      const returnedAt = await chain.clock.now();
      await reopenSeats(3);
      const restore = await chain.snapshot();
      await chain.clock.travelTo(returnedAt + 9 * MINUTE);
      await grant(show, [strangerAt(1)], { classId: SEATS, seats: [3] });
      const found = await audit();
      expect(notHolding(found)).to.deep.equal({ "returns.sameAgent": "flag" });
      expect(notHolding(await audit({ thresholds: { sameAgentRegrants: 1 } }))).to.deep.equal({});
      expect(notHolding(await audit({ thresholds: { sameAgentMinutes: 8 } }))).to.deep.equal({});
      await restore();
      await chain.clock.travelTo(returnedAt + 11 * MINUTE);
      await grant(show, [strangerAt(1)], { classId: SEATS, seats: [3] });
      expect(notHolding(await audit())).to.deep.equal({});
    });

    it("and not one that another agent granted", async () => {
      const agent = await chain.connect(await chain.fundedKey(), { relay: false });
      const agentId = await register(agent, "AgentRegistry", "https://kiosk.example");
      await designateAgent(show.organizer, { eventId: show.eventId, className: "seats", agentId, quota: 9 });
      await giveBack(seated);
      await reopenSeats(3);
      await grant({ ...show, agent, agentId }, [strangerAt(1)], { classId: SEATS, seats: [3] });
      expect(notHolding(await audit())).to.deep.equal({});
    });
  });

  it("does not know what a contract account delivered", async () => {
    const account = await contractAccount(show.agent);
    await account.act("EntryRightRegistry", "returnRights", [[await signed(first), await signed(first + 1n)]]);
    await giveBack(first + 2n);
    const found = await audit();
    expect(notHolding(found)).to.deep.equal({ "returns.signed": "unknown" });
    expect(found["returns.signed"]).to.include({ unchecked: 2 });
    expect(found["returns.signed"]?.figures).to.deep.equal({ returns: 3, checked: 1 });
  });
});
