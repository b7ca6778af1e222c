import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { refusalOf } from "doorkey-test-support/transports";
import pg from "pg";
import { withoutEach } from "../../../test/helpers/eachField.ts";
import type { Hex } from "../../core/Hex.ts";
import type { Pass } from "../../pass/Pass.ts";
import { memoryPurchases } from "./memoryPurchases.ts";
import type { Purchase, PurchaseGrant, PurchaseStore } from "./Purchase.ts";
import { postgresPurchases } from "./postgresPurchases.ts";
import { sqlitePurchases } from "./sqlitePurchases.ts";

const keyOf = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;

const purchaseOf = (n: number, change: Partial<Purchase> = {}): Purchase => ({
  orderId: `order ${n}`,
  revision: 0,
  invitation: {
    v: 1,
    event: { chainId: 31337, rightsRegistry: `0x${"0a".repeat(20)}`, eventId: 7 },
    classId: 1,
    agentId: 3,
    purchaseKey: keyOf(n),
    quantity: 2,
    expiresAt: 1_900_000_000,
  },
  className: "standing",
  seats: [],
  ...change,
});

const HOLDER: Hex = `0x${"0b".repeat(20)}`;
const GRANT: PurchaseGrant = {
  holder: HOLDER,
  request: {
    signed: {
      request: { from: HOLDER, to: HOLDER, gas: "1", nonce: "2", deadline: 3, relayer: HOLDER, data: "0x" },
      signature: "0x12",
    },
    digest: keyOf(7),
    fromBlock: 4,
  },
  index: 0,
  block: { number: 5, hash: keyOf(8) },
};
const PASS_OF_ORDER: Pass = {
  v: 1,
  chainId: 31337,
  rightsRegistry: HOLDER,
  eventId: 7,
  rightId: "30064771072",
  count: 1,
  className: "standing",
  seats: [],
  holder: HOLDER,
  event: { name: "Aimer", startsAt: "2027-03-20T19:00:00+09:00", url: "https://hall.example" },
  seller: { agentId: 3, name: "Tickets & Co" },
};

