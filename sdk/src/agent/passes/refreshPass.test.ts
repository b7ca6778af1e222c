import { expect } from "chai";
import { type Counter, openCounter } from "../../../test/helpers/counter.ts";
import { refusalOf } from "../../../test/helpers/ways.ts";
import { cancel } from "../../organizer/cancel.ts";
import type { Pass } from "../../pass/Pass.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { grantMany } from "../many/grantMany.ts";
import { passFor } from "./passFor.ts";
import { refreshPass } from "./refreshPass.ts";

describe("refreshPass, of what a stranger hands over", () => {
  let chain: TestChain;
  let counter: Counter;
  let pass: Pass;
  before(async () => {
    chain = await startTestChain();
    counter = await openCounter(chain, "relay");
    const rows = [{ className: "standing", holder: chain.emptyKey().address as `0x${string}`, quantity: 2 }];
    const { agent, agentId, eventId } = counter;
    const { results } = await grantMany(agent, { agentId, eventId, rows });
    const rightId = (results[0]?.outcome === "granted" && results[0].rightIds[0]) || 0n;
    pass = await passFor(agent, { rightId, count: 2 });
  });
  after(() => chain.close());

  it("does not take rights of an event that was called off for those of another", async () => {
    const other = await openCounter(chain, "relay");
    expect((await refreshPass(counter.agent, pass)).isWhole).to.equal(true);
    await cancel(counter.organizer, { eventId: counter.eventId });
    expect((await refreshPass(counter.agent, pass)).isWhole).to.equal(false);
    const forged = { ...pass, eventId: other.eventId };
    expect((await refusalOf(refreshPass(counter.agent, forged))).code).to.equal("PASS_MALFORMED");
  });

  it("refuses what is no pass before it asks for anything", async () => {
    const odd: unknown[] = [
      null,
      7,
      {},
      [],
      { ...pass, count: 50_000 },
      { ...pass, count: -1 },
      { ...pass, count: Number.POSITIVE_INFINITY },
    ];
    odd.push({ ...pass, rightId: "0x1" }, { ...pass, rightId: "abc" }, { ...pass, rightId: "9".repeat(20) });
    odd.push(JSON.parse(`{"__proto__": ${JSON.stringify(pass)}}`));
    for (const one of odd) {
      expect((await refusalOf(refreshPass(counter.agent, one as Pass))).code).to.equal("PASS_MALFORMED");
    }
  });
});
