import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { grantedOf } from "../../../test/helpers/acts.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { unpackRightId } from "../../core/RightId.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import type { DeviceKey } from "../../keys/DeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import type { Claim } from "../../pass/Claim.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import { completePurchase } from "./completePurchase.ts";
import { grantQueue } from "./grantQueue.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import { openPurchase } from "./openPurchase.ts";
import type { PurchaseStore } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** A queue that waits until it is drained, unless a batch is full. */
const FOR_ALL = { maxWaitMs: 600_000 };

/** Milliseconds, longer than any other wait of a test. */
const WAIT = 1_000_000;

/** The same seller, and a promise that its queue got so many orders. */
function counted(seller: Seller) {
  const { queue } = seller;
  if (queue === undefined) throw new Error("the seller has no queue");
  const heard: (() => void)[] = [];
  let orders = 0;
  const add = (order: ClaimedOrder) => {
    const outcome = queue.add(order);
    orders++;
    for (const hear of heard) hear();
    return outcome;
  };
  const has = (count: number) =>
    new Promise<void>((done) => {
      const hear = () => orders >= count && done();
      heard.push(hear);
      hear();
    });
  return { by: { ...seller, queue: { ...queue, add } }, has, queue };
}

for (const transport of TRANSPORTS) {
  describe(`grantQueue, ${transport}`, () => {
    let chain: TestChain;
    let selling: Show;
    let seller: Seller;
    let key: DeviceKey;
    let orders = 0;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
      const { agent, agentId, terms, event } = selling;
      const alone: Seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
      seller = { ...alone, queue: grantQueue(alone, { ...FOR_ALL, maxRights: 40 }) };
      key = await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() });
    });
    after(() => chain.close());

    /** Orders of shops that do not know one another's, so that they may sell the same places. */
    const claimOf = async (change: Partial<openPurchase.Parameters> = {}): Promise<Claim> => {
      const order = { orderId: `order ${orders++}`, eventId: selling.eventId, className: "standing", ...change };
      const purchases = { ...seller.purchases, invitedOf: async () => ({ rights: 0, seats: [] }) };
      return signClaim(key, await openPurchase({ ...seller, purchases }, order));
    };
    const claimsOf = (changes: readonly Partial<openPurchase.Parameters>[]) => Promise.all(changes.map(claimOf));
    /** Completes claims whose orders are granted when all are in the queue, so that no clock decides about batches. */
    const complete = async (claims: readonly Claim[], meanwhile: () => Promise<unknown> = async () => undefined) => {
      const { by, has, queue } = counted(seller);
      const passes = Promise.all(
        claims.map((claim) =>
          completePurchase(by, claim).then(
            ({ pass }) => pass,
            (error) => error.contractError?.name ?? error.code,
          ),
        ),
      );
      await has(claims.length);
      await meanwhile();
      await queue.drain();
      return passes;
    };
    const batches = async () => Number(await selling.agent.contracts.rights.batchesOf(selling.eventId));

    it("grants purchases that come together as one batch, each with its own pass", async () => {
      const { queue: _, ...alone } = seller;
      seller = { ...alone, queue: grantQueue(alone, { ...FOR_ALL, maxRights: 24 }) };
      const claims = await claimsOf(Array.from({ length: 12 }, (_, i) => ({ quantity: 1 + (i % 3) })));
      const passes = await complete(claims);
      expect(passes.map(({ count }) => count)).to.deep.equal(claims.map(({ quantity }) => quantity));
      const rights = passes.flatMap(({ rightId, count }) =>
        Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i)),
      );
      expect(new Set(rights).size).to.equal(24);
      expect(new Set(rights.map((rightId) => unpackRightId(rightId).batch)).size).to.equal(1);
      expect(await grantedOf(selling, 1)).to.equal(24);
    });

    it("limits a batch to its most rights, and to one class", async () => {
      const many = Array.from({ length: 11 }, () => ({ quantity: 8 }));
      const claims = await claimsOf([...many, { className: "few" }]);
      expect((await complete(claims)).every(({ count }) => count > 0)).to.equal(true);
      expect(await batches()).to.equal(4);
    });

    it("grants seats in their order", async () => {
      const claims = await claimsOf(
        [
          [7, 8],
          [3, 4],
          [5, 6],
        ].map((seats) => ({ className: "seated", quantity: 2, seats })),
      );
      const passes = await complete(claims);
      expect(passes.map(({ seats }) => seats)).to.deep.equal([
        ["A-1-8", "A-1-9"],
        ["A-1-4", "A-1-5"],
        ["A-1-6", "A-1-7"],
      ]);
      const first = Math.min(...passes.map(({ rightId }) => Number(rightId)));
      expect(passes.map(({ rightId }) => Number(rightId) - first)).to.deep.equal([4, 0, 2]);
    });

    it("grants the other orders when one cannot be granted", async () => {
      const first = await claimsOf([{ className: "seated", seats: [11] }]);
      const claims = await claimsOf(
        [[10], [11, 12], [13], [1_199], [14]].map((seats) => ({
          className: "seated",
          quantity: seats.length,
          seats,
        })),
      );
      await complete(first);
      const results = await complete(claims);
      expect(results.map((one) => (typeof one === "string" ? one : "granted"))).to.deep.equal([
        "granted",
        "TooFewLive",
        "granted",
        "granted",
        "granted",
      ]);
      expect(await grantedOf(selling, 2)).to.equal(5);
    });

    it("gives the last places to the first orders", async () => {
      const results: unknown[] = [];
      const { by, has, queue } = counted(seller);
      const claims = await claimsOf([2, 2, 1, 1].map((quantity) => ({ className: "few", quantity })));
      const completed: Promise<unknown>[] = [];
      for (const [i, claim] of claims.entries()) {
        const one = completePurchase(by, claim).then(
          () => results.push([i, "granted"]),
          (error) => results.push([i, error.contractError.name]),
        );
        completed.push(one);
        await has(i + 1);
      }
      await queue.drain();
      await Promise.all(completed);
      expect(results.sort()).to.deep.equal([
        [0, "granted"],
        [1, "ClassSoldOut"],
        [2, "granted"],
        [3, "ClassSoldOut"],
      ]);
    });

    /** A queue over a store that reports each change: a batch is sent, or its passes are stored. */
    function watched(changed: (kind: "sent" | "finished") => unknown, options: grantQueue.Options): Seller {
      const inner = memoryPurchases();
      const save: PurchaseStore["save"] = async (purchases) => {
        const [one] = purchases;
        if (one?.grant !== undefined) await changed(one.pass === undefined ? "sent" : "finished");
        return inner.save(purchases);
      };
      const alone: Seller = { ...seller, purchases: { ...inner, save } };
      return { ...alone, queue: grantQueue(alone, options) };
    }

    it("has several batches of a class under way at once", async () => {
      let waiting = () => {};
      const together = new Promise<void>((done) => {
        waiting = done;
      });
      let sent = 0;
      // Each batch is held until three of them are to be sent, so a queue that sends them one by one never ends.
      const changed = async (kind: string) => {
        if (kind === "sent" && ++sent === 3) waiting();
        if (kind === "sent") await together;
      };
      seller = watched(changed, { ...FOR_ALL, maxRights: 4, concurrency: 3 });
      const passes = await complete(await claimsOf(Array.from({ length: 9 }, () => ({ quantity: 2 }))));
      expect(new Set(passes.map(({ rightId }) => unpackRightId(BigInt(rightId)).batch)).size).to.equal(5);
      expect(await grantedOf(selling, 1)).to.equal(18);
    });

    it("has batches under way at once for the very last places", async () => {
      let waiting = () => {};
      const together = new Promise<void>((done) => {
        waiting = done;
      });
      let sent = 0;
      // The class has three places, and each batch is held until all three are to be sent.
      const changed = async (kind: string) => {
        if (kind === "sent" && ++sent === 3) waiting();
        if (kind === "sent") await together;
      };
      seller = watched(changed, { ...FOR_ALL, maxRights: 1 });
      const passes = await complete(await claimsOf([1, 2, 3].map(() => ({ className: "few" }))));
      expect(passes.map(({ count }) => count)).to.deep.equal([1, 1, 1]);
    });

    it("sends one batch after the other when places run short", async () => {
      const changes: string[] = [];
      seller = watched((kind) => changes.push(kind), { ...FOR_ALL, maxRights: 2, concurrency: 8 });
      const results = await complete(await claimsOf([1, 1, 1, 1, 1].map(() => ({ className: "few" }))));
      expect(results.map((one) => (typeof one === "string" ? one : "granted"))).to.deep.equal([
        ...Array(3).fill("granted"),
        ...Array(2).fill("ClassSoldOut"),
      ]);
      expect(changes).to.deep.equal(["sent", "finished", "sent", "finished"]);
    });

    it("sends one batch after the other while the node does not say how many places are left", async () => {
      const { contracts } = selling.agent;
      let asked = 0;
      const events = new Proxy(contracts.events, {
        get: (target, name) => {
          if (name !== "chainOf") return Reflect.get(target, name, target);
          return () => {
            asked++;
            return Promise.reject(new DoorkeyError("CHAIN_UNREACHABLE"));
          };
        },
      });
      const changes: string[] = [];
      const options = { ...FOR_ALL, maxRights: 1, concurrency: 8 };
      const { queue: _, ...shop } = watched((kind) => changes.push(kind), options);
      seller = shop;
      const claims = await claimsOf([1, 2, 3].map(() => ({})));
      const blind = { ...shop, connection: { ...selling.agent, contracts: { ...contracts, events } } };
      seller = { ...blind, queue: grantQueue(blind, options) };
      const passes = await complete(claims);
      expect(asked).to.be.above(0);
      expect(changes).to.deep.equal(["sent", "finished", "sent", "finished", "sent", "finished"]);
      expect(passes.map(({ count }) => count)).to.deep.equal([1, 1, 1]);
    });

    it("refuses every order when sales are paused", async () => {
      const claims = await claimsOf([{}, {}, {}]);
      await pauseSales(selling.organizer, { eventId: selling.eventId });
      expect(await complete(claims)).to.deep.equal(["SalesArePaused", "SalesArePaused", "SalesArePaused"]);
    });

    it("grants a claim once, even if it is sent several times", async () => {
      const [claim] = (await claimsOf([{ quantity: 2 }])) as [Claim];
      const passes = await complete([claim, claim, claim]);
      expect(new Set(passes.map(({ rightId }) => rightId)).size).to.equal(1);
      const other = await createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });
      const [fresh] = (await claimsOf([{}])) as [Claim];
      const { by, has, queue } = counted(seller);
      const mine = completePurchase(by, fresh);
      await has(1);
      expect((await refusalOf(completePurchase(by, await signClaim(other, fresh)))).code).to.equal("PURCHASE_TAKEN");
      await queue.drain();
      expect((await mine).granted).to.equal(true);
      expect(await grantedOf(selling, 1)).to.equal(3);
    });

    it("leaves out an order that another process granted meanwhile", async () => {
      const claims = await claimsOf([{}, {}, {}]);
      const [, taken] = claims as [Claim, Claim, Claim];
      const { queue: _, ...other } = seller;
      const passes = await complete(claims, () => completePurchase(other, taken));
      expect((await completePurchase(other, taken)).pass).to.deep.equal(passes[1]);
      expect(await grantedOf(selling, 1)).to.equal(3);
      expect(await batches()).to.equal(2);
    });

    it("grants an order of more rights than a batch should have, in a batch of its own", async () => {
      const { queue: _, ...alone } = seller;
      seller = { ...alone, queue: grantQueue(alone, { ...FOR_ALL, maxRights: 2 }) };
      const passes = await complete(await claimsOf([1, 5, 1].map((quantity) => ({ quantity }))));
      expect(passes.map(({ count }) => count)).to.deep.equal([1, 5, 1]);
      expect(new Set(passes.map(({ rightId }) => unpackRightId(BigInt(rightId)).batch)).size).to.equal(3);
    });

    it("has one batch under way if its options allow none", async () => {
      const changes: string[] = [];
      seller = watched((kind) => changes.push(kind), { ...FOR_ALL, maxRights: 0, concurrency: 0 });
      const passes = await complete(await claimsOf([{}, {}]));
      expect(passes.map(({ count }) => count)).to.deep.equal([1, 1]);
      expect(changes).to.deep.equal(["sent", "finished", "sent", "finished"]);
    });

    it("refuses options that are no whole numbers", async () => {
      const { queue: _, ...alone } = seller;
      for (const name of ["maxWaitMs", "maxRights", "concurrency"]) {
        for (const value of [-1, 1.5, 2 ** 31, "1"]) {
          expect(() => grantQueue(alone, { [name]: value }), `${name} ${value}`)
            .to.throw()
            .with.property("message")
            .that.includes(name);
        }
      }
    });

    it("grants an order that waited for others in vain", async () => {
      const { queue: _, ...alone } = seller;
      seller = { ...alone, queue: grantQueue(alone, { maxWaitMs: 20 }) };
      expect((await completePurchase(seller, await claimOf())).granted).to.equal(true);
    });

    it("can be drained before its wait ends", async () => {
      const { agent, agentId } = selling;
      const alone: Seller = { connection: agent, agentId, purchases: seller.purchases };
      const { by, has, queue } = counted({ ...alone, queue: grantQueue(alone, FOR_ALL) });
      const slow = completePurchase(by, await claimOf());
      await has(1);
      await queue.drain();
      expect((await slow).granted).to.equal(true);
    });

    it("keeps an order that arrives while a batch is finishing", async () => {
      const inner = memoryPurchases();
      let come = () => {};
      const save: PurchaseStore["save"] = async (purchases) => {
        const saved = await inner.save(purchases);
        if (purchases[0]?.pass !== undefined) come();
        return saved;
      };
      const alone: Seller = { connection: selling.agent, agentId: selling.agentId, purchases: { ...inner, save } };
      const queue = grantQueue(alone, { maxWaitMs: 5, maxRights: 1 });
      const orderOf = async (orderId: string): Promise<ClaimedOrder> => {
        await openPurchase(alone, { orderId, eventId: selling.eventId, className: "standing" });
        const purchase = await inner.ofOrder(orderId);
        if (purchase === undefined) throw new Error("the purchase was not stored");
        return { purchase, holder: key.address, quantity: 1, seats: [], evidence: [] };
      };
      for (let moment = 0; moment < 20; moment++) {
        const [first, second] = [await orderOf(`first ${moment}`), await orderOf(`second ${moment}`)];
        const outcome = new Promise<OrderOutcome>((done) => {
          come = async () => {
            come = () => {};
            for (let i = 0; i < moment; i++) await undefined;
            done(queue.add(second));
          };
        });
        await queue.add(first);
        expect((await outcome).status).to.equal("granted");
      }
    });

    const longest = 2 ** 31 - 1;
    for (const [how, maxWaitMs, expected] of [
      ["as long again for each batch under way", WAIT, [WAIT, 2 * WAIT]],
      ["no longer than a timer can", longest, [longest, longest]],
    ] as const) {
      it(`waits for others ${how}`, async () => {
        let [isSent, release] = [() => {}, () => {}];
        const sent = new Promise<void>((done) => {
          isSent = done;
        });
        const held = new Promise<void>((done) => {
          release = done;
        });
        const changed = (kind: string) => {
          isSent();
          return kind === "sent" ? held : undefined;
        };
        const { setTimeout } = globalThis;
        const waits: number[] = [];
        globalThis.setTimeout = ((act: () => void, milliseconds: number) => {
          const isOfQueue = milliseconds >= WAIT;
          if (isOfQueue) waits.push(milliseconds);
          return setTimeout(act, isOfQueue ? 0 : milliseconds);
        }) as typeof setTimeout;
        try {
          seller = watched(changed, { maxWaitMs });
          const [first, second] = (await claimsOf([{}, {}])) as [Claim, Claim];
          const { by, has } = counted(seller);
          const one = completePurchase(by, first);
          await sent;
          const other = completePurchase(by, second);
          await has(2);
          release();
          expect([(await one).granted, (await other).granted]).to.deep.equal([true, true]);
        } finally {
          globalThis.setTimeout = setTimeout;
        }
        expect(waits).to.deep.equal(expected);
      });
    }
  });
}
