/** What keeps processes apart that share stores in PostgreSQL. Each lock here is needed: without it, a test fails. */

import { expect } from "chai";
import { hold, interleave, isFree } from "doorkey-test-support/interleave";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import pg from "pg";
import type { Hex } from "../../core/Hex.ts";
import type { IndexPiece } from "../../eventIndex/IndexStore.ts";
import { type PostgresIndexStore, postgresIndexStore } from "../../eventIndex/postgresIndexStore.ts";
import type { Purchase } from "./Purchase.ts";
import { type PostgresPurchases, postgresPurchases } from "./postgresPurchases.ts";

const keyOf = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const SUITE = { chainId: 31337, rightsRegistry: `0x${"0a".repeat(20)}` } as const;
const piece: IndexPiece = { to: { number: 1, hash: keyOf(1) }, logs: [] };

const purchaseOf = (n: number, change: Partial<Purchase> = {}): Purchase => ({
  orderId: `order ${n}`,
  revision: 0,
  invitation: {
    ...{ v: 1, event: { ...SUITE, eventId: 7 }, classId: 1, agentId: 3 },
    ...{ purchaseKey: keyOf(n), quantity: 2, expiresAt: 1_900_000_000 },
  },
  className: "standing",
  seats: [],
  ...change,
});
const orderOf = (n: number) => `SELECT 1 FROM doorkey_purchases WHERE order_id = 'order ${n}' FOR UPDATE`;

describe("stores in PostgreSQL that processes share", () => {
  let postgres: TestPostgres;
  let store: PostgresPurchases;
  let index: PostgresIndexStore;
  before(async () => {
    postgres = await startPostgres();
    store = await postgresPurchases(postgres.url);
    index = await postgresIndexStore(postgres.url);
    // The server finds them in the order in which they were stored.
    await store.save([purchaseOf(2)]);
    await store.save([purchaseOf(1)]);
    await index.load(SUITE);
  });
  after(async () => {
    await store.close();
    await index.close();
    await postgres.remove();
  });

  it("change orders in one order", async () => {
    const held = await hold(postgres.url, orderOf(1));
    let free = false;
    const { waited, result } = await interleave(
      postgres.url,
      held,
      () => store.save([2, 1].map((n) => purchaseOf(n, { revision: 1 }))),
      async () => {
        free = await isFree(postgres.url, orderOf(2));
      },
    );
    expect({ waited, free, result }).to.deep.equal({ waited: true, free: true, result: true });
  });

  it("add orders in one order", async () => {
    const held = await hold(postgres.url, insertOf(3));
    let free = false;
    const { waited, result } = await interleave(
      postgres.url,
      held,
      () => store.save([4, 3].map((n) => purchaseOf(n))),
      async () => {
        free = await isFree(postgres.url, insertOf(4));
      },
    );
    expect({ waited, free, result }).to.deep.equal({ waited: true, free: true, result: false });
    expect(await store.ofOrder("order 4")).to.equal(undefined);
  });

  it("count what invited orders take in one order of times", async () => {
    const until = (n: number, expiresAt: number) => {
      const purchase = purchaseOf(n);
      return { ...purchase, invitation: { ...purchase.invitation, expiresAt } };
    };
    const times = [900, 300, 700, 100, 500];
    await store.save(times.map((time, i) => until(10 + i, time)));
    const sumOf = (time: number) => `SELECT 1 FROM doorkey_invited_rights WHERE until = ${time} FOR UPDATE`;
    const held = await hold(postgres.url, sumOf(100));
    const free: boolean[] = [];
    const { waited } = await interleave(
      postgres.url,
      held,
      () => store.save(times.map((time, i) => until(20 + i, time))),
      async () => {
        for (const time of [300, 500, 700, 900]) free.push(await isFree(postgres.url, sumOf(time)));
      },
    );
    expect({ waited, free }).to.deep.equal({ waited: true, free: [true, true, true, true] });
    const now = 0;
    expect((await store.invitedOf({ eventId: 7, classId: 1, seats: [], now })).rights).to.equal(2 * (2 + 10));
  });

  it("let one of two processes change an order", async () => {
    const change = `UPDATE doorkey_purchases SET revision = 2 WHERE order_id = 'order 1'`;
    const { waited, result } = await interleave(postgres.url, await hold(postgres.url, change), () =>
      store.save([purchaseOf(1, { revision: 2, seats: [7] })]),
    );
    expect({ waited, result }).to.deep.equal({ waited: true, result: false });
    expect((await store.ofOrder("order 1"))?.seats).to.deep.equal([]);
  });

  it("read an index whole while another process replaces its pieces", async () => {
    await index.append(piece);
    const held = await hold(
      postgres.url,
      "UPDATE doorkey_index_suites SET version = version + 1",
      "DELETE FROM doorkey_index_pieces",
    );
    const { waited, result } = await interleave(postgres.url, held, () => index.load(SUITE));
    expect({ waited, result }).to.deep.equal({ waited: true, result: [] });
    await index.append(piece);
    expect(await index.load(SUITE)).to.deep.equal([piece]);
  });

  it("keep an index as it is while a process reads it", async () => {
    const held = await hold(postgres.url, "LOCK TABLE doorkey_index_pieces IN ACCESS EXCLUSIVE MODE");
    let free = true;
    const { waited } = await interleave(
      postgres.url,
      held,
      () => index.load(SUITE),
      async () => {
        free = await isFree(postgres.url, "SELECT 1 FROM doorkey_index_suites FOR NO KEY UPDATE");
      },
    );
    expect({ waited, free }).to.deep.equal({ waited: true, free: false });
  });

  it("let one of two processes change an index", async () => {
    const held = await hold(postgres.url, "UPDATE doorkey_index_suites SET version = version + 1");
    const { waited, result } = await interleave(postgres.url, held, () =>
      index.append(piece).then(
        () => "written",
        (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
      ),
    );
    expect({ waited, result }).to.deep.equal({ waited: true, result: "JOURNAL_LOCKED" });
    expect(await index.load(SUITE)).to.deep.equal([piece]);
  });

  it("use no connection again on which a change failed", async () => {
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
    const narrow = await postgresPurchases(pool);
    const { invitation } = purchaseOf(30);
    const failure = await narrow.save([purchaseOf(30, { invitation: { ...invitation, classId: 2 ** 40 } })]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(failure)).to.match(/out of range/);
    expect(await narrow.ofOrder("order 30")).to.equal(undefined);
    expect(await narrow.save([purchaseOf(30)])).to.equal(true);
    await pool.end();
  });

  it("create their tables one after the other", async () => {
    const held = await hold(postgres.url, "SELECT pg_advisory_xact_lock(hashtextextended('doorkey schema', 0))");
    const { waited, result } = await interleave(postgres.url, held, () => postgresPurchases(postgres.url));
    expect(waited).to.equal(true);
    await result.close();
  });
});

/** Stores a copy of order 1 under another number. */
function insertOf(n: number): string {
  return `CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM doorkey_purchases WHERE order_id = 'order 1';
    UPDATE copy SET order_id = 'order ${n}', purchase_key = 'key ${n}';
    INSERT INTO doorkey_purchases SELECT * FROM copy`;
}
