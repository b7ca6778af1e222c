/** What keeps transactions of several replicas apart in the database. Each lock here is needed: without it, a test fails. */

import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { hold, interleave, isFree } from "doorkey-test-support/interleave";
import { sql } from "kysely";
import { keepMargin, reserveEach, settle, type Wish } from "../../src/storage/budgets.ts";
import {
  cancelQueued,
  dropOldRows,
  enqueue,
  requestRow,
  takeNonce,
  transact,
  usageOf,
} from "../../src/storage/index.ts";
import { lockReturns } from "../../src/storage/returns.ts";
import type { RequestRow } from "../../src/storage/tables.ts";
import { fanOut, takeDue } from "../../src/webhooks/deliveries.ts";
import { holdIn } from "../helpers/holdIn.ts";
import { DAY, digestFrom, MONTH, newRequest, newReturn, random } from "../helpers/newRequests.ts";
import { emptyTables, openOwnServer, storageKinds, type TestStorage } from "../helpers/storages.ts";

const budgetOf = (sponsor: string, period = DAY) =>
  `SELECT 1 FROM budgets WHERE sponsor = '${sponsor}' AND period = '${period}' FOR UPDATE`;

if (storageKinds.includes("postgres")) {
  describe("locks of the storage", () => {
    let storage: TestStorage;
    let url: string;
    before(async () => {
      storage = await openOwnServer();
      url = storage.postgres?.url ?? "";
    });
    beforeEach(async () => {
      await emptyTables(storage.db);
      await storage.db.deleteFrom("webhook_deliveries").execute();
    });
    after(() => storage.remove());

    /** Stores a request of each sponsor, one after the other, and returns their rows. */
    async function stored(...sponsors: readonly string[]): Promise<RequestRow[]> {
      const rows: RequestRow[] = [];
      for (const sponsor of sponsors) {
        const request = newRequest({ sponsor });
        await enqueue(storage.db, [request]);
        rows.push((await requestRow(storage.db, request.digest)) as RequestRow);
      }
      return rows;
    }
    const reserved = async (sponsor: string) => (await usageOf(storage.db, sponsor, [DAY]))[0]?.reservedWei;

    it("let no two replicas spend the same money", async () => {
      await stored("one");
      const limits = [{ period: DAY, limitWei: 20n }];
      const wish: Wish = { sponsor: "one", reservation: { wei: 6n, limits } };
      const other = await holdIn(storage.db, (tx) =>
        reserveEach(tx, [wish], (_, reserve) => expect(reserve()).to.equal(undefined)),
      );
      const { waited, result } = await interleave(url, other, () =>
        enqueue(storage.db, [newRequest({ reservation: { wei: 5n, limits } })]),
      );
      expect(waited).to.equal(true);
      expect(result).to.deep.equal([{ result: "over_budget", period: DAY }]);
      expect(await reserved("one")).to.equal(16n);
    });

    const orders: readonly [string, (rows: readonly RequestRow[]) => Promise<unknown>][] = [
      ["a reservation", () => transact(storage.db, (tx) => reserveEach(tx, ["b", "a"].map(wishOf), () => {}))],
      ["a settlement", (rows) => transact(storage.db, (tx) => settle(tx, rows))],
      [
        "a margin",
        (rows) =>
          transact(storage.db, (tx) =>
            keepMargin(
              tx,
              rows.map((row) => ({ ...row, charged_wei: 1n })),
            ),
          ),
      ],
    ];
    for (const [what, work] of orders) {
      it(`take the budgets of sponsors in one order in ${what}`, async () => {
        const rows = await stored("b", "a");
        const other = await hold(url, budgetOf("a"));
        let free = false;
        const { waited } = await interleave(
          url,
          other,
          () => work(rows),
          async () => {
            free = await isFree(url, budgetOf("b"));
          },
        );
        expect({ waited, free }).to.deep.equal({ waited: true, free: true });
      });
    }

    it("take the budgets of a sponsor's periods in one order", async () => {
      const limits = [DAY, MONTH].map((period) => ({ period, limitWei: 100n }));
      const request = newRequest({ reservation: { wei: 6n, limits } });
      await enqueue(storage.db, [request]);
      const other = await hold(url, budgetOf("one", MONTH));
      let free = false;
      const { waited } = await interleave(
        url,
        other,
        () => cancelQueued(storage.db, request.digest),
        async () => {
          free = await isFree(url, budgetOf("one"));
        },
      );
      expect({ waited, free }).to.deep.equal({ waited: true, free: true });
      for (const { reservedWei } of await usageOf(storage.db, "one", [DAY, MONTH])) expect(reservedWei).to.equal(0n);
    });

    it("store the requests of a body in one order", async () => {
      const [first, second] = [newRequest({ digest: digestFrom("0x01") }), newRequest({ digest: digestFrom("0x02") })];
      await enqueue(storage.db, [first]);
      const other = await hold(url, `DELETE FROM requests WHERE digest = '${first.digest}'`);
      let free = false;
      const { waited, result } = await interleave(
        url,
        other,
        () => enqueue(storage.db, [second, first]),
        async () => {
          free = await isFree(url, copied(first.digest, second.digest));
        },
      );
      expect({ waited, free }).to.deep.equal({ waited: true, free: true });
      expect(result.map((one) => one.result)).to.deep.equal(["accepted", "accepted"]);
    });

    it("let one return of a right in at a time", async () => {
      const holder = random(20) as Address;
      const one = newReturn(holder, 8n, 2);
      await enqueue(storage.db, [one]);
      const row = (await requestRow(storage.db, one.digest)) as RequestRow;
      await storage.db.deleteFrom("requests").execute();
      const other = await holdIn(storage.db, async (tx) => {
        await lockReturns(tx);
        await tx
          .insertInto("requests")
          .values({ ...row, payload: JSON.stringify(row.payload) })
          .execute();
      });
      const { waited, result } = await interleave(url, other, () =>
        enqueue(storage.db, [newReturn(holder, 9n, 1, { sponsor: "two" })]),
      );
      expect(waited).to.equal(true);
      expect(result).to.deep.equal([{ result: "rights_conflict", other: one.digest }]);
    });

    it("do not cancel what a replica is sending", async () => {
      const [row] = await stored("one");
      const digest = row?.digest as Hex;
      const other = await hold(url, `UPDATE requests SET state = 'assigned' WHERE digest = '${digest}'`);
      const { waited, result } = await interleave(url, other, () => cancelQueued(storage.db, digest));
      expect([waited, result.result]).to.deep.equal([true, "too_late"]);
      expect((await requestRow(storage.db, digest))?.state).to.equal("assigned");
      expect(await reserved("one")).to.equal(10n);
    });

    it("drop old rows around one that is locked", async () => {
      const [one, two] = await stored("one", "one");
      await storage.db
        .updateTable("requests")
        .set({ state: "expired", reserved_wei: 0n, updated_at: new Date(0), deadline: 1 })
        .execute();
      await storage.db.deleteFrom("status_events").execute();
      const other = await hold(url, `SELECT 1 FROM requests WHERE digest = '${one?.digest}' FOR UPDATE`);
      const { waited, result } = await interleave(url, other, () => dropOldRows(storage.db, 10));
      expect([waited, result.requests]).to.deep.equal([false, 1]);
      expect(await requestRow(storage.db, two?.digest as Hex)).to.equal(undefined);
    });

    it("give each webhook delivery to one replica", async () => {
      await stored("one", "one");
      expect(await fanOut(storage.db, () => ["hook"])).to.equal(2);
      const taken: number[] = [];
      const take = async (db: typeof storage.db) => {
        for (const { id } of await takeDue(db, "hook", 1, 60)) taken.push(id);
      };
      const { waited } = await interleave(url, await holdIn(storage.db, take), () => take(storage.db));
      expect(waited).to.equal(false);
      expect(new Set(taken).size).to.equal(2);
    });

    it("fan each event out once", async () => {
      await stored("one", "one");
      const counts: number[] = [];
      const other = await hold(url, "SELECT 1 FROM status_events ORDER BY seq LIMIT 1 FOR UPDATE");
      const { waited } = await interleave(url, other, async () => {
        counts.push(await fanOut(storage.db, () => ["hook"]));
      });
      counts.push(await fanOut(storage.db, () => ["hook"]));
      expect({ waited, counts }).to.deep.equal({ waited: false, counts: [1, 1] });
    });

    it("give a nonce out once", async () => {
      const from = random(20) as Address;
      await takeNonce(storage.db, from, 4n);
      let mine = 0n;
      const other = await holdIn(storage.db, async (tx) => {
        mine = await takeNonce(tx, from);
      });
      const { waited, result } = await interleave(url, other, () => takeNonce(storage.db, from));
      expect([waited, mine, result]).to.deep.equal([true, 5n, 6n]);
    });

    it("try work again that the database rolled back in favour of other work", async () => {
      const [one, two] = await stored("a", "b");
      const locked = async (db: typeof storage.db, row: RequestRow | undefined) => {
        await db
          .updateTable("requests")
          .set({ troubles: 1 })
          .where("digest", "=", row?.digest as Hex)
          .execute();
      };
      const other = await holdIn(storage.db, async (tx) => {
        // Only the work under test looks for a deadlock, so it is the one that is rolled back.
        await sql`set local deadlock_timeout = '60s'`.execute(tx);
        await locked(tx, one);
      });
      let tries = 0;
      const { waited } = await interleave(
        url,
        other,
        () =>
          transact(storage.db, async (tx) => {
            tries++;
            await locked(tx, two);
            await locked(tx, one);
          }),
        () => locked(other.tx, two),
      );
      expect({ waited, tries }).to.deep.equal({ waited: true, tries: 2 });
    });
  });
}

function wishOf(sponsor: string): Wish {
  return { sponsor, reservation: { wei: 1n, limits: [{ period: DAY, limitWei: 100n }] } };
}

/** Stores a copy of a request under another digest. */
function copied(digest: Hex, other: Hex): string {
  return `CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM requests WHERE digest = '${digest}';
    UPDATE copy SET digest = '${other}', nonce = 1e9;
    INSERT INTO requests SELECT * FROM copy`;
}
