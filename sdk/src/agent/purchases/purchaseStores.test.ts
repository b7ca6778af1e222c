import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { refusalOf } from "doorkey-test-support/transports";
import pg from "pg";
import { randomBySeed } from "../../../../tools/support/randomBySeed.ts";
import { withoutEach } from "../../../test/helpers/eachField.ts";
import type { Hex } from "../../core/Hex.ts";
import type { Pass } from "../../pass/Pass.ts";
import type { Invited, InvitedQuestion } from "./Invited.ts";
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
    // Stopping the server ends idle connections.
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
        await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
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

      it("counts what invited orders of a class take, until the second in which they end", async () => {
        const elsewhere = (n: number, change: object) => ({ invitation: { ...purchaseOf(n).invitation, ...change } });
        const otherEvent = { event: { ...purchaseOf(4).invitation.event, eventId: 8 } };
        await store.save([
          purchaseOf(1, { seats: [1, 2] }),
          purchaseOf(2, { grant: GRANT, seats: [5, 9] }),
          purchaseOf(3, { ...elsewhere(3, { classId: 2 }), seats: [7] }),
          purchaseOf(4, { ...elsewhere(4, otherEvent), seats: [7] }),
          purchaseOf(5, { grant: GRANT, pass: PASS_OF_ORDER, seats: [8] }),
        ]);
        const [end, all] = [1_900_000_000, [9, 8, 7, 5, 2, 1, 0]];
        const asked = { eventId: 7, classId: 1, seats: all, now: end - 1 };
        expect(await store.invitedOf(asked)).to.deep.equal({ rights: 4, seats: [1, 2, 5, 9] });
        expect(await store.invitedOf({ ...asked, now: end })).to.deep.equal({ rights: 2, seats: [5, 9] });
        expect(await store.invitedOf({ ...asked, seats: [] })).to.deep.equal({ rights: 4, seats: [] });
        expect(await store.invitedOf({ ...asked, seats: [2, 2, 3] })).to.deep.equal({ rights: 4, seats: [2] });
        for (const [except, left] of [
          ["order 1", { rights: 2, seats: [5, 9] }],
          ["order 3", { rights: 4, seats: [1, 2, 5, 9] }],
          ["order 5", { rights: 4, seats: [1, 2, 5, 9] }],
          ["unknown", { rights: 4, seats: [1, 2, 5, 9] }],
        ] as const) {
          expect(await store.invitedOf({ ...asked, except }), except).to.deep.equal(left);
        }
        await store.save([purchaseOf(1, { revision: 1, grant: GRANT, pass: PASS_OF_ORDER, seats: [1, 2] })]);
        expect(await store.invitedOf(asked)).to.deep.equal({ rights: 2, seats: [5, 9] });
        await store.save([purchaseOf(5, { revision: 1, seats: [8] })]);
        expect(await store.invitedOf(asked)).to.deep.equal({ rights: 4, seats: [5, 8, 9] });
        expect(await store.invitedOf({ ...asked, classId: 3 })).to.deep.equal({ rights: 0, seats: [] });
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

      it("gives each order of a batch its request, and those that were declined", async () => {
        const other = { ...GRANT, request: { ...GRANT.request, fromBlock: 5 } };
        const batch = [1, 2, 3].map((n) => purchaseOf(n, { grant: { ...GRANT, index: 2 * n } }));
        await store.save(batch);
        for (const purchase of batch) expect(await store.ofOrder(purchase.orderId)).to.deep.equal(purchase);
        const again = purchaseOf(2, { revision: 1, grant: other, declined: [GRANT, { ...other, index: 7 }] });
        await store.save([again]);
        expect(await store.ofOrder("order 2")).to.deep.equal(again);
        expect(await store.ofKey(keyOf(3))).to.deep.equal(batch[2]);
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

  it("all count what invited orders take as a plain recount does, over random histories", async () => {
    const random = randomBySeed(16);
    const below = (n: number) => Math.floor(random() * n);
    const all = await Promise.all(stores.map(async ([name, open]) => [name, await open()] as const));
    const orders = new Map<string, Purchase>();
    const changed = (orderId: string): Purchase => {
      const n = Number(orderId.split(" ")[1]);
      const { invitation } = purchaseOf(n);
      const [event, quantity] = [{ ...invitation.event, eventId: 7 + below(2) }, 1 + below(8)];
      return purchaseOf(n, {
        revision: (orders.get(orderId)?.revision ?? -1) + 1,
        invitation: { ...invitation, event, classId: 1 + below(2), quantity, expiresAt: 100 + below(20) },
        seats:
          below(2) === 0 ? [] : [...new Set(Array.from({ length: quantity }, () => below(30)))].sort((a, b) => a - b),
        ...(below(3) === 0 && { grant: GRANT }),
        ...(below(4) === 0 && { pass: PASS_OF_ORDER }),
      });
    };
    for (let step = 0; step < 150; step++) {
      const ids = new Set(Array.from({ length: 1 + below(4) }, () => `order ${below(40)}`));
      const next = [...ids].map(changed);
      // Some changes come too late in one of their orders, and then change nothing.
      const isLate = below(8) === 0;
      if (isLate) next.push(purchaseOf(99, { revision: 5 }));
      else for (const purchase of next) orders.set(purchase.orderId, purchase);
      const question = {
        eventId: 7 + below(2),
        classId: 1 + below(2),
        now: 95 + below(30),
        seats: Array.from({ length: below(9) }, () => below(30)),
        except: below(2) === 0 ? undefined : `order ${below(40)}`,
      };
      const expected = recount([...orders.values()], question);
      for (const [name, store] of all) {
        expect(await store.save(next), name).to.equal(!isLate);
        expect(await store.invitedOf(question), `${name}, step ${step}`).to.deep.equal(expected);
      }
    }
  });

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

  it("in SQLite and PostgreSQL keep the request of a batch once", async () => {
    const data: Hex = `0x${"0c".repeat(30_000)}`;
    const { signed } = GRANT.request;
    const request = { ...GRANT.request, signed: { ...signed, request: { ...signed.request, data } } };
    const batch = Array.from({ length: 100 }, (_, n) => purchaseOf(n, { grant: { ...GRANT, request } }));
    const path = freshFile();
    const file = await sqlitePurchases(path);
    await file.save(batch);
    await file.save(batch.map((purchase) => ({ ...purchase, revision: 1 })));
    expect(await file.ofOrder("order 99")).to.deep.equal({ ...batch[99], revision: 1 });
    file.close();
    expect(statSync(path).size).to.be.below(20 * data.length);
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
    const server = await postgresPurchases(pool);
    await server.save(batch);
    await server.save(batch.map((purchase) => ({ ...purchase, revision: 1 })));
    const { rows } = await pool.query("SELECT sum(length(purchase)) AS size FROM doorkey_purchases");
    expect(Number(rows[0]?.size)).to.be.below(20 * data.length);
    // A request that is gone is not a request.
    await pool.query("DELETE FROM doorkey_grant_requests");
    const { code, message } = await refusalOf(server.ofOrder("order 1"));
    expect(code).to.equal("JOURNAL_DAMAGED");
    expect(message).to.contain("doorkey_purchases, order order 1: grant.request must be");
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
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
    const stores = await Promise.all(Array.from({ length: 4 }, () => postgresPurchases(postgres.url)));
    expect(await Promise.all(stores.map((store, i) => store.save([purchaseOf(i)])))).to.deep.equal(Array(4).fill(true));
    const moves = stores.map((store, i) =>
      store.save([0, 1, 2, 3].map((n) => purchaseOf((i + n) % 4, { revision: 1 }))),
    );
    expect((await Promise.all(moves)).filter(Boolean)).to.have.length(1);
    for (const n of [0, 1, 2, 3]) expect((await stores[n]?.ofOrder(`order ${n}`))?.revision).to.equal(1);
    const late = (n: number) => ({ invitation: { ...purchaseOf(n).invitation, expiresAt: 1_900_000_000 + (n % 3) } });
    const together = Array.from({ length: 24 }, (_, i) => {
      const pair = [100 + 2 * i, 101 + 2 * i].map((n) => purchaseOf(n, late(n)));
      return stores[i % 4]?.save(i % 2 === 0 ? pair : pair.reverse());
    });
    expect(await Promise.all(together)).to.deep.equal(Array(24).fill(true));
    const asked = { eventId: 7, classId: 1, now: 1_900_000_000, seats: [] };
    expect(await stores[0]?.invitedOf(asked)).to.deep.equal({ rights: 64, seats: [] });
    await Promise.all(stores.map((store) => store.close()));
  });

  it("in PostgreSQL stay whole when the server ends a connection within a change", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
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
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
    const store = await postgresPurchases(pool);
    await store.save([purchaseOf(1)]);
    await pool.query("UPDATE doorkey_purchases SET purchase = $1", [JSON.stringify({ ...purchaseOf(1), seats: 7 })]);
    const { code, message } = await refusalOf(store.ofOrder("order 1"));
    expect(code).to.equal("JOURNAL_DAMAGED");
    expect(message).to.contain("doorkey_purchases, order order 1: seats must be");
  });

  it("in PostgreSQL keep texts that JSON escapes", async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_purchases, doorkey_invited_rights, doorkey_grant_requests");
    const store = await postgresPurchases(pool);
    const odd = { ...purchaseOf(1), className: "b\u0000c \ud800" };
    await store.save([odd]);
    expect(await store.ofOrder("order 1")).to.deep.equal(odd);
  });
});

/** What invited orders take, by the words of the store's contract. */
function recount(orders: readonly Purchase[], { eventId, classId, now, seats, except }: InvitedQuestion): Invited {
  const invited = orders.filter(
    ({ orderId, invitation, grant, pass }) =>
      invitation.event.eventId === eventId &&
      invitation.classId === classId &&
      orderId !== except &&
      pass === undefined &&
      (grant !== undefined || now < invitation.expiresAt),
  );
  return {
    rights: invited.reduce((sum, { invitation }) => sum + invitation.quantity, 0),
    seats: [...new Set(seats)]
      .filter((seat) => invited.some((order) => order.seats.includes(seat)))
      .sort((a, b) => a - b),
  };
}

async function refusedBy(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded");
}