describe("purchase stores", () => {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-purchases-"));
  let postgres: TestPostgres;
  let pool: pg.Pool;
  before(async () => {
    postgres = await startPostgres();
    pool = new pg.Pool({ connectionString: postgres.url });
    // Stopping the server ends connections that nobody uses.
    pool.on("error", () => {});
  });
  after(async () => {
    await pool.end();
    await postgres.remove();
    rmSync(folder, { recursive: true });
  });

  let files = 0;
  const freshFile = () => join(folder, `${files++}.sqlite`);
  const stores: [string, () => Promise<PurchaseStore>][] = [
    ["memory", async () => memoryPurchases()],
    ["SQLite", () => sqlitePurchases(freshFile())],
    [
      "PostgreSQL",
      async () => {
        await pool.query("DROP TABLE IF EXISTS doorkey_purchases");
        return postgresPurchases(pool);
      },
    ],
  ];

  for (const [name, open] of stores) {
    describe(name, () => {
      let store: PurchaseStore;
      beforeEach(async () => {
        store = await open();
      });

      it("finds a purchase by its order, and by its key in any case", async () => {
        const purchase = purchaseOf(0xabc);
        expect(await store.save([purchase])).to.equal(true);
        expect(await store.ofOrder(purchase.orderId)).to.deep.equal(purchase);
        expect(await store.ofKey(purchase.invitation.purchaseKey)).to.deep.equal(purchase);
        expect(await store.ofKey(`0x${keyOf(0xabc).slice(2).toUpperCase()}`)).to.deep.equal(purchase);
        expect(await store.ofOrder("another")).to.equal(undefined);
        expect(await store.ofKey(keyOf(2))).to.equal(undefined);
      });

      it("finds the purchases of a class that have no pass yet", async () => {
        const granted = { grant: GRANT, pass: PASS_OF_ORDER };
        const elsewhere = (change: object) => ({ invitation: { ...purchaseOf(3).invitation, ...change } });
        const otherEvent = { event: { ...purchaseOf(4).invitation.event, eventId: 8 }, purchaseKey: keyOf(4) };
        await store.save([
          purchaseOf(1),
          purchaseOf(2, { grant: GRANT }),
          purchaseOf(3, elsewhere({ classId: 2 })),
          purchaseOf(4, elsewhere(otherEvent)),
          purchaseOf(5, granted),
        ]);
        const orders = async () => (await store.openOf(7, 1)).map(({ orderId }) => orderId).sort();
        expect(await orders()).to.deep.equal(["order 1", "order 2"]);
        await store.save([purchaseOf(1, { revision: 1, ...granted })]);
        expect(await orders()).to.deep.equal(["order 2"]);
        await store.save([purchaseOf(5, { revision: 1 })]);
        expect(await orders()).to.deep.equal(["order 2", "order 5"]);
      });

      it("saves only the next revision of a stored purchase", async () => {
        await store.save([purchaseOf(1)]);
        for (const revision of [0, 2, 5]) expect(await store.save([purchaseOf(1, { revision })])).to.equal(false);
        expect(await store.save([purchaseOf(2, { revision: 1 })])).to.equal(false);
        expect(await store.save([purchaseOf(1, { revision: 1, seats: [4] })])).to.equal(true);
        expect(await store.save([purchaseOf(1, { revision: 1, seats: [5] })])).to.equal(false);
        expect((await store.ofOrder("order 1"))?.seats).to.deep.equal([4]);
      });

      it("saves all or none", async () => {
        await store.save([purchaseOf(1), purchaseOf(2)]);
        const next = [1, 2, 3].map((n) => purchaseOf(n, { revision: 1 }));
        expect(await store.save(next)).to.equal(false);
        expect((await store.ofOrder("order 1"))?.revision).to.equal(0);
        expect(await store.save(next.slice(0, 2))).to.equal(true);
        expect((await store.ofOrder("order 2"))?.revision).to.equal(1);
        expect(await store.ofOrder("order 3")).to.equal(undefined);
      });

      it("forgets a key that was replaced", async () => {
        await store.save([purchaseOf(1)]);
        const { invitation } = purchaseOf(9);
        await store.save([purchaseOf(1, { revision: 1, invitation })]);
        expect(await store.ofKey(keyOf(1))).to.equal(undefined);
        expect((await store.ofKey(keyOf(9)))?.orderId).to.equal("order 1");
      });

      it("lets one of many concurrent saves win", async () => {
        await store.save([purchaseOf(1)]);
        const tries = Array.from({ length: 8 }, (_, i) => store.save([purchaseOf(1, { revision: 1, seats: [i] })]));
        expect((await Promise.all(tries)).filter(Boolean)).to.have.length(1);
      });

      it("does not change when the caller changes a saved object", async () => {
        const purchase = { ...purchaseOf(1), seats: [1] };
        await store.save([purchase]);
        purchase.seats.push(2);
        expect((await store.ofOrder("order 1"))?.seats).to.deep.equal([1]);
      });
    });
  }

  it("in SQLite are readable by the next process, and by a second one", async () => {
    const path = freshFile();
    const [first, second] = [await sqlitePurchases(path), await sqlitePurchases(path)];
    await first.save([purchaseOf(1)]);
    expect(await second.save([purchaseOf(1, { revision: 1 })])).to.equal(true);
    expect(await first.save([purchaseOf(1, { revision: 1, seats: [1] })])).to.equal(false);
    first.close();
    second.close();
    const third = await sqlitePurchases(path);
    expect((await third.ofOrder("order 1"))?.revision).to.equal(1);
    third.close();
  });

  it("in SQLite are refused with file, order and field when another version wrote them", async () => {
    const path = freshFile();
    const store = await sqlitePurchases(path);
    const database = new DatabaseSync(path);
    const whole = { ...purchaseOf(1), grant: GRANT, declined: [GRANT], pass: PASS_OF_ORDER };
    await store.save([whole]);
    expect(await store.ofOrder("order 1")).to.deep.equal(whole);
    const optional = ["grant", "declined", "pass", "pass.event.startsAt", "grant.block", "declined[0].block"];
    for (const [missing, purchase] of withoutEach(whole)) {
      database.prepare("UPDATE purchases SET purchase = ?").run(JSON.stringify(purchase));
      for (const read of [() => store.ofOrder("order 1"), () => store.ofKey(keyOf(1))]) {
        if (optional.includes(missing)) expect((await read())?.orderId).to.equal("order 1");
        else {
          const { code, message } = await refusalOf(read());
          expect(code, missing).to.equal("JOURNAL_DAMAGED");
          expect(message).to.contain(`${path}, order order 1: ${missing} must be`);
        }
      }
    }
    database.exec("UPDATE purchases SET purchase = '{'");
    expect((await refusalOf(store.ofOrder("order 1"))).message).to.contain(`${path}, order order 1 is not JSON.`);
    database.close();
    store.close();
  });

  it("in PostgreSQL are shared by processes that open it at the same time by its address", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases");
    const stores = await Promise.all(Array.from({ length: 4 }, () => postgresPurchases(postgres.url)));
    expect(await Promise.all(stores.map((store, i) => store.save([purchaseOf(i)])))).to.deep.equal(Array(4).fill(true));
    const moves = stores.map((store, i) =>
      store.save([0, 1, 2, 3].map((n) => purchaseOf((i + n) % 4, { revision: 1 }))),
    );
    expect((await Promise.all(moves)).filter(Boolean)).to.have.length(1);
    for (const n of [0, 1, 2, 3]) expect((await stores[n]?.ofOrder(`order ${n}`))?.revision).to.equal(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("in PostgreSQL stay whole when the server ends a connection within a change", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases");
    const store = await postgresPurchases(pool);
    await store.save([purchaseOf(1), purchaseOf(2)]);
    const blocker = await pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT 1 FROM doorkey_purchases WHERE order_id = 'order 2' FOR UPDATE");
    const change = refusedBy(store.save([1, 2, 3].map((n) => purchaseOf(n, { revision: n === 3 ? 0 : 1 }))));
    const waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    for (;;) {
      const { rows } = await pool.query<{ pid: number }>(waiting);
      if (rows[0] === undefined) continue;
      await pool.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
      break;
    }
    expect(String(await change)).to.match(/terminat/);
    await blocker.query("ROLLBACK");
    blocker.release();
    expect((await store.ofOrder("order 1"))?.revision).to.equal(0);
    expect(await store.ofOrder("order 3")).to.equal(undefined);
    expect(await store.save([purchaseOf(1, { revision: 1 })])).to.equal(true);
  });

  it("in PostgreSQL are refused with order and field when another version wrote them", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases");
    const store = await postgresPurchases(pool);
    await store.save([purchaseOf(1)]);
    await pool.query("UPDATE doorkey_purchases SET purchase = $1", [JSON.stringify({ ...purchaseOf(1), seats: 7 })]);
    const { code, message } = await refusalOf(store.ofOrder("order 1"));
    expect(code).to.equal("JOURNAL_DAMAGED");
    expect(message).to.contain("doorkey_purchases, order order 1: seats must be");
  });

  it("in PostgreSQL keep texts that JSON escapes", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases");
    const store = await postgresPurchases(pool);
    const odd = { ...purchaseOf(1), className: "b\u0000c \ud800" };
    await store.save([odd]);
    expect(await store.ofOrder("order 1")).to.deep.equal(odd);
  });
});

async function refusedBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded");
}
