import { expect } from "chai";
import { openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { Wallet } from "ethers";
import { strangerAt } from "../../test/helpers/acts.ts";
import type { GrantRow } from "../agent/bulk/GrantRow.ts";
import { grantMany } from "../agent/bulk/grantMany.ts";
import { completePurchase } from "../agent/purchases/completePurchase.ts";
import { grantQueue } from "../agent/purchases/grantQueue.ts";
import { memoryPurchases } from "../agent/purchases/memoryPurchases.ts";
import { openPurchase } from "../agent/purchases/openPurchase.ts";
import type { Seller } from "../agent/purchases/Seller.ts";
import { attestPerson } from "../attester/attestPerson.ts";
import { type IdentityScope, identityScope } from "../attester/IdentityScope.ts";
import { setAttester } from "../attester/setAttester.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { signClaim } from "../pass/signClaim.ts";
import { readRight } from "../state/readRight.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { nameRight } from "./nameRight.ts";
import { rebindRight } from "./rebindRight.ts";

const tagOf = (person: number): Hex => `0x${(person + 1).toString(16).padStart(64, "0")}`;

for (const transport of TRANSPORTS) {
  describe(`rights with persons, ${transport}`, () => {
    const attester = Wallet.createRandom();
    let chain: TestChain;
    let selling: Show;
    let scope: IdentityScope;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, {
        transport,
        classes: { standing: { supply: 1_000, named: true }, crew: { supply: 20, reserved: true, named: true } },
        policy: { identityVerifier: "attester", maxPerPerson: 2, maxRebinds: 1, minPublicBps: 0 },
      });
      const { organizer, eventId } = selling;
      scope = await identityScope(organizer, { eventId });
      await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as Address, trusted: true });
    });
    after(() => chain.close());

    const evidenceOf = async (person: number, holder: Address, rightId?: bigint): Promise<Hex> => {
      const issuedAt = await chain.clock.now();
      return attestPerson(
        { scope, personTag: tagOf(person), holder, agentId: selling.agentId, rightId, issuedAt },
        attester,
      );
    };
    const rowOf = async (person: number, holder: Address): Promise<GrantRow> => ({
      className: "standing",
      holder,
      evidence: [await evidenceOf(person, holder)],
    });
    const grant = (rows: readonly GrantRow[]) =>
      grantMany(selling.agent, { agentId: selling.agentId, eventId: selling.eventId, rows });
    const rightIn = ({ results }: grantMany.Result, i = 0): bigint => {
      const result = results[i];
      return result?.status === "granted" ? (result.rightIds[0] ?? 0n) : 0n;
    };

    it("are granted in calls that fit into a transaction", async () => {
      const rows = await Promise.all(Array.from({ length: 210 }, (_, i) => rowOf(i, strangerAt(i))));
      const result = await grant(rows);
      expect([result.granted, result.refused]).to.deep.equal([210, 0]);
      expect(await selling.agent.contracts.rights.batchesOf(selling.eventId)).to.equal(2n);
      expect((await readRight(selling.agent, { rightId: rightIn(result) })).named).to.equal(true);
    });

    it("are refused to a person who has enough, and without valid evidence, while the others are granted", async () => {
      const rows = [
        await rowOf(1, strangerAt(1)),
        await rowOf(1, strangerAt(2)),
        await rowOf(1, strangerAt(3)),
        { className: "standing", holder: strangerAt(4), evidence: [await evidenceOf(2, strangerAt(5))] },
        await rowOf(3, strangerAt(6)),
        { className: "standing", holder: strangerAt(7) },
        { className: "crew", holder: strangerAt(8) },
      ];
      const { results } = await grant(rows);
      expect(results.map((one) => (one.status === "refused" ? one.reason : one.status))).to.deep.equal([
        ...["granted", "granted", "PersonFull", "EvidenceRefused", "granted"],
        "EvidenceCountInvalid",
        "granted",
      ]);
    });

    it("are sold with evidence for the claiming key", async () => {
      const alone: Seller = {
        connection: selling.agent,
        agentId: selling.agentId,
        purchases: memoryPurchases(),
        documents: [selling.terms],
        evidence: async ({ holder }, orderId) => [await evidenceOf(Number(orderId), holder)],
      };
      const seller = { ...alone, queue: grantQueue(alone, { maxWaitMs: 50 }) };
      const buy = async (person: number) => {
        const key = await createDeviceKey({ kind: "p256", event: selling.event, store: memoryKeys() });
        // An order of one person may be listed twice: "1", "01", "001".
        const orderId = String(person).padStart(1 + orders++, "0");
        const order = { orderId, eventId: selling.eventId, className: "standing" };
        return completePurchase(seller, await signClaim(key, await openPurchase(seller, order)));
      };
      let orders = 0;
      const results = await Promise.allSettled([buy(7), buy(8), buy(7), buy(7), buy(9)]);
      expect(results.map(({ status }) => status).sort()).to.deep.equal([
        ...["fulfilled", "fulfilled", "fulfilled", "fulfilled"],
        "rejected",
      ]);
      const [refused] = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect([refused.code, refused.contractError.name]).to.deep.equal(["GRANT_REFUSED", "NothingLive"]);
    });

    it("are rebound with new evidence of the same person", async () => {
      const rightId = rightIn(await grant([await rowOf(1, strangerAt(1))]));
      const newHolder = strangerAt(2);
      await chain.clock.travelTo((await chain.clock.now()) + 10);
      const other = rebindRight(selling.agent, { rightId, newHolder, proof: await evidenceOf(2, newHolder, rightId) });
      expect((await refusalOf(other)).name).to.equal("RightEvidenceInvalid");
      const proof = await evidenceOf(1, newHolder, rightId);
      expect((await rebindRight(selling.agent, { rightId, newHolder, proof })).rebinds).to.equal(1);
    });

    it("are named later in a reserved class", async () => {
      const rightId = rightIn(await grant([{ className: "crew", holder: strangerAt(1) }]));
      expect((await readRight(selling.agent, { rightId })).named).to.equal(false);
      const evidence = await evidenceOf(5, strangerAt(1), rightId);
      const { personTag, rebinds } = await nameRight(selling.organizer, { rightId, holder: strangerAt(1), evidence });
      expect([personTag, rebinds]).to.deep.equal([tagOf(5), 0]);
      expect((await readRight(selling.agent, { rightId })).named).to.equal(true);
      const again = nameRight(selling.organizer, { rightId, holder: strangerAt(1), evidence });
      expect((await refusalOf(again)).name).to.equal("RightNotNameable");
    });
  });
}
