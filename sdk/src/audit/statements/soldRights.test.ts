import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import { raiseSupply } from "../../organizer/raiseSupply.ts";
import { resumeSales } from "../../organizer/resumeSales.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { AuditPart } from "../AuditPart.ts";
import { calldata } from "./calldata.ts";
import { issuance } from "./issuance.ts";
import { relay } from "./relay.ts";
import { reserved } from "./reserved.ts";
import { share } from "./share.ts";
import { speed } from "./speed.ts";
import { timeline } from "./timeline.ts";

describe("an audit of what was sold to whom", function () {
  this.timeout(120_000);
  let chain: TestChain;
  let sale: Sale;
  before(async () => {
    chain = await startTestChain();
    sale = await runSale(chain, {
      acts: {
        announced: async ({ organizer, eventId }) => {
          await pauseSales(organizer, { eventId });
          await resumeSales(organizer, { eventId });
          await raiseSupply(organizer, { eventId, className: "standing", supply: 200 });
        },
      },
    });
  });
  after(() => chain.close());

  const audit = async (part: AuditPart, options?: auditPart.Options) =>
    auditPart(part, await chain.connect(), sale.eventId, options);
  const auditOf = async (part: AuditPart, lie: Lie) => auditPart(part, await liedTo(chain, lie), sale.eventId);

  it("finds nothing wrong in an honest sale", async () => {
    for (const part of [issuance, share, reserved, relay, timeline, speed, calldata]) {
      expect(notHolding(await audit(part)), part.name).to.deep.equal({});
    }
  });

  it("says who granted how many rights, under whom", async () => {
    const { "issuance.agents": agents } = await audit(issuance);
    const { standing, floor, crew } = sale.places;
    const rights = standing.length + floor.length + crew.length;
    expect(agents?.figures).to.deep.equal({ batches: 6, rights, agents: 2 });
    const [table] = agents?.tables ?? [];
    expect(table?.rows).to.deep.include([2, "Corner Kiosk", "standing", "agent 1", "designated", 40, 20, 20]);
  });

  it("finds a class above its supply, and not one that is just full", async () => {
    const taken = sale.places.standing.length;
    const supplyOf = (supply: number) => otherArguments("EventRegistry", "SupplyRaised", 0, { supply });
    expect((await auditOf(issuance, supplyOf(taken)))["issuance.supply"]?.verdict).to.equal("holds");
    const above = (await auditOf(issuance, supplyOf(taken - 1)))["issuance.supply"];
    expect(above?.verdict).to.equal("false");
    expect(above?.evidence[0]).to.include({ subject: "class 1" });
  });

  it("finds grants while sales were paused", async () => {
    const all = await auditOf(issuance, withoutLog("EventRegistry", "SalesResumed", 0));
    expect(notHolding(all)).to.deep.equal({ "issuance.times": "false" });
    expect(new Set(notesOf(all["issuance.times"]))).to.deep.equal(new Set(["Sales were paused."]));
    expect(all["issuance.times"]?.evidenceCount).to.equal(6);
  });

  it("finds an agent that was not designated, and one above its quota", async () => {
    const undesignated = await auditOf(issuance, withoutLog("EventRegistry", "AgentDelegated", 0));
    expect(notesOf(undesignated["issuance.agents"])).to.deep.equal(["Agent 2 was not designated for class 1 then."]);
    const quotaOf = (quota: number) => otherArguments("EventRegistry", "AgentDelegated", 0, { quota });
    expect(notHolding(await auditOf(issuance, quotaOf(20)))).to.deep.equal({});
    expect(notesOf((await auditOf(issuance, quotaOf(19)))["issuance.agents"])).to.deep.equal([
      "Agent 2 and those under it had granted 0 of 19, and 20 were added.",
    ]);
  });

  it("draws the public share over time, and counts what the public got", async () => {
    const { "share.floor": floor, "share.public": got } = await audit(share);
    expect(floor?.tables[0]?.rows.map(([, ...row]) => row)).to.deep.equal([
      [196, 6, 90],
      [206, 6, 90],
    ]);
    expect(floor?.figures).to.deep.equal({ leastPercent: 97.02, minimumPercent: 90 });
    expect(got?.figures).to.include({ publicPlaces: 206, behindBallotPercent: 2.91 });
    const { standing, floor: drawn, crew } = sale.places;
    const open = standing.length + drawn.length;
    const percent = Math.round((10_000 * open) / (open + crew.length)) / 100;
    expect(got?.figures.grantedToPublicPercentDoors).to.equal(percent);
  });

  it("finds a member of the crew who was admitted without a name", async () => {
    const all = await auditOf(reserved, withoutLog("EntryRightRegistry", "RightNamed", 0));
    expect(notHolding(all)).to.deep.equal({ "reserved.admitted": "false" });
    expect(all["reserved.admitted"]?.evidence[0]?.rightId).to.equal(sale.places.crew[0]?.rightId);
    const later = await auditOf(reserved, withoutLog("EntryRightRegistry", "RightNamed", 1));
    expect(notHolding(later)).to.deep.equal({ "reserved.named": "flag" });
    expect(later["reserved.named"]?.tables[0]?.rows).to.deep.equal([["crew", 6, 4, 3, 0, 1]]);
  });

  it("finds a request that was relayed twice, and one that the transaction does not have", async () => {
    const again = otherLogs("GasRelayForwarder", "RequestExecuted", (log, _, n) =>
      n === 1 ? [log, { ...log, logIndex: "0x63" } as never] : [log],
    );
    expect(notesOf((await auditOf(relay, again))["relay.requests"])).to.include("This nonce was used before.");
    const from = "0x00000000000000000000000000000000000000d1";
    const other = await auditOf(relay, otherArguments("GasRelayForwarder", "RequestExecuted", 8, { from }));
    expect(notesOf(other["relay.requests"])).to.deep.equal(["Its signature is not that of its signer."]);
    const hash = `0x${"12".repeat(32)}`;
    const none = await auditOf(relay, otherArguments("GasRelayForwarder", "RequestExecuted", 8, { hash }));
    expect(notesOf(none["relay.requests"])).to.deep.equal(["The transaction has no such request."]);
  });

  it("lists the changes after publishing", async () => {
    const { "timeline.changes": changes } = await audit(timeline);
    expect(changes?.figures).to.include({
      SalesPaused: 1,
      SalesResumed: 1,
      SupplyRaised: 1,
      GateSet: 3,
      AttesterSet: 1,
    });
    expect(notesOf(changes)).to.include("SupplyRaised: classId 1, supply 200.");
  });

  it("flags a holder from one order above the threshold on", async () => {
    const holders = async (ordersOfHolder: number) =>
      (await audit(speed, { thresholds: { ordersOfHolder } }))["speed.holders"]?.verdict;
    expect([await holders(0), await holders(1)]).to.deep.equal(["flag", "holds"]);
  });
});
