import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { cancelEvent } from "../../organizer/cancelEvent.ts";
import type { Pass } from "../../pass/Pass.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { grantMany } from "../bulk/grantMany.ts";
import { passFor } from "./passFor.ts";
import { refreshPass } from "./refreshPass.ts";

describe("refreshPass, given data from a stranger", () => {
  let chain: TestChain;
  let selling: Show;
  let pass: Pass;
  before(async () => {
    chain = await startTestChain();
    selling = await openShow(chain, { transport: "relay", classes: HALL });
    const rows = [{ className: "standing", holder: chain.emptyKey().address as `0x${string}`, quantity: 2 }];
    const { agent, agentId, eventId } = selling;
    const { results } = await grantMany(agent, { agentId, eventId, rows });
    const rightId = (results[0]?.status === "granted" && results[0].rightIds[0]) || 0n;
    pass = await passFor(agent, { rightId, count: 2 });
  });
  after(() => chain.close());

  it("does not confuse rights of a cancelled event with those of another", async () => {
    const other = await openShow(chain, { transport: "relay", classes: HALL });
    expect((await refreshPass(selling.agent, { pass })).isWhole).to.equal(true);
    await cancelEvent(selling.organizer, { eventId: selling.eventId });
    expect((await refreshPass(selling.agent, { pass })).isWhole).to.equal(false);
    const forged = { ...pass, eventId: other.eventId };
    expect((await refusalOf(refreshPass(selling.agent, { pass: forged }))).code).to.equal("PASS_MALFORMED");
  });

  it("refuses a value that is not a pass before it makes any request", async () => {
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
      expect((await refusalOf(refreshPass(selling.agent, { pass: one as Pass }))).code).to.equal("PASS_MALFORMED");
    }
  });
});
