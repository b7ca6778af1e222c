/** What operators, alarms and the intake's limits count. */

import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { sql } from "kysely";
import {
  enqueue,
  failuresOf,
  livingReplicas,
  type NewRequest,
  pendingOf,
  queueBySponsor,
  queueFigures,
  signerHealth,
  transactionsUnderWay,
} from "../src/storage/index.ts";
import { newRequest, random } from "./helpers/newRequests.ts";
import { storageKinds } from "./helpers/storages.ts";
import { useStorage } from "./helpers/useStorage.ts";

const OPEN = ["queued", "assigned", "mined"] as const;
const FINAL = ["confirmed", "rejected", "expired", "superseded", "executed_elsewhere", "cancelled"] as const;
const SIGNER = `0x${"ab".repeat(20)}` as Address;

for (const kind of storageKinds) {
  describe(`figures (${kind})`, () => {
    const storage = useStorage(kind);

    const ago = (seconds: number) => sql<Date>`clock_timestamp() - ${seconds} * interval '1 second'`;
    const ahead = (seconds: number) => ago(-seconds);

    /** Stores a request and changes its row. */
    async function stored(change: object, request: Partial<NewRequest> = {}): Promise<Hex> {
      const item = newRequest(request);
      await enqueue(storage.db, [item]);
      await storage.db
        .updateTable("requests")
        .set({ troubles: 0, ...change })
        .where("digest", "=", item.digest)
        .execute();
      return item.digest;
    }

    it("count the queue, and how long its oldest request has waited", async () => {
      const empty = { queued: 0, assigned: 0, mined: 0, oldestQueuedSeconds: 0, quarantined: 0, newEvents: 0 };
      expect(await queueFigures(storage.db)).to.deep.equal(empty);
      for (const state of [...OPEN, ...FINAL]) await stored({ state, received_at: ago(9_000) });
      await storage.db
        .updateTable("requests")
        .set({ received_at: ago(100) })
        .where("state", "=", "queued")
        .execute();
      await stored({ received_at: ago(50) });
      await stored({ state: "mined" }, { sponsor: "two" });
      const { oldestQueuedSeconds, ...counts } = await queueFigures(storage.db);
      expect(counts).to.deep.equal({ queued: 2, assigned: 1, mined: 2, quarantined: 0, newEvents: 11 });
      expect(oldestQueuedSeconds).to.be.within(100, 160);
      await storage.db
        .updateTable("status_events")
        .set({ fanned_out_at: ago(0) })
        .where("seq", "<=", 4)
        .execute();
      expect((await queueFigures(storage.db)).newEvents).to.equal(7);

      const [one, two, ...others] = await queueBySponsor(storage.db);
      expect(one).to.include({ sponsor: "one", queued: 2, assigned: 1, mined: 1, quarantined: 0 });
      expect(one?.oldestQueuedSeconds).to.be.within(100, 160);
      expect(two).to.deep.equal({
        ...{ sponsor: "two", queued: 0, assigned: 0, mined: 1, quarantined: 0, oldestQueuedSeconds: 0 },
      });
      expect(others).to.deep.equal([]);
    });

    it("count a request as put aside while it waits for a node's answer", async () => {
      await stored({ troubles: 1, hold_until: ahead(60) });
      await stored({ troubles: 0, hold_until: ahead(60) });
      await stored({ troubles: 1, hold_until: ago(1) });
      await stored({ troubles: 1, hold_until: null });
      await stored({ troubles: 1, hold_until: ahead(60), state: "assigned" });
      expect(await queueFigures(storage.db)).to.include({ queued: 4, quarantined: 1 });
      expect((await queueBySponsor(storage.db))[0]).to.include({ queued: 4, quarantined: 1 });
    });

    it("count what a sender has on its way, and its calls that failed since a time", async () => {
      const [from, other] = [random(20), random(20)] as [Address, Address];
      for (const state of [...OPEN, ...FINAL]) await stored({ state }, { from });
      await stored({}, { from: other });
      const shout = `0x${from.slice(2).toUpperCase()}` as Address;
      expect([...(await pendingOf(storage.db, [shout, random(20) as Address]))]).to.deep.equal([[from, 2]]);
      expect([...(await pendingOf(storage.db, []))]).to.deep.equal([]);

      const since = new Date("2026-11-30T12:00:00Z");
      const failed = (at: string) => ({ state: "confirmed", outcome: "failed", updated_at: new Date(at) });
      for (const at of ["2026-11-30T11:59:59.999Z", "2026-11-30T12:00:00Z", "2026-11-30T12:30:00Z"]) {
        await stored(failed(at), { from });
      }
      for (const outcome of ["success", "skipped"]) await stored({ outcome, updated_at: since }, { from });
      expect([...(await failuresOf(storage.db, [shout, other], since))]).to.deep.equal([[from, 2]]);
    });

    it("count replicas of the last minute, and know which keys they have", async () => {
      await storage.db.insertInto("signers").values({ address: SIGNER, next_nonce: 7 }).execute();
      const seen = async (seconds: number, signers: string[]) => {
        await storage.db.deleteFrom("replicas").execute();
        await storage.db
          .insertInto("replicas")
          .values({ owner: "one", signers, seen_at: ago(seconds) })
          .execute();
        return [await livingReplicas(storage.db), (await signerHealth(storage.db))[0]?.held];
      };
      expect(await seen(30, [SIGNER])).to.deep.equal([1, true]);
      expect(await seen(61, [SIGNER])).to.deep.equal([0, false]);
      expect(await seen(30, [])).to.deep.equal([1, false]);
      expect((await signerHealth(storage.db))[0]).to.include({
        ...{ address: SIGNER, nextNonce: 7, owner: null, leaseSeconds: null, ownerSilentSeconds: null },
        ...{ passedSeconds: null, trouble: null, waiting: 0, oldestWaitingSeconds: 0, requests: 0 },
      });
    });

    it("show a key's lease, progress and trouble, and what waits for it", async () => {
      const owner = "one";
      await storage.db
        .insertInto("replicas")
        .values({ owner, signers: [SIGNER], seen_at: ago(20) })
        .execute();
      await storage.db
        .insertInto("signers")
        .values({
          ...{ address: SIGNER, next_nonce: 7, lease_owner: owner, lease_until: ahead(600), trouble: "no answer" },
          ...{ passed_at: ago(40), low_since: new Date(1_000), code_since: new Date(2_000) },
        })
        .execute();
      for (const [nonce, state] of (["final", "displaced", "mined", "sent", "assigned"] as const).entries()) {
        await waiting(nonce, state, 1_000 - 100 * nonce);
      }
      for (const state of [...OPEN, ...FINAL]) await stored({ state, relayer: SIGNER });
      const [health] = await signerHealth(storage.db);
      expect(health).to.deep.include({
        ...{ owner, trouble: "no answer", waiting: 2, requests: 2, held: true },
        ...{ lowSince: new Date(1_000), codeSince: new Date(2_000) },
      });
      expect(health?.leaseSeconds).to.be.within(540, 600);
      expect(health?.ownerSilentSeconds).to.be.within(20, 80);
      expect(health?.passedSeconds).to.be.within(40, 100);
      expect(health?.oldestWaitingSeconds).to.be.within(700, 760);
    });

    it("show transactions under way with their attempts, the oldest first", async () => {
      await storage.db.insertInto("signers").values({ address: SIGNER, next_nonce: 5 }).execute();
      const ids: number[] = [];
      for (const [nonce, state] of (["final", "displaced", "mined", "sent", "assigned"] as const).entries()) {
        ids.push(await waiting(nonce, state, 100 * nonce));
      }
      const attempt = { tx_id: ids[3] ?? 0, raw: "0x" as Hex, max_tip: 1n };
      await storage.db
        .insertInto("attempts")
        .values([
          { ...attempt, hash: "0x02", max_fee: 10n ** 20n, created_at: ago(5) },
          { ...attempt, hash: "0x01", max_fee: 9n, created_at: ago(30) },
        ])
        .execute();
      await stored({ state: "assigned", tx_id: ids[3] });
      const all = await transactionsUnderWay(storage.db, 10);
      expect(all.map(({ nonce, state, requests }) => [nonce, state, requests])).to.deep.equal([
        [4, "assigned", 0],
        [3, "sent", 1],
        [2, "mined", 0],
      ]);
      expect(all[1]?.attempts.map(({ hash, maxFee, maxTip }) => [hash, maxFee, maxTip])).to.deep.equal([
        ["0x01", "9", "1"],
        ["0x02", "100000000000000000000", "1"],
      ]);
      expect(all[1]?.attempts[0]?.ageSeconds).to.be.within(30, 90);
      expect(all[1]?.ageSeconds).to.be.within(300, 360);
      expect(all[0]?.attempts).to.deep.equal([]);
      expect(await transactionsUnderWay(storage.db, 1)).to.have.length(1);
    });

    async function waiting(nonce: number, state: "assigned" | "sent" | "mined" | "final" | "displaced", age: number) {
      const { id } = await storage.db
        .insertInto("transactions")
        .values({
          ...{ signer: SIGNER, nonce, kind: "requests", state, to_address: SIGNER, data: "0x", gas_limit: 21_000 },
          created_at: ago(age),
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    }
  });
}
