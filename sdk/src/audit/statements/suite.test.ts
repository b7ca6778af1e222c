import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { audited, liedTo } from "../../../test/audit/audited.ts";
import { type Lie, otherArguments, otherLogs, withoutLog } from "../../../test/audit/lies.ts";
import { auditPart, notesOf, notHolding } from "../../../test/helpers/auditPart.ts";
import type { ContractName } from "../../abi/contracts.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { suite } from "./suite.ts";

/** Logs that change what the contracts keep about an event: one of each, left out. */
const LEFT_OUT: readonly (readonly [contract: ContractName, event: string])[] = [
  ["EventRegistry", "AgentDesignated"],
  ["EventRegistry", "AgentDelegated"],
  ["EventRegistry", "GateSet"],
  ["EntryRightRegistry", "RightsGranted"],
  ["EntryRightRegistry", "PersonsTagged"],
  ["EntryRightRegistry", "RightReturned"],
  ["EntryRightRegistry", "PlacesReopened"],
  ["EntryRightRegistry", "RightRebound"],
  ["EntryRightRegistry", "RightNamed"],
  ["EntryRightRegistry", "Admitted"],
  ["EntryRightRegistry", "AdmittedByHand"],
];

describe("an audit of the suite and its logs", function () {
  this.timeout(120_000);
  let chain: TestChain;
  let sale: Sale;
  before(async () => {
    chain = await startTestChain();
    sale = await runSale(chain);
  });
  after(() => chain.close());

  const audit = async () => auditPart(suite, await chain.connect(), sale.eventId);
  const auditOf = async (lie: Lie) => auditPart(suite, await liedTo(chain, lie), sale.eventId);

  it("finds all right but the document, which is served nowhere", async () => {
    const all = await audit();
    expect(notHolding(all)).to.deep.equal({ "suite.document": "unknown" });
    expect(notesOf(all["suite.document"])).to.deep.equal(["urn:doorkey:nowhere: not a web address."]);
    expect(all["suite.blocks"]?.figures).to.include({ unproven: 0 });
  });

  for (const [contract, event] of LEFT_OUT) {
    it(`finds that a log ${event} is left out`, async () => {
      const { "suite.logs": logs } = await auditOf(withoutLog(contract, event, 0));
      expect(logs?.verdict).to.equal("false");
      expect(logs?.evidenceCount).to.be.greaterThan(0);
    });
  }

  it("finds that no log publishes the event", async () => {
    const lie = withoutLog("EventRegistry", "EventRegistered", 0);
    const { "suite.logs": logs } = await auditOf(lie);
    expect(logs?.verdict).to.equal("false");
    expect(notesOf(logs)).to.include("No log publishes the event.");
    // Nothing that rests on logs is said then.
    const { statements } = await audited(await liedTo(chain, lie), { eventId: sale.eventId });
    const issued = statements.find(({ id }) => id === "issuance.agents");
    expect(issued?.verdict).to.equal("unknown");
    expect(issued?.says).to.match(/^It cannot be checked, because this is false: The logs are whole/);
  });

  it("finds a log that the node gives twice, and names its block", async () => {
    const twice = otherLogs("EntryRightRegistry", "RightReturned", (log, _, n) => (n === 0 ? [log, log] : [log]));
    const { "suite.logs": logs, ...others } = await auditOf(twice);
    expect(logs?.evidenceCount).to.equal(1);
    expect(notesOf(logs)[0]).to.match(/^The node gave log \d+ of this block twice, or out of order\.$/);
    expect(notHolding(others)).to.deep.equal({ "suite.document": "unknown" });
  });

  it("finds a record that was changed", async () => {
    const { records } = await sale.organizer.contracts.rights.batchOf(sale.eventId, 0);
    const changed = `${records.slice(0, -1)}${records.endsWith("0") ? "1" : "0"}`;
    const lie = otherArguments("EntryRightRegistry", "RightsGranted", 0, { records: changed });
    const { "suite.logs": logs } = await auditOf(lie);
    expect(notesOf(logs)).to.deep.equal(["Batch 0: its records differ."]);
  });

  it("finds a block whose time was changed, and says nothing if no block gives its hash", async () => {
    const times = new Set<unknown>();
    const otherTime =
      (isChosen: (n: number) => boolean): Lie =>
      ({ method, params }, answer) => {
        if (method !== "eth_getBlockByNumber" || params[0] === "latest") return answer;
        times.add(params[0]);
        if (!isChosen([...times].indexOf(params[0]))) return answer;
        return { ...(answer as object), timestamp: "0x1" };
      };
    const one = await auditOf(otherTime((n) => n === 3));
    expect(one["suite.blocks"]?.verdict).to.equal("false");
    expect(one["suite.blocks"]?.evidence.map(({ block }) => block)).to.deep.equal([Number([...times][3])]);
    const all = await auditOf(otherTime(() => true));
    expect(all["suite.blocks"]?.verdict).to.equal("unknown");
  });

  it("finds other code, and batches that do not add up", async () => {
    const address = sale.organizer.deployment.contracts.Ballot.address.toLowerCase();
    const code = await auditOf(({ method, params }, answer) =>
      method === "eth_getCode" && String(params[0]).toLowerCase() === address ? "0x60006000" : answer,
    );
    expect(notHolding(code)).to.include({ "suite.code": "false" });
    expect(notesOf(code["suite.code"])[0]).to.contain("is not the recorded code of Ballot");
    const placesOf = sale.organizer.contracts.rights.interface.getFunction("placesOf").selector;
    const places = await auditOf(({ method, params }, answer) => {
      const [{ data = "", input = data } = {}] = params as readonly [{ data?: string; input?: string }?];
      return method === "eth_call" && input.startsWith(placesOf) ? `0x${"0".repeat(127)}5` : answer;
    });
    expect(notHolding(places)).to.include({ "suite.places": "false", "suite.logs": "false" });
  });
});
