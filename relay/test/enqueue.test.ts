/** Several requests that are stored at once. */

import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import type { KyselyPlugin } from "kysely";
import { cancelQueued, enqueue, type NewRequest, statusOf, usageOf } from "../src/storage/index.ts";
import { DAY, newRequest, newReturn, random } from "./helpers/newRequests.ts";
import { storageKinds } from "./helpers/storages.ts";
import { useStorage } from "./helpers/useStorage.ts";

for (const kind of storageKinds) {
  describe(`a body of requests (${kind})`, () => {
    const storage = useStorage(kind);

    const results = async (items: readonly NewRequest[]) =>
      (await enqueue(storage.db, items)).map(({ result }) => result);
    const reserved = async (sponsor = "one") => (await usageOf(storage.db, sponsor, [DAY]))[0]?.reservedWei;
    const stored = async () => Number((await storage.db.selectFrom("requests").select("digest").execute()).length);

    it("is stored whole, in a handful of statements however long it is", async () => {
      const count = async (length: number) => {
        let statements = 0;
        const plugin: KyselyPlugin = {
          transformQuery: ({ node }) => {
            statements++;
            return node;
          },
          transformResult: async ({ result }) => result,
        };
        const body = Array.from({ length }, () => newRequest());
        const all = await enqueue(storage.db.withPlugin(plugin), body);
        expect(all.every(({ result }) => result === "accepted")).to.equal(true);
        for (const [i, { digest }] of body.entries()) {
          const one = all[i];
          expect(one !== undefined && "status" in one && one.status).to.deep.equal(await statusOf(storage.db, digest));
        }
        return statements;
      };
      await count(1); // the budget's row is there from now on
      const one = await count(1);
      expect(await count(90)).to.equal(one);
      expect(one).to.be.at.most(6);
      expect(await reserved()).to.equal(920n);
      const events = await storage.db.selectFrom("status_events").selectAll().execute();
      expect(events.map(({ status }) => status.state)).to.deep.equal(Array(92).fill("queued"));
    });

    it("keeps every column as it came", async () => {
      const one = newRequest({ relayer: random(20) as Address, nonce: (1n << 256n) - 1n, events: [1, 4_000_000_000] });
      await enqueue(storage.db, [one]);
      const row = await storage.db.selectFrom("requests").selectAll().executeTakeFirstOrThrow();
      expect(row).to.include({
        digest: one.digest,
        nonce: one.nonce,
        relayer: one.relayer,
        sponsor: "one",
        gas: 90_000,
      });
      expect(row.payload).to.deep.equal(one.payload);
      expect(row.event_ids).to.deep.equal([1, 4_000_000_000]);
      expect(row.reserved_periods).to.deep.equal([DAY]);
    });

    it("has refusals for some, and the others are stored", async () => {
      const [known, other] = [newRequest(), newRequest()];
      await enqueue(storage.db, [known, other]);
      const body = [
        newRequest(),
        known,
        newRequest({ from: other.from, ...(other.nonce !== undefined && { nonce: other.nonce }) }),
        newRequest({ sponsor: "poor" }, 10n, 9n),
        newRequest(),
      ];
      const all = await enqueue(storage.db, body);
      expect(all.map(({ result }) => result)).to.deep.equal([
        ...["accepted", "again", "nonce_conflict", "over_budget", "accepted"],
      ]);
      expect(all[2]).to.include({ other: other.digest });
      expect(all[3]).to.include({ period: DAY });
      expect(await stored()).to.equal(4);
      expect([await reserved(), await reserved("poor")]).to.deep.equal([40n, 0n]);
    });

    it("reserves for the first ones in its order, to the last wei", async () => {
      const digests = ["0x01", "0x02", "0x03", "0x04"].map((start) => `${start}${random(31).slice(2)}` as Hex);
      const wei = [6n, 5n, 4n, 1n];
      const body = digests.map((digest, i) => newRequest({ digest }, wei[i], 10n));
      expect(await results(body)).to.deep.equal(["accepted", "over_budget", "accepted", "over_budget"]);
      expect(await reserved()).to.equal(10n);
    });

    it("reserves in all periods or in none", async () => {
      const limits = [
        { period: "2026-11", limitWei: 5n },
        { period: DAY, limitWei: 100n },
      ];
      const body = [newRequest({ reservation: { wei: 6n, limits } }), newRequest({ reservation: { wei: 5n, limits } })];
      const all = await results(body);
      expect(all).to.have.members(["over_budget", "accepted"]);
      expect(await reserved()).to.equal(5n);
    });

    it("stores one of two with one digest, and one of two with one nonce", async () => {
      const [one, two] = [newRequest(), newRequest()];
      const rival = newRequest({ from: two.from, ...(two.nonce !== undefined && { nonce: two.nonce }) });
      const all = await results([one, one, two, rival]);
      expect(all.slice(0, 2)).to.have.members(["accepted", "again"]);
      expect(all.slice(2)).to.have.members(["accepted", "nonce_conflict"]);
      expect(await reserved()).to.equal(20n);
    });

    it("gives a nonce to the second if the first of the body is refused", async () => {
      const first = newRequest({ digest: `0x00${random(31).slice(2)}`, sponsor: "one" }, 2_000n);
      const second = newRequest({ digest: `0xff${random(31).slice(2)}`, from: first.from, nonce: first.nonce ?? 0n });
      expect(await results([first, second])).to.deep.equal(["over_budget", "accepted"]);
      expect(await results([first])).to.deep.equal(["nonce_conflict"]);
    });

    it("takes one return of a right, and the next after the first is gone", async () => {
      const holder = random(20) as Address;
      const sorted = [random(32), random(32), random(32)].sort();
      const [a, b, c] = [newReturn(holder, 8n, 2), newReturn(holder, 9n, 3), newReturn(holder, 10n)].map((one, i) => ({
        ...one,
        digest: sorted[i] as Hex,
      })) as [NewRequest, NewRequest, NewRequest];
      const all = await enqueue(storage.db, [a, b, c]);
      expect(all.map(({ result }) => result)).to.deep.equal(["accepted", "rights_conflict", "accepted"]);
      expect(all[1]).to.include({ other: a.digest });
      expect(await results([newReturn(random(20) as Address, 8n, 2)])).to.deep.equal(["accepted"]);
      await cancelQueued(storage.db, a.digest);
      await cancelQueued(storage.db, c.digest);
      expect(await results([b])).to.deep.equal(["accepted"]);
    });

    it("is stored once, however many of the same come at once", async () => {
      const body = Array.from({ length: 30 }, () => newRequest());
      const all = await Promise.all(Array.from({ length: 8 }, () => results(body.toSorted(() => Math.random() - 0.5))));
      expect(all.flat().filter((one) => one === "accepted")).to.have.lengthOf(30);
      expect(all.flat().filter((one) => one === "again")).to.have.lengthOf(7 * 30);
      expect(await reserved()).to.equal(300n);
    });

    it("never reserves more than the budget, however many bodies come at once", async () => {
      const bodies = Array.from({ length: 8 }, () => Array.from({ length: 20 }, () => newRequest({}, 10n, 333n)));
      const all = (await Promise.all(bodies.map(results))).flat();
      expect(all.filter((one) => one === "accepted")).to.have.lengthOf(33);
      expect(await reserved()).to.equal(330n);
    });
  });
}
