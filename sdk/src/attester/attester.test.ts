import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { strangerAt } from "../../test/helpers/acts.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import * as barrel from "./index.ts";

/** Checks that need no chain, and the client itself. */
const PURE = ["attestPerson", "attester", "destroyEventKey", "newEventKey", "personTag"];

describe("attester", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("has each function of its module that acts on a chain", async () => {
    const acting = Object.keys(barrel).filter((name) => !PURE.includes(name));
    expect(Object.keys(barrel.attester(await chain.connect())).sort()).to.deep.equal(acting.sort());
  });

  it("does what the functions do", async () => {
    const { organizer, eventId } = await openShow(chain, {
      transport: "relay",
      policy: { identityVerifier: "attester", maxPerPerson: 2 },
    });
    const client = barrel.attester(organizer);
    const of = { scopeEventId: eventId, attester: strangerAt(1) };
    const accepted = await client.setAttester({ ...of, trusted: true }, { until: "accepted" });
    await accepted.wait();
    expect(await client.isAttester(of)).to.equal(true);
    expect(await client.identityScope({ eventId })).to.deep.equal(await barrel.identityScope(organizer, { eventId }));
  });
});
