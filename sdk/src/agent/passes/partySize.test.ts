import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { entryCode } from "../../codes/entryCode.ts";
import { createDeviceKey } from "../../device/createDeviceKey.ts";
import type { DeviceKey } from "../../keys/DeviceKey.ts";
import { memoryKeys } from "../../keys/memoryKeys.ts";
import { checkPass } from "../../pass/checkPass.ts";
import type { Pass } from "../../pass/Pass.ts";
import { runsOf } from "../../pass/runsOf.ts";
import { signClaim } from "../../pass/signClaim.ts";
import { signRebind } from "../../pass/signRebind.ts";
import { signReturn } from "../../pass/signReturn.ts";
import { deliverReturns } from "../../rights/deliverReturns.ts";
import { rebindRights } from "../../rights/rebindRights.ts";
import { revokeRights } from "../../rights/revokeRights.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { completePurchase } from "../purchases/completePurchase.ts";
import { memoryPurchases } from "../purchases/memoryPurchases.ts";
import { openPurchase } from "../purchases/openPurchase.ts";
import type { Seller } from "../purchases/Seller.ts";
import { passesOf } from "./passesOf.ts";
import { passFor } from "./passFor.ts";
import { refreshPass } from "./refreshPass.ts";

for (const transport of TRANSPORTS) {
  describe(`a party that changes, ${transport}`, () => {
    let chain: TestChain;
    let show: Show;
    let seller: Seller;
    let key: DeviceKey;
    let orders = 0;
    before(async () => {
      chain = await startTestChain();
    });
    after(() => chain.close());
    beforeEach(async () => {
      show = await openShow(chain, { transport, classes: HALL });
      seller = {
        connection: show.agent,
        agentId: show.agentId,
        purchases: memoryPurchases(),
        documents: [show.terms],
      };
      key = await newKey();
    });

    const newKey = () => createDeviceKey({ kind: "p256", event: show.event, store: memoryKeys() });
    const sell = async (quantity: number, change: Partial<openPurchase.Parameters> = {}): Promise<Pass> => {
      const order = { orderId: `order ${orders++}`, eventId: show.eventId, className: "standing", quantity, ...change };
      return (await completePurchase(seller, await signClaim(key, await openPurchase(seller, order)))).pass;
    };
    const passesNow = (holder: string = key.address) =>
      passesOf(show.agent, { eventId: show.eventId, holder, documents: [show.terms] });
    const later = async () => ({ expiresAt: (await chain.clock.now()) + 3_600 });
    const giveBack = async (pass: Pass, index: number, count: number) =>
      deliverReturns(show.agent, { returns: [await signReturn(key, pass, { index, count, ...(await later()) })] });

    it("becomes smaller: the last two of four are returned", async () => {
      const pass = await sell(4);
      await giveBack(pass, 2, 2);
      const [smaller, ...others] = await passesNow();
      expect(others).to.deep.equal([]);
      expect(smaller).to.deep.equal({ ...pass, count: 2 });
      expect(checkPass(key, smaller).count).to.equal(2);
    });

    it("becomes smaller in the middle, and has a run on either side", async () => {
      const pass = await sell(4, { className: "seated", seats: [3, 4, 5, 6] });
      await giveBack(pass, 1, 1);
      const [smaller] = await passesNow();
      const first = BigInt(pass.rightId);
      expect(smaller).to.deep.equal({
        ...pass,
        count: 1,
        seats: ["A-1-4"],
        runs: [{ rightId: String(first + 2n), count: 2, seats: ["A-1-6", "A-1-7"] }],
      });
      const runs = runsOf(checkPass(key, JSON.parse(JSON.stringify(smaller))));
      expect(runs.map(({ rightId, count }) => [BigInt(rightId) - first, count])).to.deep.equal([
        [0n, 1],
        [2n, 2],
      ]);
      for (const run of runs) expect((await entryCode(key, run)).text).to.match(/^E1:/);
      expect(runs.every((run) => !("runs" in run))).to.equal(true);
      const ids = [0n, 2n, 3n].map((i) => first + i);
      expect(await passFor(show.agent, { rightIds: ids, documents: [show.terms] })).to.deep.equal(smaller);
      const crossing = entryCode(key, smaller as Pass, { count: 3 });
      expect((await refusalOf(crossing)).message).to.contain(
        "Only 1 of the pass's rights from index 0 on are in one run",
      );
      expect((await refusalOf(entryCode(key, smaller as Pass, { from: 3 }))).code).to.equal("VALUE_INVALID");
      expect((await entryCode(key, smaller as Pass, { from: 1 })).text).to.match(/^E1:/);
      const rest = await giveBack(smaller as Pass, 1, 2);
      expect(rest.map(({ rightId, status }) => [rightId - first, status])).to.deep.equal([
        [2n, "returned"],
        [3n, "returned"],
      ]);
    });

    it("becomes larger: a second order of the same key is a second run of the same pass", async () => {
      const first = await sell(2);
      const second = await sell(1);
      const [larger, ...others] = await passesNow();
      const refreshed = await refreshPass(show.agent, { pass: larger as Pass });
      const ids = [BigInt(first.rightId), BigInt(first.rightId) + 1n, BigInt(second.rightId)];
      expect(refreshed.rights.map(({ rightId }) => rightId)).to.deep.equal(ids);
      expect(refreshed.isWhole).to.equal(true);
      await revokeRights(show.agent, { rightIds: [BigInt(second.rightId)], reason: "refund" });
      expect((await refreshPass(show.agent, { pass: larger as Pass })).isWhole).to.equal(false);
      expect((await refreshPass(show.agent, { pass: first })).isWhole).to.equal(true);
      expect(others).to.deep.equal([]);
      expect(larger).to.deep.equal({ ...first, runs: [{ rightId: second.rightId, count: 1, seats: [] }] });
    });

    it("has a pass for each class, and none when nothing is left", async () => {
      await sell(1);
      await sell(1, { className: "seated", seats: [9] });
      expect((await passesNow()).map(({ className }) => className)).to.deep.equal(["standing", "seated"]);
      for (const pass of await passesNow()) {
        await revokeRights(show.agent, { rightIds: [BigInt(pass.rightId)], reason: "refund" });
      }
      expect(await passesNow()).to.deep.equal([]);
      expect(await passesNow(`0x${"11".repeat(20)}`)).to.deep.equal([]);
    });

    it("takes an address in any case, and refuses what is none", async () => {
      await sell(1);
      expect((await passesNow(key.address.toLowerCase())).length).to.equal(1);
      for (const holder of ["", "0x12", null, Number.NaN]) {
        expect((await refusalOf(passesNow(holder as never))).code).to.equal("VALUE_INVALID");
      }
    });

    it("moves to another phone, right by right", async () => {
      const pass = await sell(3);
      const next = await newKey();
      const consents = await Promise.all(
        [0, 1, 2].map(async (index) => signRebind(key, pass, { newHolder: next.address, index, ...(await later()) })),
      );
      const rights = consents.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
      const spoilt = rights.map((right, i) => (i === 1 ? { ...right, newHolder: `0x${"22".repeat(20)}` } : right));
      const results = await rebindRights(show.agent, { rights: spoilt });
      expect(results.map(({ rightId, status }) => [rightId, status])).to.deep.equal(
        rights.map(({ rightId }, i) => [rightId, i === 1 ? "refused" : "rebound"]),
      );
      expect(results[1]).to.include({ reason: "RightConsentInvalid" });
      expect(results[0]).to.include({ holder: next.address, rebinds: 1 });
      const [again] = await rebindRights(show.agent, { rights: rights.slice(1, 2) });
      expect(again?.status).to.equal("rebound");
      expect(await passesNow()).to.deep.equal([]);
      expect(await passesNow(next.address)).to.deep.equal([{ ...pass, holder: next.address }]);
    });

    it("is not moved at all when a right is named twice, or is none", async () => {
      const pass = await sell(1);
      const right = { rightId: BigInt(pass.rightId), newHolder: `0x${"33".repeat(20)}` };
      for (const rights of [[right, right], [], [{ ...right, rightId: -1n }], [right, null], null]) {
        expect((await refusalOf(rebindRights(show.agent, { rights: rights as never }))).code).to.equal("VALUE_INVALID");
      }
      expect((await passesNow()).length).to.equal(1);
    });
  });
}

describe("a pass with several runs", () => {
  it("is refused when a run is not whole, and names the run", async () => {
    const event = { chainId: 1, rightsRegistry: `0x${"0a".repeat(20)}`, eventId: 7 } as const;
    const key = await createDeviceKey({ event, store: memoryKeys() });
    const pass: Pass = {
      v: 1,
      ...event,
      rightId: "30064771072",
      count: 1,
      className: "standing",
      seats: [],
      holder: key.address,
      event: { name: "Aimer", startsAt: "2027-03-20T19:00:00+09:00", url: "https://hall.example" },
      seller: { agentId: 3, name: "Tickets & Co" },
    };
    const mistakes = (runs: unknown) => {
      try {
        checkPass(key, { ...pass, runs });
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(mistakes([{ rightId: "30064771080", count: 2, seats: [] }])).to.equal("");
    expect(mistakes([{ rightId: "8", count: 2, seats: [] }])).to.contain("runs[0].rightId is of event 0, not 7.");
    expect(mistakes([{ rightId: "30064771080", count: 9, seats: [] }])).to.contain("runs[0].count");
    expect(mistakes([null])).to.contain("runs[0] must be an object.");
    expect(mistakes(null)).to.contain("runs must be a list.");
  });
});
