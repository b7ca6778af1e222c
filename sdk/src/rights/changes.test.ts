import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { addressOf, strangerAt } from "../../test/helpers/acts.ts";
import { passFor } from "../agent/passes/passFor.ts";
import { refreshPass } from "../agent/passes/refreshPass.ts";
import { completePurchase } from "../agent/purchases/completePurchase.ts";
import { memoryPurchases } from "../agent/purchases/memoryPurchases.ts";
import { openPurchase } from "../agent/purchases/openPurchase.ts";
import type { Seller } from "../agent/purchases/Seller.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { cancelEvent } from "../organizer/cancelEvent.ts";
import type { Pass } from "../pass/Pass.ts";
import { signClaim } from "../pass/signClaim.ts";
import { signRebind } from "../pass/signRebind.ts";
import { signReturn } from "../pass/signReturn.ts";
import { readRight } from "../state/readRight.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { deliverReturns } from "./deliverReturns.ts";
import { rebindRight } from "./rebindRight.ts";
import type { ReturnedRight } from "./returnedIn.ts";
import { revokeRights } from "./revokeRights.ts";

for (const transport of TRANSPORTS) {
  describe(`changes of rights, ${transport}`, () => {
    let chain: TestChain;
    let selling: Show;
    let seller: Seller;
    let orders = 0;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
      seller = {
        connection: selling.agent,
        agentId: selling.agentId,
        purchases: memoryPurchases(),
        documents: [selling.terms],
      };
    });
    after(() => chain.close());

    const newKey = () => createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });
    const expiresAt = async () => (await chain.clock.now()) + 3_600;
    const buy = async (quantity: number): Promise<{ key: DeviceKey; pass: Pass; ids: bigint[] }> => {
      const key = await newKey();
      const order = { orderId: `order ${orders++}`, eventId: selling.eventId, className: "standing", quantity };
      const { pass } = await completePurchase(seller, await signClaim(key, await openPurchase(seller, order)));
      return { key, pass, ids: Array.from({ length: quantity }, (_, i) => BigInt(pass.rightId) + BigInt(i)) };
    };
    const statusesOf = (ids: readonly bigint[]) =>
      Promise.all(ids.map(async (id) => (await readRight(selling.agent, { rightId: id })).status));

    const reasonOf = (right: ReturnedRight) => (right.status === "refused" ? right.reason : right.status);

    describe("deliverReturns", () => {
      it("frees the places that holders returned, each right by itself", async () => {
        const { key, pass, ids } = await buy(3);
        const other = await buy(1);
        const until = { expiresAt: await expiresAt() };
        const part = await signReturn(key, pass, { index: 1, count: 1, ...until });
        expect(await deliverReturns(selling.agent, { returns: [part] })).to.deep.equal([
          { rightId: ids[1], status: "returned" },
        ]);
        const whole = await signReturn(key, pass, until);
        const lone = await signReturn(other.key, other.pass, until);
        expect(await deliverReturns(selling.agent, { returns: [whole, lone] })).to.deep.equal([
          { rightId: ids[0], status: "returned" },
          { rightId: ids[1], status: "refused", reason: "RightVoid" },
          { rightId: ids[2], status: "returned" },
          { rightId: other.ids[0], status: "returned" },
        ]);
        expect(await statusesOf([...ids, ...other.ids])).to.deep.equal(["void", "void", "void", "void"]);
        const { freed } = await selling.agent.contracts.rights.placesOf(selling.eventId, 1);
        expect(freed).to.equal(4n);
      });

      it("passes over rights whose holder did not sign", async () => {
        const { key, pass, ids } = await buy(2);
        const stranger = await newKey();
        const forged = await signReturn(
          stranger,
          { ...pass, holder: stranger.address },
          { expiresAt: await expiresAt() },
        );
        const stale = await signReturn(key, pass, { rebinds: 1, expiresAt: await expiresAt() });
        const late = await signReturn(key, pass, { expiresAt: (await chain.clock.now()) - 1 });
        const refused = (await deliverReturns(selling.agent, { returns: [forged, stale, late] })).map(reasonOf);
        const unsigned = transport === "relay" ? "SIGNATURE_INVALID" : "BadSignature";
        expect(refused).to.deep.equal([
          ...[unsigned, unsigned],
          ...["SignedBeforeRebind", "SignedBeforeRebind"],
          ...["StatementExpired", "StatementExpired"],
        ]);
        expect(await statusesOf(ids)).to.deep.equal(["granted", "granted"]);
      });

      it("reports each right that does not exist", async () => {
        const { key, pass, ids } = await buy(2);
        const more = await signReturn(key, { ...pass, count: 4 }, { expiresAt: await expiresAt() });
        const rights = await deliverReturns(selling.agent, { returns: [more] });
        expect(rights.map(reasonOf)).to.deep.equal(["returned", "returned", "RightNonexistent", "RightNonexistent"]);
        expect(await statusesOf(ids)).to.deep.equal(["void", "void"]);
      });

      it("is for the holder's pass only", async () => {
        const { key, pass } = await buy(2);
        expect((await refusalOf(signReturn(await newKey(), pass))).code).to.equal("PASS_FOR_OTHER_KEY");
        expect((await refusalOf(signReturn(key, { ...pass, eventId: 99 }))).code).to.equal("PASS_FOR_OTHER_EVENT");
        for (const options of [{ count: 3 }, { index: 2 }, { index: -1 }, { index: 1, count: 2 }]) {
          expect((await refusalOf(signReturn(key, pass, options))).code).to.equal("VALUE_INVALID");
        }
      });
    });

    describe("revokeRights", () => {
      it("revokes live rights, for a public reason", async () => {
        const { ids } = await buy(3);
        await revokeRights(selling.agent, { rightIds: ids.slice(0, 1), reason: "refunded" });
        const { rights, transaction } = await revokeRights(selling.organizer, {
          rightIds: ids,
          reason: "bought by a bot",
        });
        expect(rights).to.deep.equal([
          { rightId: ids[0], status: "refused", reason: "RightVoid" },
          { rightId: ids[1], status: "revoked" },
          { rightId: ids[2], status: "revoked" },
        ]);
        expect(JSON.stringify(transaction.logs)).to.contain(Buffer.from("bought by a bot").toString("hex"));
        expect(await statusesOf(ids)).to.deep.equal(["void", "void", "void"]);
      });

      it("is only for the issuing agent and the organizer, with a short reason", async () => {
        const { ids } = await buy(1);
        const stranger = await join(chain, transport);
        const { name, args } = await refusalOf(revokeRights(stranger, { rightIds: ids, reason: "envy" }));
        expect([name, args]).to.deep.equal(["RightAuthorityMissing", [ids[0], addressOf(stranger)]]);
        const long = revokeRights(selling.agent, { rightIds: ids, reason: "x".repeat(32) });
        expect((await refusalOf(long)).code).to.equal("VALUE_INVALID");
      });
    });

    describe("rebindRight", () => {
      it("rebinds a right to a new phone with the old one's consent", async () => {
        const { key, pass, ids } = await buy(2);
        const next = await newKey();
        const consent = await signRebind(key, pass, {
          newHolder: next.address,
          index: 1,
          expiresAt: await expiresAt(),
        });
        const rebind = { rightId: BigInt(consent.rightId), newHolder: consent.newHolder, proof: consent.proof };
        const { holder, rebinds } = await rebindRight(selling.agent, rebind);
        expect([holder, rebinds]).to.deep.equal([next.address, 1]);
        expect(await statusesOf(ids)).to.deep.equal(["granted", "rebound"]);

        const again = await refusalOf(rebindRight(selling.agent, { ...rebind, newHolder: strangerAt(1) }));
        expect(again.name).to.equal("RightConsentInvalid");
        const back = { newHolder: key.address, rebinds: 1, expiresAt: await expiresAt() };
        const theirs = await passFor(selling.agent, { rightId: ids[1] ?? 0n, documents: [selling.terms] });
        const { proof } = await signRebind(next, theirs, back);
        await rebindRight(selling.agent, { rightId: ids[1] ?? 0n, newHolder: key.address, proof });
        const third = refusalOf(rebindRight(selling.organizer, { rightId: ids[1] ?? 0n, newHolder: next.address }));
        expect((await third).name).to.equal("RightRebindsExhausted");
      });

      it("needs no consent for the organizer, who knows the person", async () => {
        const { ids } = await buy(1);
        const next = strangerAt(5);
        const rebind = { rightId: ids[0] ?? 0n, newHolder: next };
        expect((await refusalOf(rebindRight(selling.agent, rebind))).name).to.equal("RightConsentInvalid");
        expect((await rebindRight(selling.organizer, rebind)).rebinds).to.equal(1);
        expect(BigInt((await readRight(selling.agent, { rightId: ids[0] ?? 0n })).holder)).to.equal(BigInt(next));
      });
    });

    describe("passes", () => {
      it("are made again from the chain", async () => {
        const { pass } = await buy(3);
        const made = await passFor(selling.agent, {
          rightId: BigInt(pass.rightId),
          count: 3,
          documents: [selling.terms],
        });
        expect(made).to.deep.equal(pass);
        const other = await buy(1);
        expect(
          (await refusalOf(passFor(selling.agent, { rightId: BigInt(other.pass.rightId), count: 2 }))).name,
        ).to.equal("RightNonexistent");
      });

      it("report the status of their rights", async () => {
        const { pass, ids } = await buy(2);
        const fresh = await refreshPass(selling.agent, { pass });
        expect([fresh.isWhole, fresh.rebound, fresh.cancelled]).to.deep.equal([true, false, false]);
        await rebindRight(selling.organizer, { rightId: ids[0] ?? 0n, newHolder: strangerAt(6) });
        const rebound = await refreshPass(selling.agent, { pass });
        expect([rebound.isWhole, rebound.rebound]).to.deep.equal([false, true]);
        expect(rebound.rights.map(({ status }) => status)).to.deep.equal(["rebound", "granted"]);
        expect((await refusalOf(refreshPass(selling.agent, { pass: { ...pass, chainId: 1 } }))).code).to.equal(
          "PASS_FOR_OTHER_EVENT",
        );

        const other = await buy(1);
        await cancelEvent(selling.organizer, { eventId: selling.eventId });
        const off = await refreshPass(selling.agent, other);
        expect([off.isWhole, off.rebound, off.cancelled]).to.deep.equal([false, false, true]);
      });
    });
  });
}
