import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { passTime, resetTime } from "doorkey-test-support/passTime";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { JsonRpcProvider, Wallet } from "ethers";
import { grantedOf, holderOf } from "../../../test/helpers/acts.ts";
import { freePort, serve } from "../../../test/helpers/serve.ts";
import { softPasskey } from "../../../test/helpers/softPasskey.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import type { DeviceKey } from "../../keys/DeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { pauseSales } from "../../organizer/pauseSales.ts";
import { resumeSales } from "../../organizer/resumeSales.ts";
import { checkPass } from "../../pass/checkPass.ts";
import { signClaim } from "../../pass/signClaim.ts";
import type { Relay } from "../../relay/Relay.ts";
import { refusalSentences } from "../../rights/refusals.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { completePurchase } from "./completePurchase.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import { openPurchase } from "./openPurchase.ts";
import type { PurchaseStore } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";
import { sqlitePurchases } from "./sqlitePurchases.ts";

const newKey = (selling: Show): Promise<DeviceKey> =>
  createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });

for (const transport of TRANSPORTS) {
  describe(`purchases, ${transport}`, () => {
    let chain: TestChain;
    let selling: Show;
    let seller: Seller;
    let orders = 0;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
      const { agent, agentId, terms } = selling;
      seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
    });
    after(() => chain.close());
    afterEach(resetTime);

    const open = (change: Partial<openPurchase.Parameters> = {}, at = seller) =>
      openPurchase(at, { orderId: `order ${orders++}`, eventId: selling.eventId, className: "standing", ...change });

    it("end in a pass that the device accepts", async () => {
      const key = await newKey(selling);
      const invitation = await open({ quantity: 4 });
      const claim = await signClaim(key, invitation);
      const { pass, granted } = await completePurchase(seller, JSON.parse(JSON.stringify(claim)));
      expect(granted).to.equal(true);
      expect(checkPass(key, JSON.parse(JSON.stringify(pass)))).to.deep.equal(pass);
      expect(pass.count).to.equal(4);
      expect(pass.event).to.deep.equal({
        name: selling.terms.name,
        startsAt: selling.terms.startsAt,
        url: selling.terms.url,
        reportUrl: selling.terms.reportUrl,
      });
      expect(pass.seller).to.deep.equal({ agentId: selling.agentId, name: "Tickets & Co" });
      for (const i of [0n, 3n]) expect(await holderOf(selling, BigInt(pass.rightId) + i)).to.equal(key.address);
      expect(await grantedOf(selling, 1)).to.equal(4);
    });

    it("are for the seats of the order, by label or number", async () => {
      const seats = ["B-1-2", "B-1-1"];
      const claim = await signClaim(await newKey(selling), await open({ className: "seated", quantity: 2, seats }));
      const { pass } = await completePurchase(seller, claim);
      expect(pass.seats).to.deep.equal(["B-1-1", "B-1-2"]);
      const one = await signClaim(await newKey(selling), await open({ className: "seated", seats: [0] }));
      expect((await completePurchase(seller, one)).pass.seats).to.deep.equal(["A-1-1"]);
    });

    it("need only the chain when there is no document", async () => {
      const bare = { ...seller, documents: [] };
      const claim = await signClaim(await softPasskey(selling.event), await open({ className: "seated", seats: [3] }));
      const { pass } = await completePurchase(bare, claim);
      expect(pass.seats).to.deep.equal([]);
      expect(pass.event).to.have.all.keys("name", "url");
      expect(pass.lacks).to.deep.equal({
        fields: ["startsAt", "seats", "reportUrl"],
        documentHash: selling.terms.documentHash,
        doorsOpenAt: selling.terms.schedule.doorsOpenAt,
        seatNumbers: [3],
      });
      const { code, message } = await refusalOf(open({ className: "seated", seats: ["A-1-1"] }, bare));
      expect([code, message.includes("there is no event document")]).to.deep.equal(["VALUE_INVALID", true]);
    });

    it("complete the stored pass when the document comes, and not before", async () => {
      const bare = { ...seller, documents: [] };
      const key = await newKey(selling);
      const claim = await signClaim(key, await open({ className: "seated", seats: [5] }));
      const first = await completePurchase(bare, claim);
      expect(first.pass.lacks?.fields).to.include("startsAt");
      expect((await completePurchase(bare, claim)).pass).to.deep.equal(first.pass);

      const { pass, granted } = await completePurchase(seller, claim);
      expect(granted).to.equal(false);
      expect(pass.seats).to.deep.equal(["A-1-6"]);
      expect(pass.event.startsAt).to.equal(selling.terms.startsAt);
      expect(pass).not.to.have.property("lacks");
      expect(checkPass(key, JSON.parse(JSON.stringify(pass)))).to.deep.equal(pass);
      // It was stored, so it stays whole when the document is gone again.
      expect((await completePurchase(bare, claim)).pass).to.deep.equal(pass);
    });

    for (const [altered, labels] of [
      ["", ["A-1-4"]],
      [" ", []],
    ] as const) {
      it(`read the document where the event says, ${altered === "" ? "if it is" : "but not"} the one published`, async () => {
        let text = "";
        const server = await serve((_, response) => void response.end(text + altered));
        selling = await openShow(chain, { transport, classes: HALL, documentUri: server.url });
        text = selling.text;
        seller = { connection: selling.agent, agentId: selling.agentId, purchases: memoryPurchases() };
        const claim = await signClaim(await newKey(selling), await open({ className: "seated", seats: [3] }));
        expect((await completePurchase(seller, claim)).pass.seats).to.deep.equal(labels);
        await server.close();
      });
    }

    it("have one invitation while they are open, and another once it expired", async () => {
      const first = await open({ orderId: "same" });
      expect(await open({ orderId: "same" })).to.deep.equal(first);
      const { code, message } = await refusalOf(open({ orderId: "same", quantity: 2 }));
      expect([code, message.split("\n")[1]]).to.deep.equal(["PURCHASE_DIFFERENT", "quantity was 1, and is now 2."]);

      const short = await open({ orderId: "short", expiresIn: 60 });
      const late = await signClaim(await newKey(selling), short);
      passTime(61);
      expect((await refusalOf(completePurchase(seller, late))).code).to.equal("CLAIM_EXPIRED");
      const next = await open({ orderId: "short" });
      expect(next.purchaseKey).not.to.equal(short.purchaseKey);
      expect((await refusalOf(completePurchase(seller, late))).code).to.equal("CLAIM_EXPIRED");
      expect((await completePurchase(seller, await signClaim(await newKey(selling), next))).granted).to.equal(true);
    });

    it("are safe to repeat at any time", async () => {
      const invitation = await open({ orderId: "mine", expiresIn: 60 });
      const claim = await signClaim(await newKey(selling), invitation);
      const { pass } = await completePurchase(seller, claim);
      passTime(61);
      expect(await completePurchase(seller, claim)).to.deep.equal({ pass, granted: false });
      expect(await open({ orderId: "mine" })).to.deep.equal(invitation);
      expect(await grantedOf(selling, 1)).to.equal(1);
    });

    it("give the stored pass out again while no node answers", async () => {
      const claim = await signClaim(await newKey(selling), await open({ quantity: 2 }));
      const { pass } = await completePurchase(seller, claim);
      const stored = await seller.purchases.ofKey(claim.purchaseKey);
      const provider = new JsonRpcProvider(`http://127.0.0.1:${await freePort()}`, selling.agent.chainId, {
        staticNetwork: true,
      });
      const cut = { ...seller, connection: { ...selling.agent, provider } };
      expect(await completePurchase(cut, claim)).to.deep.equal({ pass, granted: false });
      expect(await seller.purchases.ofKey(claim.purchaseKey)).to.deep.equal(stored);
      expect(await grantedOf(selling, 1)).to.equal(2);
      provider.destroy();
    });

    it("are granted once if claims come at the same time", async () => {
      const claim = await signClaim(await newKey(selling), await open({ quantity: 2 }));
      const results = await Promise.all(Array.from({ length: 8 }, () => completePurchase(seller, claim)));
      expect(new Set(results.map(({ pass }) => pass.rightId)).size).to.equal(1);
      expect(await grantedOf(selling, 1)).to.equal(2);
    });

    it("are granted once if two processes get the claim", async () => {
      const { agentId, terms } = selling;
      const folder = mkdtempSync(join(tmpdir(), "doorkey-desks-"));
      const path = join(folder, "purchases.sqlite");
      const processes = await Promise.all(
        [0, 1].map(async () => {
          const signer = new Wallet((selling.agent.signer as Wallet).privateKey, chain.provider);
          const connection = await chain.connect(signer, { relay: transport === "relay" });
          return { connection, agentId, purchases: await sqlitePurchases(path), documents: [terms] };
        }),
      );
      const [first] = processes;
      const invitations = await Promise.all([1, 2, 3].map(() => open({}, first)));
      const claims = await Promise.all(invitations.map(async (one) => signClaim(await newKey(selling), one)));
      const results = await Promise.all(
        claims.flatMap((claim) =>
          processes.map(async (seller) => (await completePurchase(seller, claim)).pass.rightId),
        ),
      );
      expect(new Set(results).size).to.equal(3);
      expect(await grantedOf(selling, 1)).to.equal(3);
      for (const { purchases } of processes) purchases.close();
      rmSync(folder, { recursive: true });
    });

    for (const changes of [7, 8]) {
      it(`are ${changes < 8 ? "granted" : "given up"} when other processes changed the order ${changes} times`, async () => {
        const { purchases } = seller;
        let left = changes;
        const save: PurchaseStore["save"] = async (next) => {
          // Another process is faster: it changes each of the orders first.
          if (left-- > 0) {
            for (const { orderId } of next) {
              const kept = await purchases.ofOrder(orderId);
              if (kept !== undefined) await purchases.save([{ ...kept, revision: kept.revision + 1 }]);
            }
          }
          return purchases.save(next);
        };
        const claim = await signClaim(await newKey(selling), await open({ quantity: 2 }));
        const slower = { ...seller, purchases: { ...purchases, save } };
        if (changes < 8) expect((await completePurchase(slower, claim)).granted).to.equal(true);
        else {
          const { code, message } = await refusalOf(completePurchase(slower, claim));
          expect([code, message.includes("The order keeps changing.")]).to.deep.equal(["CALL_UNDECIDED", true]);
        }
        expect(await grantedOf(selling, 1)).to.equal(changes < 8 ? 2 : 0);
        // The claim sent again gets the rights in any case.
        await completePurchase(seller, claim);
        expect(await grantedOf(selling, 1)).to.equal(2);
      });
    }

    it("belong to the first of two devices", async () => {
      const invitation = await open();
      const keys = [await newKey(selling), await newKey(selling)];
      const claims = await Promise.all(keys.map((key) => signClaim(key, invitation)));
      const results = await Promise.allSettled(claims.map((claim) => completePurchase(seller, claim)));
      expect(results.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
      const [lost] = results.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
      expect(lost).to.equal("PURCHASE_TAKEN");
      expect(await grantedOf(selling, 1)).to.equal(1);
    });

    it("grant only what was ordered", async () => {
      const key = await newKey(selling);
      const invitation = await open();
      for (const change of [
        { quantity: 2 },
        { classId: 3 },
        { agentId: 99 },
        { expiresAt: invitation.expiresAt + 1 },
      ]) {
        const claim = await signClaim(key, { ...invitation, ...change });
        const { code, message } = await refusalOf(completePurchase(seller, claim));
        expect([code, message.split("\n")[1]]).to.deep.equal([
          "PURCHASE_DIFFERENT",
          `Differs from the invitation: ${Object.keys(change)[0]}.`,
        ]);
      }
      const unknown = await signClaim(key, { ...invitation, purchaseKey: `0x${"77".repeat(32)}` });
      expect((await refusalOf(completePurchase(seller, unknown))).code).to.equal("PURCHASE_UNKNOWN");
      const unsigned = { ...(await signClaim(key, invitation)), holder: `0x${"11".repeat(20)}` };
      expect((await refusalOf(completePurchase(seller, unsigned))).code).to.equal("CLAIM_UNSIGNED");
      expect((await refusalOf(completePurchase(seller, { hello: 1 }))).code).to.equal("CLAIM_MALFORMED");
      expect(await grantedOf(selling, 1)).to.equal(0);
    });

    it("stay open when the contracts refuse them", async () => {
      const claim = await signClaim(await newKey(selling), await open());
      await pauseSales(selling.organizer, { eventId: selling.eventId });
      expect((await refusalOf(completePurchase(seller, claim))).name).to.equal("SalesArePaused");
      const other = await signClaim(await newKey(selling), { ...claim });
      await resumeSales(selling.organizer, { eventId: selling.eventId });
      expect((await completePurchase(seller, other)).pass.holder).to.equal(other.holder);
    });

    it("are granted whole or not at all", async () => {
      // Shops that do not know one another's orders may sell the same seat.
      const blind: Seller = {
        ...seller,
        purchases: { ...seller.purchases, invitedOf: async () => ({ rights: 0, seats: [] }) },
      };
      const first = await open({ className: "seated", seats: [6] }, blind);
      const party = await open({ className: "seated", quantity: 2, seats: [5, 6] }, blind);
      const alone = await open({ className: "seated", seats: [6] }, blind);
      await completePurchase(seller, await signClaim(await newKey(selling), first));
      const { code, name } = await refusalOf(completePurchase(seller, await signClaim(await newKey(selling), party)));
      expect([code, name]).to.deep.equal(["GRANT_REFUSED", "TooFewLive"]);
      const taken = await refusalOf(completePurchase(seller, await signClaim(await newKey(selling), alone)));
      expect([taken.code, taken.name]).to.deep.equal(["GRANT_REFUSED", "NothingLive"]);
      expect(taken.message).to.contain(refusalSentences.SeatTaken);
      expect(await grantedOf(selling, 2)).to.equal(1);
    });

    /** A store whose process dies right before, or right after, it saves a purchase of this kind. */
    const dyingStore = (when: "before" | "after", at: (purchase: { grant?: unknown; pass?: unknown }) => boolean) => {
      const store = memoryPurchases();
      let dead = false;
      const dying: PurchaseStore = {
        ...store,
        save: async (purchases) => {
          if (dead || !purchases.some(at)) return store.save(purchases);
          dead = true;
          if (when === "after") await store.save(purchases);
          throw new Error("the process died");
        },
      };
      return dying;
    };

    const deaths: [string, ReturnType<typeof dyingStore>][] = [
      ["before the grant is stored", dyingStore("before", ({ grant }) => grant !== undefined)],
      ["after the grant was stored, before it is sent", dyingStore("after", ({ grant }) => grant !== undefined)],
      ["after it was granted, before the pass is stored", dyingStore("before", ({ pass }) => pass !== undefined)],
      ["after the pass was stored", dyingStore("after", ({ pass }) => pass !== undefined)],
    ];
    for (const [moment, store] of deaths) {
      it(`are granted once if the process dies ${moment}`, async () => {
        const dying = { ...seller, purchases: store };
        const claim = await signClaim(await newKey(selling), await open({ quantity: 2 }, dying));
        expect(await completePurchase(dying, claim).catch(({ message }) => message)).to.equal("the process died");
        const { pass } = await completePurchase(dying, claim);
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claim.holder);
        expect(await completePurchase(dying, claim)).to.deep.equal({ pass, granted: false });
        expect(await grantedOf(selling, 1)).to.equal(2);
      });
    }

    // The relay of the process keeps nothing, and does not see orphaned blocks.
    if (transport === "direct") {
      it("are granted again when the block of their grant was orphaned", async () => {
        const claim = await signClaim(await newKey(selling), await open({ quantity: 2 }));
        const restore = await chain.snapshot();
        await completePurchase(seller, claim);
        await restore();
        const other = await signClaim(await newKey(selling), await open());
        const { pass: theirs } = await completePurchase(seller, other);
        expect(await grantedOf(selling, 1)).to.equal(1);

        const { pass, granted } = await completePurchase(seller, claim);
        expect([granted, pass.rightId === theirs.rightId]).to.deep.equal([true, false]);
        expect(await holderOf(selling, BigInt(pass.rightId))).to.equal(claim.holder);
        expect(await completePurchase(seller, claim)).to.deep.equal({ pass, granted: false });
        expect(await grantedOf(selling, 1)).to.equal(3);
      });
    }

    it("are signed again when their request died", async () => {
      let cut = true;
      const deaf: Pick<Relay, "submit"> = {
        submit: async (requests) => {
          if (cut) throw new Error("the process died");
          return chain.relay.submit(requests);
        },
      };
      const connection =
        transport === "relay" ? { ...selling.agent, relay: { ...chain.relay, ...deaf } } : selling.agent;
      const store = transport === "relay" ? memoryPurchases() : dyingStore("after", ({ grant }) => grant !== undefined);
      const there = { ...seller, connection, purchases: store };
      const restore = await chain.snapshot();
      const claim = await signClaim(await newKey(selling), await open({ orderId: "slow" }, there));
      expect(await completePurchase(there, claim).catch(({ message }) => message)).to.equal("the process died");
      const before = (await store.ofOrder("slow"))?.grant?.request.digest;
      await chain.clock.travelTo((await chain.clock.now()) + 2 * 3_600);
      cut = false;
      await completePurchase(there, claim);
      expect((await store.ofOrder("slow"))?.grant?.request.digest).not.to.equal(before);
      expect(await grantedOf(selling, 1)).to.equal(1);
      await restore();
    });
  });
}
