import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { audited, liedTo, verdictsOf } from "../../test/audit/audited.ts";
import { type Lie, pruned, withoutLog } from "../../test/audit/lies.ts";
import { type Served, serve } from "../../test/helpers/serve.ts";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { AuditResult } from "./AuditResult.ts";
import { auditBundle } from "./auditBundle.ts";
import { auditEvent } from "./auditEvent.ts";
import { openAuditBundle } from "./bundle/AuditBundle.ts";
import { defaultThresholds } from "./thresholds.ts";

describe("auditEvent", function () {
  this.timeout(120_000);
  let chain: TestChain;
  let website: Served;
  let sale: Sale;
  let reader: Connection;
  let folder: string;
  let whole: AuditResult;
  before(async () => {
    chain = await startTestChain();
    website = await serve((_, response) => response.end(sale.text));
    sale = await runSale(chain, { documentUri: website.url });
    reader = await chain.connect();
    folder = await mkdtemp(join(tmpdir(), "doorkey-audit-"));
    whole = await audited(reader, { eventId: sale.eventId });
  });
  after(async () => {
    await website.close();
    await chain.close();
    await rm(folder, { recursive: true });
  });

  /** A bundle of the sale, as lines. */
  async function saved(name: string): Promise<string[]> {
    const bundle = await openAuditBundle(join(folder, name));
    await audited(reader, { eventId: sale.eventId, bundle });
    await bundle.close();
    return linesOf(name);
  }

  async function linesOf(name: string): Promise<string[]> {
    return (await readFile(join(folder, name), "utf8")).trimEnd().split("\n");
  }

  it("finds that an honest sale holds, and yields each statement once", async () => {
    const ids: string[] = [];
    const steps = new Set<string>();
    for await (const step of auditEvent(reader, { eventId: sale.eventId })) {
      if (step.kind === "statement") ids.push(step.statement.id);
      else steps.add(step.step);
    }
    expect(ids).to.deep.equal(whole.statements.map(({ id }) => id));
    expect(new Set(ids).size).to.equal(ids.length);
    expect([...steps]).to.include.members(["logs", "replay", "suite"]);
    expect(whole.statements.filter(({ verdict }) => verdict !== "holds")).to.deep.equal([]);
    expect(whole.head.number).to.equal(await chain.provider.getBlockNumber());
  });

  for (const blocks of [1, 1_000, 50_000]) {
    it(`gives the same with logs asked in spans of ${blocks} blocks`, async () => {
      expect(await audited(reader, { eventId: sale.eventId, read: { blocks } })).to.deep.equal(whole);
    });
  }

  it("gives the same from a node that limits its answers, is busy and times out", async () => {
    const failed = new Set<string>();
    const moody: Lie = ({ method, params }, answer) => {
      const key = JSON.stringify([method, params]);
      if (method === "eth_getLogs" && (answer as unknown[]).length > 60)
        throw rpcError("query returned more than 60 results");
      // Every question fails once, except for the logs of one block, which no question can make less.
      const [{ fromBlock = 0, toBlock = 1 } = {}] = params as readonly [{ fromBlock?: string; toBlock?: string }?];
      if (failed.has(key) || fromBlock === toBlock) return answer;
      failed.add(key);
      throw failed.size % 2 === 0 ? rpcError("Too Many Requests", 429) : rpcError("request timed out", -32_000);
    };
    const { eventId } = sale;
    expect(await audited(await liedTo(chain, onceIn(9, moody)), { eventId })).to.deep.equal(whole);
    expect(failed.size).to.be.greaterThan(2);
  });

  it("gives the same from two nodes that agree", async () => {
    const two = await audited(reader, { eventId: sale.eventId, second: await chain.connect() });
    expect(verdictsOf(two)).to.deep.equal(verdictsOf(whole));
    expect(two.statements.find(({ id }) => id === "nodes.agree")?.figures).to.deep.equal({ nodes: 2, differences: 0 });
  });

  it("says where two nodes differ", async () => {
    const second = await liedTo(chain, withoutLog("EntryRightRegistry", "RightReturned", 0));
    const { statements } = await audited(reader, { eventId: sale.eventId, second });
    expect(statements.filter(({ verdict }) => verdict !== "holds").map(({ id }) => id)).to.deep.equal(["nodes.agree"]);
    const { evidence } = statements.find(({ id }) => id === "nodes.agree") ?? {};
    const [log] = await chain.provider.getLogs({
      address: reader.rightsRegistry,
      topics: reader.contracts.rights.interface.encodeFilterTopics("RightReturned", []) as string[],
      fromBlock: 0,
    });
    expect(evidence?.map(({ block }) => block)).to.deep.equal([log?.blockNumber]);
  });

  it("gives the same from a bundle, without a node", async () => {
    const lines = await saved("whole");
    const steps = auditBundle(lines, { eventId: sale.eventId });
    let last = await steps.next();
    while (!last.done) last = await steps.next();
    expect(last.value).to.deep.equal(whole);
    expect(whole.compare.at(-1)).to.deep.equal({ number: whole.head.number, hash: whole.head.hash });
  });

  it("names the first block of a bundle that was edited", async () => {
    const lines = await saved("edited");
    const at = lines.findIndex((line) => line.includes('"kind":"logs"')) + 3;
    const line = lines[at] ?? "";
    const edited = lines.with(at, line.replace(/"data":"0x0/, '"data":"0x1'));
    expect(edited[at]).not.to.equal(line);
    const { block } = JSON.parse(line)[1];
    await expectCode(
      "AUDIT_BUNDLE_EDITED",
      endOf(auditBundle(edited, { eventId: sale.eventId })),
      `Line ${at + 1} is not as it was saved. It is about block ${block}, the first that differs.`,
    );
    await expectCode("AUDIT_BUNDLE_EDITED", endOf(auditBundle(lines.toSpliced(at, 1), { eventId: sale.eventId })));
  });

  it("refuses a bundle that is cut off, empty, or of another event", async () => {
    const lines = await saved("cut");
    const { eventId } = sale;
    await expectCode("AUDIT_BUNDLE_CUT_OFF", endOf(auditBundle(lines.slice(0, -1), { eventId })));
    await expectCode("AUDIT_BUNDLE_CUT_OFF", endOf(auditBundle([], { eventId })));
    await expectCode("AUDIT_BUNDLE_EDITED", endOf(auditBundle([...lines, '["0x12",{"ki'], { eventId })));
    await expectCode("AUDIT_BUNDLE_DIFFERENT", endOf(auditBundle(lines, { eventId: eventId + 1 })));
    const bundle = await openAuditBundle(join(folder, "cut"));
    await expectCode("AUDIT_BUNDLE_DIFFERENT", audited(reader, { eventId: eventId + 1, bundle }));
    await bundle.close();
  });

  it("continues with the part of a bundle that was saved before it was killed", async () => {
    const lines = await saved("killed");
    const half = lines.slice(0, lines.length / 2);
    await writeFile(join(folder, "killed"), `${half.join("\n")}\n${lines.at(-1)?.slice(0, 20)}`);
    let asked = 0;
    const counting = await liedTo(chain, ({ method }, answer) => {
      if (method === "eth_getLogs" || method === "eth_call") asked++;
      return answer;
    });
    const bundle = await openAuditBundle(join(folder, "killed"));
    expect(await audited(counting, { eventId: sale.eventId, bundle })).to.deep.equal(whole);
    await bundle.close();
    const all = lines.filter((line) => /"ask":"(call|logs)"/.test(line)).length;
    expect(asked).to.be.lessThan(all);
    expect(await linesOf("killed")).to.have.length(lines.length);
    expect((await linesOf("killed")).slice(0, half.length)).to.deep.equal(half);
  });

  it("audits the chain again when it changes in the middle", async () => {
    const goBack = await chain.snapshot();
    await chain.clock.travelTo((await chain.clock.now()) + 10);
    let isChanged = false;
    const changing = await liedTo(chain, ({ method }, answer) => {
      if (method === "eth_getTransactionByHash" && !isChanged) {
        isChanged = true;
        void goBack();
      }
      return answer;
    });
    const bundle = await openAuditBundle(join(folder, "reorg"));
    expect(await audited(changing, { eventId: sale.eventId, bundle })).to.deep.equal(whole);
    await bundle.close();
    expect(isChanged).to.equal(true);
    const [head] = await linesOf("reorg");
    expect(JSON.parse(head ?? "")[1].head.hash).to.equal(whole.head.hash);
  });

  it("audits what a node without old blocks still has", async () => {
    const first = whole.head.number - 12;
    const young = await liedTo(chain, pruned(first));
    const { statements, goneBefore } = await audited(young, { eventId: sale.eventId });
    expect(goneBefore).to.equal(first);
    const holding = statements.filter(({ verdict }) => verdict === "holds").map(({ id }) => id);
    expect(holding).to.include.members(["suite.code", "suite.places", "suite.blocks"]);
    expect(statements.filter(({ verdict }) => verdict === "false")).to.deep.equal([]);
    const issued = statements.find(({ id }) => id === "issuance.supply");
    expect([issued?.verdict, issued?.says]).to.deep.equal(["unknown", `History before block ${first} is gone.`]);
    const places = statements.find(({ id }) => id === "suite.places");
    expect(places?.figures).to.deep.equal(whole.statements.find(({ id }) => id === "suite.places")?.figures);
  });

  it("refuses an event that does not exist, and a block that does not exist yet", async () => {
    await expectCode("EVENT_UNKNOWN", audited(reader, { eventId: 99 }), "Event 99; there are 1.");
    const newest = whole.head.number;
    await expectCode(
      "VALUE_INVALID",
      audited(reader, { eventId: sale.eventId, to: newest + 1 }),
      `to is block ${newest + 1}, and the newest block is ${newest}.`,
    );
    const thresholds = { ...defaultThresholds, movedPercent: "1" } as never;
    await expectCode(
      "VALUE_INVALID",
      audited(reader, { eventId: sale.eventId, thresholds }),
      'thresholds.movedPercent must be a number from 0, not "1".',
    );
    for (const eventId of [0, 1.5, "1", undefined]) {
      await expectCode("VALUE_INVALID", audited(reader, { eventId } as never));
    }
  });
});

/** Expects that the work fails with this code and, if given, with this detail. */
async function expectCode(code: string, work: Promise<unknown>, detail?: string): Promise<void> {
  const error = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(error).to.include({ code });
  if (detail !== undefined) expect(String(error)).to.contain(detail);
}

async function endOf(steps: AsyncGenerator<unknown, unknown>): Promise<void> {
  for await (const _ of steps);
}

function rpcError(message: string, code = -32_005): Error {
  return Object.assign(new Error(message), { code, error: { code, message } });
}

/** Lies to one of so many questions. */
function onceIn(many: number, lie: Lie): Lie {
  let n = 0;
  return (question, answer) => (question.method === "eth_getLogs" || n++ % many === 0 ? lie(question, answer) : answer);
}
