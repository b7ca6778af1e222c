/** What replicas deliver to endpoints and when, over a real server. The tests move the time of the database's rows. */

import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import type { Deliveries } from "doorkey-server";
import { sql } from "kysely";
import type { Config } from "../../src/config/Config.ts";
import { replayDead } from "../../src/webhooks/deliveries.ts";
import { startWebhooks } from "../../src/webhooks/startWebhooks.ts";
import { until } from "../helpers/processes.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "../helpers/storages.ts";
import { SECRET, startReceiver, type WebhookReceiver } from "./helpers/webhookReceiver.ts";

/** What a deliverer takes at once, and how long it holds that beyond the time that all of it may take. */
const AT_ONCE = 20;
const HOLD_MORE_SECONDS = 10;
const DAY_SECONDS = 86_400;

for (const kind of storageKinds) {
  describe(`replicas that deliver webhooks (${kind})`, () => {
    let storage: TestStorage;
    let receiver: WebhookReceiver;
    let replicas: Deliveries[];
    let outcomes: string[];
    /** Milliseconds of the replicas' clock. */
    let now: number;
    before(async () => {
      storage = await openTestStorage(kind);
    });
    beforeEach(async () => {
      await emptyTables(storage.db);
      receiver = await startReceiver();
      [replicas, outcomes, now] = [[], [], 1_800_000_000_000];
    });
    afterEach(async () => {
      receiver.cut();
      for (const replica of replicas) await replica.stop();
      await receiver.close();
    });
    after(() => storage.remove());

    /** A replica that delivers to endpoints, each with the sponsors that it follows. Its rounds are called by hand. */
    function replica(endpoints: Readonly<Record<string, readonly string[]>>, timeoutMs = 30_000): Deliveries {
      const configured = Object.entries(endpoints).map(([id, sponsors]) => {
        return { id, url: `${receiver.url}/${id}`, secretFrom: "SECRET", sponsors: [...sponsors] };
      });
      const deliveries = startWebhooks({
        db: storage.db,
        config: () => ({ webhooks: { allowPrivateAddresses: true, endpoints: configured } }) as unknown as Config,
        env: { SECRET },
        now: () => now,
        everyMs: 3_600_000,
        timeoutMs,
        onOutcome: (outcome) => outcomes.push(outcome),
        onTrouble: (error) => {
          throw error;
        },
      });
      replicas.push(deliveries);
      return deliveries;
    }

    async function events(count: number, sponsor = "one"): Promise<void> {
      const status = JSON.stringify({ kind: "request", state: "queued" } as RequestStatus);
      const rows = Array.from({ length: count }, (_, i) => {
        const digest = `0x${String(i).padStart(64, "0")}` as Hex;
        return { digest, sponsor, status, fanned_out_at: null };
      });
      await storage.db.insertInto("status_events").values(rows).execute();
    }

    const told = (path: string) => receiver.at(path).map(({ body }) => (JSON.parse(body) as { seq: number }).seq);
    const rows = () => storage.db.selectFrom("webhook_deliveries").selectAll().orderBy("seq").execute();

    async function pass(seconds: number): Promise<void> {
      now += seconds * 1_000;
      await sql`update webhook_deliveries set due_at = due_at - ${seconds} * interval '1 second',
        created_at = created_at - ${seconds} * interval '1 second'`.execute(storage.db);
    }

    async function clock(): Promise<number> {
      const { rows } = await sql<{ ms: number }>`
        select extract(epoch from clock_timestamp())::float8 * 1000 as ms`.execute(storage.db);
      return rows[0]?.ms ?? 0;
    }

    it("tell an endpoint of the sponsors that it follows, and of no other", async () => {
      await events(2, "one");
      await events(1, "two");
      await events(1, "three");
      await replica({ a: ["one"], b: ["two", "one"] }).round();
      expect([told("/a"), told("/b")]).to.deep.equal([
        [1, 2],
        [1, 2, 3],
      ]);
    });

    it("try again after every answer that is no success", async () => {
      const good = [200, 201, 204, 299];
      const bad = [301, 302, 307, 400, 401, 404, 410, 429, 500, 503];
      for (const status of [...good, ...bad]) receiver.answer(`/${status}`, status);
      await events(1);
      const deliverer = replica(Object.fromEntries([...good, ...bad].map((status) => [`${status}`, ["one"]])));
      await deliverer.round();
      const faults = new Map((await rows()).map(({ endpoint, state, last_fault }) => [endpoint, [state, last_fault]]));
      for (const status of good) expect(faults.get(`${status}`)).to.deep.equal(["delivered", null]);
      for (const status of bad) expect(faults.get(`${status}`)).to.deep.equal(["waiting", `status ${status}`]);

      for (const status of bad) receiver.answer(`/${status}`, 204);
      await pass(5);
      await deliverer.round();
      await pass(DAY_SECONDS);
      await deliverer.round();
      for (const status of good) expect(told(`/${status}`), `${status}`).to.have.length(1);
      for (const status of bad) expect(told(`/${status}`), `${status}`).to.have.length(2);
    });

    it("try again after no answer in time", async () => {
      receiver.answer("/a", undefined);
      await events(1);
      await replica({ a: ["one"] }, 300).round();
      const [row] = await rows();
      expect([row?.state, row?.last_fault]).to.deep.equal(["waiting", "timeout"]);
      receiver.answer("/a", 204);
      await pass(5);
      await replica({ a: ["one"] }).round();
      expect([told("/a"), outcomes]).to.deep.equal([
        [1, 1],
        ["failed", "delivered"],
      ]);
    });

    it("wait twice as long each time, at most an hour, and give up after a day until an operator replays", async () => {
      receiver.answer("/a", 500);
      await events(1);
      const deliverer = replica({ a: ["one"] });
      const waits = [...Array.from({ length: 10 }, (_, i) => 5 * 2 ** i), ...Array(23).fill(3_600)];
      for (const [i, wait] of waits.entries()) {
        const before = await clock();
        await deliverer.round();
        const after = await clock();
        const due = (await rows())[0]?.due_at.getTime() ?? 0;
        // Rows have microseconds, and dates milliseconds.
        expect(due, `try ${i + 1}`).to.be.within(before + wait * 1_000 - 1, after + wait * 1_000);
        expect(told("/a")).to.have.length(i + 1);
        await pass(wait);
      }
      await deliverer.round();
      expect(told("/a")).to.have.length(waits.length + 1);
      expect(outcomes).to.deep.equal([...waits.map(() => "failed"), "dead"]);
      await pass(DAY_SECONDS);
      await deliverer.round();
      expect(told("/a")).to.have.length(waits.length + 1);

      expect(await replayDead(storage.db, "a")).to.equal(1);
      await deliverer.round();
      expect(outcomes.at(-1), "the day begins again").to.equal("failed");
      receiver.answer("/a", 204);
      // An endpoint that failed so often rests for ten minutes.
      await pass(600);
      await deliverer.round();
      expect(outcomes.at(-1)).to.equal("delivered");
    });

    it("leave what another one holds alone until it has had the time for all of it", async () => {
      const timeoutMs = 60_000;
      receiver.answer("/a", undefined);
      await events(AT_ONCE);
      const [hung, other] = [replica({ a: ["one"] }, timeoutMs), replica({ a: ["one"] }, timeoutMs)];
      const hanging = hung.round();
      await until("the first delivery hangs", () => told("/a").length === 1);
      receiver.answer("/a", 204);
      await other.round();
      await pass((AT_ONCE * timeoutMs) / 1_000);
      await other.round();
      expect(told("/a"), "the other replica called nobody").to.deep.equal([1]);

      await pass(HOLD_MORE_SECONDS);
      await other.round();
      const all = Array.from({ length: AT_ONCE }, (_, i) => i + 1);
      expect(told("/a")).to.deep.equal([1, ...all]);
      receiver.cut();
      await hanging;
    });

    it("give back what they did not try when they stop", async () => {
      receiver.answer("/a", undefined);
      await events(3);
      const [stopping, other] = [replica({ a: ["one"] }), replica({ a: ["one"] })];
      const round = stopping.round();
      await until("the first delivery hangs", () => told("/a").length === 1);
      receiver.answer("/a", 204);
      const stopped = stopping.stop();
      receiver.cut();
      await Promise.all([stopped, round]);
      await other.round();
      expect(told("/a")).to.deep.equal([1, 2, 3]);
      expect((await rows()).map(({ attempts, state }) => [attempts, state])).to.deep.equal([
        [1, "waiting"],
        [1, "delivered"],
        [1, "delivered"],
      ]);
    });
  });
}
