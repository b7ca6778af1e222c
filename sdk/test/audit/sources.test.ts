import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { AuditResult } from "../../src/audit/AuditResult.ts";
import { auditBundle } from "../../src/audit/auditBundle.ts";
import { openAuditBundle } from "../../src/audit/bundle/AuditBundle.ts";
import { connect } from "../../src/chain/connect.ts";
import { startTestChain, type TestChain } from "../../src/testing/index.ts";
import { audited, resultOf } from "./audited.ts";
import { tiredNode } from "./tiredNode.ts";

/** More blocks than the middle span. */
const BLOCKS = 1_500;

describe("the same sale, asked in other ways", function () {
  this.timeout(300_000);
  let chain: TestChain;
  let eventId: number;
  let plain: AuditResult;

  before(async () => {
    chain = await startTestChain();
    const mine = async () => void (await chain.provider.send("hardhat_mine", [`0x${BLOCKS.toString(16)}`]));
    // Three places lapse and a lane is too fast, so that there is something to agree on.
    ({ eventId } = await runSale(chain, { buyers: 3, interval: 0.3, acts: { listed: mine } }));
    plain = await audited(await chain.connect(), { eventId });
    expect(new Set(plain.statements.map(({ verdict }) => verdict))).to.include.keys("holds", "flag", "unknown");
  });
  after(() => chain.close());

  for (const blocks of [1, 1_000, 50_000]) {
    it(`gives the same audit with logs asked in spans of ${blocks.toLocaleString("en-US")}`, async () => {
      expect(await audited(await chain.connect(), { eventId, read: { blocks } })).to.deep.equal(plain);
    });
  }

  it("gives the same audit from a node with limits that is busy and late in between", async () => {
    const node = await tiredNode(chain.provider, { mostLogs: 30, busyEvery: 5, lateEvery: 7 });
    try {
      const connection = await connect({ rpc: node.url, deployment: chain.deployment });
      node.tire();
      expect(await audited(connection, { eventId })).to.deep.equal(plain);
      for (const [why, times] of Object.entries(node.refused)) expect(times, why).to.be.greaterThan(0);
    } finally {
      await node.close();
    }
  });

  it("gives the same verdicts from two nodes", async () => {
    const second = await chain.connect();
    const both = await audited(await chain.connect(), { eventId, second });
    expect(withoutNodes(both)).to.deep.equal(withoutNodes(plain));
    expect(both.statements.find(({ id }) => id === "nodes.agree")?.verdict).to.equal("holds");
  });

  it("gives the same audit from a bundle, without a node", async () => {
    const folder = await mkdtemp(join(tmpdir(), "doorkey-audit-"));
    try {
      const path = join(folder, "sale.bundle");
      const bundle = await openAuditBundle(path);
      expect(await audited(await chain.connect(), { eventId, bundle })).to.deep.equal(plain);
      await bundle.close();
      const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
      expect(await resultOf(auditBundle(lines, { eventId }))).to.deep.equal(plain);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** One statement says how many nodes were asked. */
function withoutNodes({ statements }: AuditResult): AuditResult["statements"] {
  return statements.filter(({ id }) => id !== "nodes.agree");
}
