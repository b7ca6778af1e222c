import { expect } from "chai";
import { runSale } from "doorkey-test-support/sale/runSale";
import type { Sale } from "doorkey-test-support/sale/Sale";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import type { AuditProgress, AuditResult } from "./AuditResult.ts";
import { auditEvent } from "./auditEvent.ts";

describe("auditEvent", () => {
  let chain: TestChain;
  let sale: Sale;
  let reader: Connection;
  before(async () => {
    chain = await startTestChain();
    sale = await runSale(chain);
    reader = await chain.connect();
  });
  after(() => chain.close());

  it("finds nothing false in an honest sale", async () => {
    const { result } = await run(auditEvent(reader, { eventId: sale.eventId }));
    expect(result.statements.filter(({ verdict }) => verdict === "false")).to.deep.equal([]);
  });
});

async function run(audit: AsyncGenerator<AuditProgress, AuditResult>) {
  const steps: AuditProgress[] = [];
  for (;;) {
    const { done, value } = await audit.next();
    if (done) return { steps, result: value };
    steps.push(value);
  }
}
