import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { openShow } from "doorkey-test-support/show";
import { type Wallet, ZeroAddress } from "ethers";
import { contractAt } from "../../src/abi/contracts.ts";
import type { AuditResult } from "../../src/audit/AuditResult.ts";
import type { Statement } from "../../src/audit/Statement.ts";
import { encodeCall } from "../../src/calls/encodeCall.ts";
import type { Address } from "../../src/core/Hex.ts";
import { suitePlan } from "../../src/deployment/suitePlan.ts";
import { startTestChain, type TestChain } from "../../src/testing/index.ts";
import { type Served, serve } from "../helpers/serve.ts";
import { audited, liedTo, verdictsOf } from "./audited.ts";
import { largeDelivery } from "./largeCall.ts";
import { type Lie, otherLogs, pruned, withoutLog } from "./lies.ts";

const MEGABYTE = 2 ** 20;

describe("attacks on an audit", function () {
  this.timeout(300_000);
  let chain: TestChain;
  let website: Served;
  let sale: Sale;
  let restore: () => Promise<void>;
  before(async () => {
    chain = await startTestChain();
    website = await serve((_, response) => response.end(sale.text));
    sale = await runSale(chain, { documentUri: website.url });
  });
  after(async () => {
    await website.close();
    await chain.close();
  });
  beforeEach(async () => {
    restore = await chain.snapshot();
  });
  afterEach(() => restore());

  const auditOf = async (lie: Lie, eventId = sale.eventId) => audited(await liedTo(chain, lie), { eventId });

  it("by 3 MB of signatures in a transaction: what it did is unknown", async () => {
    const found = await auditOf(await largeDelivery(sale, 3 * MEGABYTE));
    expect(notHolding(found)).to.deep.equal({ "doors.signed": "unknown", "calldata.transactions": "unknown" });
    const { unchecked, evidence } = statement(found, "doors.signed");
    expect([unchecked, evidence[0]?.note]).to.deep.equal([
      20,
      "The proof cannot be read: the transaction has more than 1 MiB of data.",
    ]);
  });

  it("by 400 kB of false signatures of one entry, as many as a transaction takes: that entry is unknown", async () => {
    const found = await auditOf(await largeDelivery(sale, 400_000));
    expect(notHolding(found)).to.deep.equal({ "doors.signed": "unknown" });
    const { figures, evidence } = statement(found, "doors.signed");
    expect(evidence.map(({ note }) => note)).to.deep.equal(["More than 32 signatures are given for one statement."]);
    expect(figures).to.deep.equal({ entries: 40, checked: 39 });
  });

  it("by an event with as many classes as there can be", async () => {
    const names = Array.from({ length: 64 }, (_, n) => `stand ${n + 1}`);
    const show = await openShow(chain, {
      classes: Object.fromEntries(names.map((name) => [name, { supply: 10 }])),
      quotas: { "stand 64": 10 },
      documentUri: "urn:doorkey:nowhere",
    });
    const found = await audited(await chain.connect(), { eventId: show.eventId });
    expect(notHolding(found)).to.deep.equal({ "suite.document": "unknown" });
    expect(statement(found, "suite.places").tables[0]?.rows).to.have.length(64);
  });

  it("by a Ballot of the organizer's own, with the same events: its order is not checked", async () => {
    const signer = await chain.fundedKey();
    const plan = suitePlan(sale.organizer.chainId).find(({ name }) => name === "Ballot");
    const receipt = await (await signer.sendTransaction({ data: plan?.initCode ?? "0x" })).wait();
    const saleHook = receipt?.contractAddress as Address;
    const show = await openShow(chain, { classes: { standing: { supply: 10, saleHook } }, documentUri: website.url });
    const now = await chain.clock.now();
    const times = { listUntil: now + 3_600, sealAt: now + 7_200, keepUntil: now + 10_800 };
    const terms = {
      ...times,
      firstWindow: 86_400,
      laterWindow: 3_600,
      byHolder: true,
      thenOpen: true,
      attester: ZeroAddress,
    };
    await (await contractAt("Ballot", saleHook, show.organizer.signer).open(show.eventId, 1, terms)).wait();
    const found = await audited(await chain.connect(), { eventId: show.eventId });
    expect(notHolding(found)).to.include({ "ballot.published": "unknown" });
    expect(statement(found, "ballot.published").evidence[0]?.note).to.equal(
      `The hook ${saleHook} is not a published Ballot: order not checked.`,
    );
    expect(statement(found, "ballot.waves").figures).to.deep.equal({ draws: 0, waves: 0 });
    expect(statement(found, "draw.list").says).to.equal("No class sells by a draw.");
  });

  it("by names that are no text, of the event and of strangers", async () => {
    const { organizer } = sale;
    const stranger = await chain.fundedKey();
    await sendBroken(stranger, encodeCall(organizer, "AgentRegistry", "register", ["STRANGER", "urn:x"]));
    await sendBroken(stranger, encodeCall(organizer, "EventRegistry", "register", ["STRANGER", "urn:x"]));
    const found = await audited(await chain.connect(), { eventId: sale.eventId });
    expect(notHolding(found)).to.deep.equal({});
    expect(statement(found, "suite.logs").verdict).to.equal("holds");
  });

  it("by a log that is cut off: the logs are not whole", async () => {
    const found = await auditOf(
      otherLogs("EntryRightRegistry", "RightsGranted", (log, _, n) => [
        n === 1 ? { ...log, data: log.data.slice(0, -64) } : log,
      ]),
    );
    expect(statement(found, "suite.logs").verdict).to.equal("false");
    expect(
      statement(found, "suite.logs")
        .evidence.map(({ note }) => note)
        .join(),
    ).to.contain("does not fit");
  });

  it("by a node that answers from two chains in turn: there is no verdict", async () => {
    const other = await startTestChain();
    try {
      await runSale(other, { documentUri: website.url, name: "Other lanterns" });
      let n = 0;
      const work = auditOf(({ method, params }, answer) => {
        return n++ % 2 === 0 ? answer : other.provider.send(method, [...params]);
      });
      const error = await work.catch((failure: unknown) => failure);
      expect(error).to.include({ code: "BLOCK_ORPHANED" });
    } finally {
      await other.close();
    }
  });

  it("by two nodes of which one leaves out a log: it says where they differ", async () => {
    const second = await liedTo(chain, withoutLog("EntryRightRegistry", "RightReturned", 0));
    const found = await audited(await chain.connect(), { eventId: sale.eventId, second });
    expect(notHolding(found)).to.deep.equal({ "nodes.agree": "false" });
    const first = await audited(second, { eventId: sale.eventId, second: await chain.connect() });
    expect(notHolding(first)).to.include({ "nodes.agree": "false", "suite.logs": "false" });
  });

  it("by a node that keeps 128 blocks: what is older is unknown, and nothing is false", async () => {
    await chain.provider.send("hardhat_mine", ["0x80"]);
    const head = await chain.provider.getBlockNumber();
    const found = await auditOf(pruned(head - 127));
    expect(found.goneBefore).to.equal(head - 127);
    expect(new Set(Object.values(notHolding(found)))).to.deep.equal(new Set(["unknown"]));
    expect(statement(found, "suite.places").verdict).to.equal("holds");
  });
});

/** Sends a call whose text is bytes that are no UTF-8. */
async function sendBroken(signer: Wallet, { to, data }: { readonly to: string; readonly data: string }): Promise<void> {
  const broken = data.replace(Buffer.from("STRANGER").toString("hex"), "1b5bfffec3281f80");
  expect(broken).not.to.equal(data);
  await (await signer.sendTransaction({ to, data: broken })).wait();
}

function statement({ statements }: AuditResult, wanted: string): Statement {
  return statements.find(({ id }) => id === wanted) as Statement;
}

function notHolding(result: AuditResult): Readonly<Record<string, string>> {
  return Object.fromEntries([...verdictsOf(result)].filter(([, verdict]) => verdict !== "holds"));
}
