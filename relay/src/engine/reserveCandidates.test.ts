/** Which queued requests a signer takes, when, and in which order. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { ago, LEASE, onEachDatabase, partsOn, rowsOf, SIGNER, storeRequests } from "../../test/helpers/engineParts.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { isDue, releaseReservations, reserveCandidates } from "./reserveCandidates.ts";

const OTHER = `0x${"22".repeat(20)}` as const;
const OPTIONS = { maxRequests: 3, flushGas: 1_000_000, maxWaitMs: 60_000 } as EngineOptions;
const NOBODY: ReadonlySet<string> = new Set();

onEachDatabase("the queue", (db) => {
  const due = (paused = NOBODY) => isDue(partsOn(db(), {}, { options: OPTIONS }).context, LEASE, paused);
  const clear = () => db().deleteFrom("requests").execute();

  it("is due for an admission at once", async () => {
    expect(await due()).to.equal(false);
    await storeRequests(db(), 1, { gas: 1 });
    expect(await due()).to.equal(false);
    await storeRequests(db(), 1, { gas: 1, priority: 0 });
    expect(await due()).to.equal(true);
  });

  it("is due when it fills a transaction, by requests or by gas", async () => {
    await storeRequests(db(), 2, { gas: 1 });
    expect(await due()).to.equal(false);
    await storeRequests(db(), 1, { gas: 1 });
    expect(await due()).to.equal(true);
    await clear();
    await storeRequests(db(), 1, { gas: OPTIONS.flushGas - 1 });
    expect(await due()).to.equal(false);
    await storeRequests(db(), 1, { gas: 1 });
    expect(await due()).to.equal(true);
  });

  it("is due when its oldest request has waited for it", async () => {
    await storeRequests(db(), 1, { received_at: ago(50) });
    expect(await due()).to.equal(false);
    await storeRequests(db(), 1, { received_at: ago(61) });
    expect(await due()).to.equal(true);
  });

  it("is not due for what this signer cannot take now", async () => {
    const ready = { received_at: ago(61) };
    await storeRequests(db(), 3, { ...ready, relayer: OTHER });
    await storeRequests(db(), 3, { ...ready, hold_owner: OTHER, hold_until: ago(-300) });
    await storeRequests(db(), 3, { ...ready, hold_until: ago(-300) });
    await storeRequests(db(), 3, { ...ready, state: "cancelled" });
    await storeRequests(db(), 3, { ...ready, sponsor: "paused" });
    expect(await due(new Set(["sponsor:paused", "intake"]))).to.equal(false);
    expect(await due()).to.equal(true);
  });

  it("is due for what this signer holds or is named in, or what another one held", async () => {
    for (const row of [
      { relayer: SIGNER },
      { hold_owner: SIGNER, hold_until: ago(-300) },
      { hold_owner: OTHER, hold_until: ago(1) },
    ]) {
      await clear();
      await storeRequests(db(), 1, { ...row, received_at: ago(61) });
      expect(await due()).to.equal(true);
    }
  });

  describe("gives a signer", () => {
    const reserve = async (capacity: { requests?: number; gas?: number } = {}, paused = NOBODY): Promise<Hex[]> => {
      const most = { requests: 100, gas: 10_000_000, ...capacity };
      const rows = await reserveCandidates(partsOn(db(), {}).context, LEASE, paused, most);
      return rows.map(({ digest }) => digest);
    };

    it("each sponsor's requests in turn, admissions first within a turn, then the oldest", async () => {
      const store = async (sponsor: string, seconds: number, priority = 1) =>
        (await storeRequests(db(), 1, { sponsor, received_at: ago(seconds), priority }))[0];
      const later = [await store("a", 90), await store("b", 70)];
      const second = await store("b", 80);
      const first = await store("c", 99);
      const admission = await store("a", 1, 0);
      expect(await reserve()).to.deep.equal([admission, first, second, ...later]);
      expect(await reserve({ requests: 3 })).to.deep.equal([admission, first, second]);
    });

    it("no more than it can send, and what crosses the gas with it", async () => {
      await storeRequests(db(), 3, { gas: 100 });
      expect(await reserve({ gas: 100 })).to.have.length(1);
      expect(await reserve({ gas: 101 })).to.have.length(2);
    });

    it("nothing of a paused sponsor", async () => {
      const [digest] = await storeRequests(db(), 1);
      await storeRequests(db(), 1, { sponsor: "paused" });
      expect(await reserve({}, new Set(["sponsor:paused", `signer:${OTHER}`]))).to.deep.equal([digest]);
    });

    it("its requests for some seconds, until it frees those that it did not take", async () => {
      const digests = await storeRequests(db(), 2);
      const others = await storeRequests(db(), 1, { hold_owner: OTHER, hold_until: ago(-300) });
      await reserve();
      const [row] = await rowsOf(db(), digests);
      expect(row?.hold_owner).to.equal(SIGNER);
      expect(row?.hold_until).to.be.instanceOf(Date);
      await db()
        .updateTable("requests")
        .set({ state: "assigned" })
        .where("digest", "=", digests[1] ?? "0x")
        .execute();
      await releaseReservations(partsOn(db(), {}).context, LEASE);
      expect((await rowsOf(db(), [...digests, ...others])).map(({ hold_owner }) => hold_owner)).to.deep.equal([
        ...[null, SIGNER, OTHER],
      ]);
      expect((await rowsOf(db(), digests)).map(({ hold_until }) => hold_until === null)).to.deep.equal([true, false]);
    });
  });
});
