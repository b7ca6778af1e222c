import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { grant, strangerAt } from "../../../test/helpers/acts.ts";
import { designateAgent } from "../../organizer/designateAgent.ts";
import { revokeRights } from "../../rights/revokeRights.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { rightsToGrant } from "./readPlaces.ts";

describe("rightsToGrant", () => {
  let chain: TestChain;
  let show: Show;
  before(async () => {
    chain = await startTestChain();
  });
  beforeEach(async () => {
    show = await openShow(chain, { classes: { standing: { supply: 10 } }, quotas: { standing: 7 } });
  });
  after(() => chain.close());

  const left = (change: object = {}) => {
    const { agent, agentId, eventId } = show;
    return rightsToGrant(agent, { eventId, classId: 1, agentId, ...change });
  };
  const designate = (quota: number) => {
    const { organizer, agentId, eventId } = show;
    return designateAgent(organizer, { eventId, className: "standing", agentId, quota });
  };

  it("is what the quota leaves, and at most the places that are left", async () => {
    expect(await left()).to.equal(7);
    const right = await grant(show, [1, 2, 3].map(strangerAt));
    expect(await left()).to.equal(4);
    await designate(10);
    expect(await left()).to.equal(7);
    // A freed place is not for sale, and its right still counts for the quota.
    await revokeRights(show.agent, { rightIds: [right], reason: "refund" });
    expect(await left()).to.equal(7);
    await designate(20);
    expect(await left()).to.equal(7);
  });

  it("is none for an agent that is not designated, and for a quota below what it granted", async () => {
    expect(await left({ agentId: show.agentId + 1 })).to.equal(0);
    await grant(show, [1, 2, 3].map(strangerAt));
    await designate(2);
    expect(await left()).to.equal(0);
  });
});
