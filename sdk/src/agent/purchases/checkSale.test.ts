import { expect } from "chai";
import { passTime, resetTime } from "doorkey-test-support/passTime";
import { openShow, publishShow, type Show } from "doorkey-test-support/show";
import { join, refusalOf } from "doorkey-test-support/transports";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { cancelEvent } from "../../organizer/cancelEvent.ts";
import { designateAgent } from "../../organizer/designateAgent.ts";
import { dismissAgent } from "../../organizer/dismissAgent.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import { resumeSales } from "../../organizer/resumeSales.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { revokeRights } from "../../rights/revokeRights.ts";
import { setTeamActive } from "../../teams/setTeamActive.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { delegateQuota } from "../delegateQuota.ts";
import { registerAgent } from "../registerAgent.ts";
import { checkSale } from "./checkSale.ts";
import { completePurchase } from "./completePurchase.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import { openPurchase } from "./openPurchase.ts";
import type { Seller } from "./Seller.ts";

const CLASSES = { standing: { supply: 5 }, seated: { seats: ["A-1-{1..4}"] } };

describe("checkSale", () => {
  let chain: TestChain;
  let show: Show;
  let seller: Seller;
  let restore: () => Promise<void>;
  before(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { transport: "relay", classes: CLASSES });
    const { organizer, agentId, eventId } = show;
    for (const className of ["standing", "seated"]) {
      await designateAgent(organizer, { eventId, className, agentId, quota: 4 });
    }
  });
  after(() => chain.close());
  afterEach(resetTime);
  beforeEach(async () => {
    restore = await chain.snapshot();
    seller = sellerOf(show);
  });
  afterEach(() => restore());

  const sellerOf = ({ agent, agentId, terms }: Show): Seller => ({
    connection: agent,
    agentId,
    purchases: memoryPurchases(),
    documents: [terms],
  });
  const standing = (quantity = 1) => ({ eventId: show.eventId, className: "standing", quantity });
  const seats = (...labels: string[]) => ({
    eventId: show.eventId,
    className: "seated",
    quantity: labels.length,
    seats: labels,
  });

  /** The reasons of a check, which must be the reasons for which no invitation is made. */
  async function reasonsOf(at: Seller, wanted: checkSale.Parameters): Promise<string[]> {
    const { problems } = await checkSale(at, wanted);
    const opened = openPurchase(at, { ...wanted, orderId: `order ${Math.random()}` });
    if (problems.length === 0) expect(await opened).to.have.property("purchaseKey");
    else {
      const refused = await refusalOf(opened);
      expect(refused.code).to.equal("SALE_REFUSED");
      for (const { sentence } of problems) expect(refused.message).to.contain(sentence);
    }
    return problems.map(({ reason }) => reason);
  }

  /** Sells to a new key, and returns the pass. */
  async function sell(at: Seller, wanted: checkSale.Parameters) {
    const invitation = await openPurchase(at, { ...wanted, orderId: `sold ${Math.random()}` });
    const key = await createDeviceKey({ event: invitation.event, store: memoryKeys() });
    return (await completePurchase(at, await signClaim(key, invitation))).pass;
  }

  it("says what is left, at every level of the agents' tree, and when", async () => {
    await delegateQuota(show.agent, {
      eventId: show.eventId,
      className: "standing",
      from: show.agentId,
      to: await under(),
      quota: 3,
    });
    const below: Seller = { ...seller, agentId: lowest.agentId, connection: lowest.connection };
    await sell(below, standing(1));
    const { salesOpenAt: opensAt, salesCloseAt: closesAt } = show.terms.schedule;
    const check = await checkSale(below, standing(2));
    expect(check).to.deep.include({ placesLeft: 4, invited: 0, opensAt, closesAt, problems: [] });
    expect(check.quotas).to.deep.equal([
      { agentId: lowest.agentId, quota: 3, used: 1, left: 2 },
      { agentId: show.agentId, quota: 4, used: 1, left: 3 },
    ]);
    expect(check).not.to.have.property("restrictedBy");
    expect(await reasonsOf(below, standing(3))).to.deep.equal(["quota-exceeded"]);
    await sell(seller, standing(2));
    const [short] = (await checkSale(below, standing(2))).problems;
    expect(short?.sentence).to.equal(`Only 1 more right is left of the allotment of agent ${show.agentId} above you.`);
    await dismissAgent(show.organizer, { eventId: show.eventId, className: "standing", agentId: show.agentId });
    expect(await reasonsOf(below, standing(1))).to.deep.equal(["agent-not-designated"]);
    expect((await checkSale(below, standing(1))).quotas).to.deep.equal([]);
  });

  let lowest: Pick<Seller, "agentId" | "connection">;
  async function under(): Promise<number> {
    const connection = await join(chain, "relay");
    const { agentId } = await registerAgent(connection, { name: "Kiosk", uri: "https://kiosk.example" });
    lowest = { agentId, connection };
    return agentId;
  }

  it("counts orders that are invited and not granted, once each, until they expire", async () => {
    const order = { ...standing(2), orderId: "first" };
    const invitation = await openPurchase(seller, order);
    expect(await checkSale(seller, standing())).to.include({ placesLeft: 3, invited: 2 });
    expect(await openPurchase(seller, order)).to.deep.equal(invitation);
    await openPurchase(seller, { ...standing(2), orderId: "second", expiresIn: 60 });
    expect(await reasonsOf(seller, standing(1))).to.deep.equal(["quota-exceeded"]);
    passTime(61);
    expect(await reasonsOf(seller, standing(2))).to.deep.equal([]);
    const key = await createDeviceKey({ event: invitation.event, store: memoryKeys() });
    await completePurchase(seller, await signClaim(key, invitation));
    expect(await checkSale(seller, standing())).to.include({ placesLeft: 1, invited: 2 });
  });

  it("lets one of two orders have the last places that are paid at the same time", async () => {
    const opened = await Promise.allSettled(
      ["a", "b", "c"].map((orderId) => openPurchase(seller, { ...standing(2), orderId })),
    );
    expect(opened.filter(({ status }) => status === "fulfilled").length).to.equal(2);
    const same = await Promise.allSettled(
      ["d", "e"].map((orderId) => openPurchase(seller, { ...seats("A-1-2"), orderId })),
    );
    expect(same.filter(({ status }) => status === "fulfilled").length).to.equal(1);
  });

  it("refuses an event that is cancelled, and sales that are paused", async () => {
    await pauseSales(show.organizer, { eventId: show.eventId });
    expect(await reasonsOf(seller, standing())).to.deep.equal(["sales-paused"]);
    await resumeSales(show.organizer, { eventId: show.eventId });
    expect(await reasonsOf(seller, standing())).to.deep.equal([]);
    const open = { ...standing(), orderId: "unclaimed" };
    await openPurchase(seller, open);
    await cancelEvent(show.organizer, { eventId: show.eventId });
    expect(await reasonsOf(seller, standing())).to.deep.equal(["event-cancelled"]);
    expect((await refusalOf(openPurchase(seller, open))).code).to.equal("SALE_REFUSED");
  });

  it("refuses before sales open, is retryable one block before, and after they close", async () => {
    const salesOpenAt = (await chain.clock.now()) + 1_000;
    const later = await publishShow(chain, { by: show, classes: CLASSES, schedule: { salesOpenAt } });
    const { organizer, agentId } = show;
    const { eventId } = later;
    await designateAgent(organizer, { eventId, className: "standing", agentId, quota: 4 });
    const at: Seller = { ...seller, documents: [later.terms] };
    const wanted = { eventId, className: "standing" };
    expect(await reasonsOf(at, wanted)).to.deep.equal(["sales-not-open"]);
    expect((await checkSale(at, wanted)).problems[0]?.retryable).to.equal(false);
    await chain.clock.travelTo(salesOpenAt - 12);
    expect((await checkSale(at, wanted)).problems[0]?.retryable).to.equal(true);
    const early = await openPurchase(at, { ...wanted, orderId: "early" }).catch((error) => error);
    expect(early).to.include({ code: "SALE_REFUSED", retryable: true });
    await chain.clock.travelTo(salesOpenAt);
    expect(await reasonsOf(at, wanted)).to.deep.equal([]);
    await chain.clock.travelTo(later.terms.schedule.salesCloseAt - 1);
    expect(await reasonsOf(at, wanted)).to.deep.equal([]);
    await chain.clock.travelTo(later.terms.schedule.salesCloseAt);
    expect(await reasonsOf(at, wanted)).to.deep.equal(["sales-closed"]);
  });

  it("refuses an agent that is not designated or inactive, and a key that is not a member", async () => {
    const agentId = await under();
    expect(await reasonsOf({ ...seller, ...lowest, agentId }, standing())).to.deep.equal(["agent-not-designated"]);
    expect(await reasonsOf({ ...seller, connection: lowest.connection }, standing())).to.deep.equal(["signer-refused"]);
    const reading = { ...seller.connection, signer: undefined };
    expect(await reasonsOf({ ...seller, connection: reading }, standing())).to.deep.equal(["signer-refused"]);
    await setTeamActive(show.agent, { team: { agentId: show.agentId }, active: false });
    expect(await reasonsOf(seller, standing())).to.deep.equal(["agent-inactive"]);
  });

  it("refuses a class that is sold out, and more than is left", async () => {
    await designateAgent(show.organizer, {
      eventId: show.eventId,
      className: "standing",
      agentId: show.agentId,
      quota: 9,
    });
    await sell(seller, standing(4));
    expect((await checkSale(seller, standing(2))).problems).to.deep.equal([
      { reason: "sold-out", sentence: 'Only 1 place is left in class "standing".', retryable: false },
    ]);
    expect(await reasonsOf(seller, standing(2))).to.deep.equal(["sold-out"]);
    await sell(seller, standing(1));
    expect((await checkSale(seller, standing(1))).problems[0]?.sentence).to.equal('Class "standing" is sold out.');
  });

  it("refuses a seat that is taken, was returned, or is in another open order", async () => {
    const pass = await sell(seller, seats("A-1-1"));
    expect(await reasonsOf(seller, seats("A-1-1"))).to.deep.equal(["seat-taken"]);
    await revokeRights(show.agent, { rightIds: [BigInt(pass.rightId)], reason: "refund" });
    expect((await checkSale(seller, seats("A-1-1"))).problems[0]?.sentence).to.contain("has not reopened it");
    await openPurchase(seller, { ...seats("A-1-2"), orderId: "open" });
    expect(await reasonsOf(seller, seats("A-1-2"))).to.deep.equal(["seat-taken"]);
    expect(await reasonsOf(seller, seats("A-1-3"))).to.deep.equal([]);
    // A seat has the name that the caller gave it.
    const sentenceOf = async (wanted: checkSale.Parameters) => (await checkSale(seller, wanted)).problems[0]?.sentence;
    expect(await sentenceOf(seats("A-1-2"))).to.equal("Seat A-1-2 is in another open order.");
    expect(await sentenceOf({ ...seats("A-1-2"), seats: [1] })).to.equal("Seat 1 is in another open order.");
    const none = { eventId: show.eventId, className: "seated", seats: [4] };
    expect(await reasonsOf(seller, none)).to.deep.equal(["seat-unknown"]);
  });

  it("never counts less than nothing when shops that do not know one another sell the same places", async () => {
    const other = sellerOf(show);
    await openPurchase(seller, { ...standing(4), orderId: "open" });
    await sell(other, standing(3));
    expect(await checkSale(seller, standing())).to.deep.include({
      placesLeft: 0,
      invited: 4,
      quotas: [{ agentId: show.agentId, quota: 4, used: 3, left: 0 }],
    });
    const sentences = (await checkSale(seller, standing())).problems.map(({ sentence }) => sentence);
    expect(sentences).to.deep.equal(["No more right is left of your allotment.", 'Class "standing" is sold out.']);
    expect((await checkSale(other, standing(2))).problems.map(({ sentence }) => sentence)).to.deep.equal([
      "Only 1 more right is left of your allotment.",
    ]);
  });

  it("says how many more rights of its allotment are left", async () => {
    await sell(seller, standing(2));
    expect((await checkSale(seller, standing(2))).problems).to.deep.equal([]);
    const [problem] = (await checkSale(seller, standing(3))).problems;
    expect(problem).to.include({ sentence: "Only 2 more rights are left of your allotment.", retryable: false });
  });

  it("names the contract that restricts a class", async () => {
    const saleHook = show.event.rightsRegistry;
    const hooked = await publishShow(chain, { by: show, classes: { fans: { supply: 5, saleHook } } });
    const { eventId } = hooked;
    await designateAgent(show.organizer, { eventId, className: "fans", agentId: show.agentId, quota: 4 });
    const check = await checkSale({ ...seller, documents: [hooked.terms] }, { eventId, className: "fans" });
    expect(check.restrictedBy).to.equal(saleHook);
  });

  it("refuses another value than a seller, a class and a quantity", async () => {
    for (const wrong of [null, undefined, {}, { ...seller, agentId: Number.NaN }, { ...seller, connection: null }]) {
      expect((await refusalOf(checkSale(wrong as never, standing()))).code).to.equal("VALUE_INVALID");
    }
    expect((await refusalOf(checkSale(seller, standing(9)))).code).to.equal("VALUE_INVALID");
    expect((await refusalOf(checkSale(seller, { ...standing(), className: "balcony" }))).code).to.equal(
      "CLASS_UNKNOWN",
    );
    expect((await refusalOf(checkSale(seller, { ...standing(), eventId: 99 }))).code).to.equal("EVENT_UNKNOWN");
  });
});
