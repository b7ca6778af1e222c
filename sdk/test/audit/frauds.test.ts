import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import type { AuditResult } from "../../src/audit/AuditResult.ts";
import { startTestChain, type TestChain } from "../../src/testing/index.ts";
import { type Served, serve } from "../helpers/serve.ts";
import { audited, liedTo, verdictsOf } from "./audited.ts";
import type { Fraud } from "./Fraud.ts";
import { FRAUDS } from "./frauds.ts";

describe("planted frauds", function () {
  this.timeout(300_000);
  let chain: TestChain;
  let website: Served;
  let served = "";
  let restore: (() => Promise<void>) | undefined;
  let honest: AuditResult;
  let honestSale: Sale;

  before(async () => {
    chain = await startTestChain();
    website = await serve((_, response) => response.end(served));
    honestSale = await sell({});
    honest = await auditOf(honestSale);
  });
  after(async () => {
    await website.close();
    await chain.close();
  });

  async function sell(plan: Fraud["plan"]): Promise<Sale> {
    await restore?.();
    restore = await chain.snapshot();
    const sale = await runSale(chain, { documentUri: website.url, ...plan });
    served = sale.text;
    return sale;
  }

  async function auditOf({ eventId }: Sale, lie?: Fraud["lie"]): Promise<AuditResult> {
    return audited(lie === undefined ? await chain.connect() : await liedTo(chain, lie), { eventId });
  }

  it("are thirty-five, and an honest sale has none of them", () => {
    expect(FRAUDS).to.have.length(35);
    const notable = honest.statements.filter(({ verdict }) => verdict !== "holds");
    expect(notable.map(({ id, says, evidence }) => ({ id, says, evidence }))).to.deep.equal([]);
    const ids = honest.statements.map(({ id }) => id);
    for (const { found, planted } of FRAUDS) expect(ids, planted).to.include(found[0]);
  });

  for (const fraud of FRAUDS.filter(({ plan }) => plan === undefined)) {
    it(`${fraud.planted}: ${fraud.found.join(" is ")}`, async () => {
      served = fraud.document ?? honestSale.text;
      expectFound(fraud, honest, await auditOf(honestSale, fraud.lie));
      served = honestSale.text;
    });
  }

  for (const fraud of FRAUDS.filter(({ plan }) => plan !== undefined)) {
    it(`${fraud.planted}: ${fraud.found.join(" is ")}`, async () => {
      const without = fraud.without && (await auditOf(await sell(fraud.without)));
      const sale = await sell(fraud.plan);
      const before = without ?? (fraud.lie === undefined ? honest : await auditOf(sale));
      expectFound(fraud, before, await auditOf(sale, fraud.lie));
    });
  }
});

/** Where one of these is false, what stands on it cannot be checked. */
const GROUNDS = ["suite.logs", "suite.blocks", "suite.code", "calldata.transactions"];

function expectFound({ found: [id, verdict] }: Fraud, before: AuditResult, after: AuditResult): void {
  const known = verdictsOf(before);
  const changed = after.statements.filter((one) => one.verdict !== known.get(one.id));
  const told = changed.filter((one) => one.id === id || one.verdict !== "unknown" || !GROUNDS.includes(id));
  expect(told.map((one) => [one.id, one.verdict, one.says])).to.deep.equal([
    [id, verdict, after.statements.find((one) => one.id === id)?.says],
  ]);
  const statement = after.statements.find((one) => one.id === id);
  expect(statement?.evidence, "evidence").not.to.deep.equal([]);
}
