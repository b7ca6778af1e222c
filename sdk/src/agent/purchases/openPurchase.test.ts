import { expect } from "chai";
import { resetTime } from "doorkey-test-support/passTime";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf } from "doorkey-test-support/transports";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { completePurchase } from "./completePurchase.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import { openPurchase } from "./openPurchase.ts";
import type { Seller } from "./Seller.ts";

describe("openPurchase", () => {
  let chain: TestChain;
  let show: Show;
  let seller: Seller;
  before(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { transport: "relay", classes: { standing: { supply: 50 } } });
  });
  beforeEach(() => {
    const { agent, agentId, terms } = show;
    seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
  });
  afterEach(resetTime);
  after(() => chain.close());

  const open = (change: Partial<openPurchase.Parameters> = {}) =>
    openPurchase(seller, { orderId: "order", eventId: show.eventId, className: "standing", ...change });
  /** Stops this process's clock, so that a second has no end. */
  const stopClock = (milliseconds: number) => {
    Date.now = () => milliseconds;
  };
  const claimOf = async (invitation: Awaited<ReturnType<typeof open>>) =>
    signClaim(await createDeviceKey({ event: show.event, store: memoryKeys() }), invitation);

  const LIFETIME = "expiresIn must be a positive whole number of seconds.";
  const NAMED = "orderId must be a non-empty string.";
  for (const [change, mistakes] of [
    [{ expiresIn: 0 }, [LIFETIME]],
    [{ expiresIn: -1 }, [LIFETIME]],
    [{ expiresIn: 1.5 }, [LIFETIME]],
    [{ expiresIn: Number.NaN }, [LIFETIME]],
    [{ orderId: "" }, [NAMED]],
    [{ orderId: 5 as never }, [NAMED]],
    [{ orderId: "", expiresIn: 0, quantity: 9 }, [NAMED, LIFETIME, "quantity must be 1 to 8, not 9."]],
  ] as const) {
    it(`refuses ${JSON.stringify(change)} with every mistake, and stores nothing`, async () => {
      const { code, message } = await refusalOf(open(change));
      expect(code).to.equal("VALUE_INVALID");
      expect(message.split("\n").slice(1, 1 + mistakes.length)).to.deep.equal(mistakes);
      expect(await seller.purchases.ofOrder(change.orderId ?? "order")).to.equal(undefined);
    });
  }

  it("makes an invitation of one right for an hour, or for as long as was asked", async () => {
    const second = Math.floor(Date.now() / 1_000);
    stopClock(1_000 * second + 999);
    expect(await open()).to.include({ quantity: 1, expiresAt: second + 3_600 });
    expect(await open({ orderId: "short", expiresIn: 1 })).to.include({ expiresAt: second + 1 });
  });

  it("keeps an invitation until the second in which it expires, and discards its key then", async () => {
    const first = await open({ expiresIn: 60 });
    stopClock(1_000 * first.expiresAt - 1);
    expect(await open()).to.deep.equal(first);
    stopClock(1_000 * first.expiresAt);
    const next = await open();
    expect(next).to.include({ expiresAt: first.expiresAt + 3_600 });
    expect(next.purchaseKey).not.to.equal(first.purchaseKey);
    expect(await seller.purchases.ofKey(first.purchaseKey)).to.equal(undefined);
  });

  it("lets a device claim until the second in which the invitation expires", async () => {
    const [early, late] = [await open({ expiresIn: 60 }), await open({ orderId: "late", expiresIn: 60 })];
    const [inTime, tooLate] = [await claimOf(early), await claimOf(late)];
    stopClock(1_000 * late.expiresAt);
    expect((await refusalOf(completePurchase(seller, tooLate))).code).to.equal("CLAIM_EXPIRED");
    stopClock(1_000 * early.expiresAt - 1);
    expect((await completePurchase(seller, inTime)).granted).to.equal(true);
  });

  it("returns the invitation of another process that opened the order first", async () => {
    const { purchases } = seller;
    let rival: Awaited<ReturnType<typeof open>> | undefined;
    const save: typeof purchases.save = async (next) => {
      // Another process opens the same order first.
      rival ??= await open();
      return purchases.save(next);
    };
    const slower = { ...seller, purchases: { ...purchases, save } };
    const order = { orderId: "order", eventId: show.eventId, className: "standing" };
    expect(await openPurchase(slower, order)).to.deep.equal(rival);
  });
});
