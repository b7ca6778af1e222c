import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { network } from "hardhat";
import { strangerAt } from "../../test/helpers/acts.ts";
import { grantMany } from "../agent/bulk/grantMany.ts";
import { readEvent } from "../state/readEvent.ts";
import { openShow, type ShowMoment } from "./openShow.ts";
import { startTestChain, type TestChain } from "./startTestChain.ts";

describe("openShow", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  const moments: Record<ShowMoment, (schedule: Record<string, number>) => number | undefined> = {
    announced: () => undefined,
    sale: ({ salesOpenAt }) => salesOpenAt,
    late: ({ returnUntil }) => returnUntil,
    doors: ({ doorsOpenAt }) => doorsOpenAt,
    closed: ({ doorsCloseAt }) => doorsCloseAt,
  };
  for (const [at, timeOf] of Object.entries(moments) as [ShowMoment, (typeof moments)["sale"]][]) {
    it(`opens at ${at}`, async () => {
      const { terms, organizer, eventId } = await openShow({ chain, at });
      const now = await chain.clock.now();
      const time = timeOf(terms.schedule);
      if (time === undefined) expect(now).to.be.below(terms.schedule.salesOpenAt - 2 * 86_400);
      else expect(now).to.equal(time);
      expect((await readEvent(organizer, { eventId })).schedule).to.deep.equal(terms.schedule);
    });
  }

  it("lets its agent sell every class", async () => {
    const classes = { floor: { supply: 2 }, balcony: { seats: ["A-1", "A-2"] } };
    const { agent, agentId, eventId } = await openShow({ chain, classes });
    const rows = [
      { className: "floor", holder: strangerAt(1) },
      { className: "balcony", holder: strangerAt(1), seats: [1] },
    ];
    expect((await grantMany(agent, { agentId, eventId, rows })).granted).to.equal(2);
  });

  it("refuses what no event document may have", async () => {
    const { code } = await refusalOf(openShow({ chain, classes: { floor: { supply: -1 } } }));
    expect(code).to.equal("EVENT_DOCUMENT_INVALID");
  });

  it("takes place on a network of the project's own, which stays open", async () => {
    const own = await network.create();
    const first = await openShow({ network: own });
    expect(
      await own.provider.request({ method: "eth_getCode", params: [first.event.rightsRegistry, "latest"] }),
    ).not.to.equal("0x");
    await first.chain.close();
    const second = await startTestChain({ network: own });
    // The suite has one address on every chain, so the second finds it there, with the first one's event.
    expect(second.deployment.contracts).to.deep.equal(first.chain.deployment.contracts);
    expect((await readEvent(await second.connect(), { eventId: first.eventId })).name).to.equal(first.terms.name);
    await second.close();
    await own.close();
  });
});
