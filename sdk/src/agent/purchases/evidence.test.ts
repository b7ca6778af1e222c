import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { grantedOf } from "../../../test/helpers/acts.ts";
import { attestPerson } from "../../attester/attestPerson.ts";
import { identityScope } from "../../attester/IdentityScope.ts";
import { setAttester } from "../../attester/setAttester.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import type { Claim } from "../../pass/Claim.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { checkSale } from "./checkSale.ts";
import { completePurchase } from "./completePurchase.ts";
import { grantQueue } from "./grantQueue.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import { openPurchase } from "./openPurchase.ts";
import type { Seller } from "./Seller.ts";

const CLASSES = {
  named: { supply: 20, named: true },
  staff: { supply: 20, named: true, reserved: true },
};
const tagOf = (digit: string): Hex => `0x${digit.repeat(64)}`;

for (const transport of TRANSPORTS) {
  describe(`evidence for purchases, ${transport}`, () => {
    let chain: TestChain;
    let show: Show;
    let seller: Seller;
    let attest: (claim: Claim, personTag: Hex) => Promise<Hex>;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      const policy = { identityVerifier: "attester", maxPerPerson: 3 };
      show = await openShow(chain, { transport, classes: CLASSES, policy });
      const { organizer, agent, agentId, eventId, terms } = show;
      const attester = new Wallet(Wallet.createRandom().privateKey);
      await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
      const scope = await identityScope(organizer, { eventId });
      const issuedAt = await chain.clock.now();
      attest = ({ holder }, personTag) => attestPerson({ scope, personTag, holder, agentId, issuedAt }, attester);
      seller = { connection: agent, agentId, purchases: memoryPurchases(), documents: [terms] };
    });
    after(() => chain.close());

    const claimOf = async (by: Seller, change: Partial<openPurchase.Parameters>): Promise<Claim> => {
      const invitation = await openPurchase(by, {
        orderId: "order",
        eventId: show.eventId,
        className: "named",
        ...change,
      });
      return signClaim(await createDeviceKey({ event: show.event, store: memoryKeys() }), invitation);
    };
    const rightsOf = async (tag: Hex) =>
      [...(await show.agent.contracts.rights.rightsOfPerson(show.eventId, tag))].filter((right) => right !== 0n);

    it("is asked for the claim and its order, and binds each right to its person", async () => {
      const asked: unknown[] = [];
      const by: Seller = {
        ...seller,
        evidence: async (claim, orderId) => {
          asked.push([claim.holder, orderId]);
          return Promise.all([attest(claim, tagOf("1")), attest(claim, tagOf("2"))]);
        },
      };
      const claim = await claimOf(by, { orderId: "pair", quantity: 2 });
      const { pass } = await completePurchase(by, claim);
      expect(asked).to.deep.equal([[claim.holder, "pair"]]);
      const first = BigInt(pass.rightId);
      expect([await rightsOf(tagOf("1")), await rightsOf(tagOf("2"))]).to.deep.equal([[first], [first + 1n]]);
    });

    it("must be one per right, or nothing is granted and the order stays open", async () => {
      let count = 1;
      const by: Seller = {
        ...seller,
        evidence: async (claim) => Promise.all(Array.from({ length: count }, () => attest(claim, tagOf("1")))),
      };
      const claim = await claimOf(by, { quantity: 2 });
      for (count of [1, 3]) {
        const { code, message } = await refusalOf(completePurchase(by, claim));
        expect([code, message.split("\n")[1]]).to.deep.equal([
          "VALUE_INVALID",
          "evidence must be one per right, 2, or none.",
        ]);
        expect(await seller.purchases.ofOrder("order")).to.include({ revision: 0 });
      }
      expect(await grantedOf(show, 1)).to.equal(0);
      count = 2;
      await completePurchase(by, claim);
      expect((await rightsOf(tagOf("1"))).length).to.equal(2);
    });

    it("is missed before a buyer pays, but not in a class that the organizer keeps", async () => {
      const reasonsOf = async (by: Seller, className: string) =>
        (await checkSale(by, { eventId: show.eventId, className })).problems.map(({ reason }) => reason);
      expect(await reasonsOf(seller, "named")).to.deep.equal(["evidence-missing"]);
      expect(await reasonsOf({ ...seller, evidence: async () => [] }, "named")).to.deep.equal([]);
      expect(await reasonsOf(seller, "staff")).to.deep.equal([]);
    });

    it("keeps orders with it and orders without it in batches of their own", async () => {
      const alone: Seller = {
        ...seller,
        evidence: async (claim, orderId) => (orderId.startsWith("with ") ? [await attest(claim, tagOf("4"))] : []),
      };
      const queue = grantQueue(alone, { maxWaitMs: 600_000, maxRights: 2 });
      const ids = ["with a", "without a", "without b", "with b"];
      const claims = await Promise.all(ids.map((orderId) => claimOf(alone, { orderId, className: "staff" })));
      const results = await Promise.all(claims.map((claim) => completePurchase({ ...alone, queue }, claim)));
      const rights = results.map(({ pass }) => BigInt(pass.rightId));
      expect(await rightsOf(tagOf("4"))).to.have.members([rights[0], rights[3]]);
      expect(Number(await show.agent.contracts.rights.batchesOf(show.eventId))).to.equal(2);
    });
  });
}
