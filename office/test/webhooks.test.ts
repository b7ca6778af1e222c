import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Deliveries } from "doorkey-server";
import Value from "typebox/value";
import type { KeptSale } from "../src/sales/Sale.ts";
import { addSale, changeSale } from "../src/sales/saleTable.ts";
import { openStorage, type Storage } from "../src/storage/openStorage.ts";
import { WEBHOOKS } from "../src/webhooks/schemas.ts";
import { startWebhooks } from "../src/webhooks/startWebhooks.ts";
import { addNews, countDeliveries, type News, replayDead } from "../src/webhooks/webhookTables.ts";
import { SECRET, startReceiver, type WebhookReceiver } from "./helpers/webhookReceiver.ts";

const HOLDER = "0x00000000000000000000000000000000000000A1";
const AGENT = { chainId: 31_337, rightsRegistry: HOLDER, agentId: 1 } as const;

describe("webhooks of the office", () => {
  let folder: string;
  let storage: Storage;
  let receiver: WebhookReceiver;
  let webhooks: Deliveries;
  /** Seconds; the tests move it. */
  let now = 1_800_000_000;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-webhooks-"));
    receiver = await startReceiver({ now: () => now });
    open();
  });
  afterEach(async () => {
    await webhooks.stop();
    storage.close();
    await receiver.close();
    await rm(folder, { recursive: true });
  });

  /** Opens the database as a new process would, and follows it with three endpoints. Rounds are called by hand. */
  function open(port = receiver.port, ids: readonly string[] = ["all", "a", "b"]): void {
    storage = openStorage({ folder, agent: AGENT });
    webhooks = startWebhooks({
      storage,
      webhooks: {
        allowPrivateAddresses: true,
        endpoints: ids.map((id) => {
          const shop = id === "all" ? undefined : id;
          return { id, url: `http://127.0.0.1:${port}/${id}`, secret: SECRET, shop };
        }),
      },
      now: () => now,
      everyMs: 3_600_000,
      timeoutMs: 300,
      onOutcome: () => {},
      onTrouble: (error) => {
        throw error;
      },
    });
  }

  const sale = (id: string, change: Partial<KeptSale> = {}): KeptSale => ({
    ...{ id, purchase: `p-${id}`, eventId: 7, order: `order ${id}`, source: "shop", shop: "a", className: "seated" },
    ...{ quantity: 1, seats: ["A-1"], state: "waiting", createdAt: now, rightIds: [], changedAt: now },
    ...change,
  });
  const add = (one: KeptSale) => storage.write((db) => addSale(db, one));
  const claim = (one: KeptSale) =>
    storage.write((db) => changeSale(db, { ...one, state: "claimed", holder: HOLDER, changedAt: now + 1 }));
  const grant = (one: KeptSale, state: KeptSale["state"] = "granted") =>
    storage.write((db) =>
      changeSale(db, { ...one, state, holder: HOLDER, rightIds: ["30064771072"], changedAt: now + 2 }),
    );
  const news = (change: Partial<News> = {}): News => ({
    ...{ id: "0x12:0", type: "right.revoked", eventId: 7, at: now, rightId: "30064771072" },
    data: { holder: HOLDER, reason: "refunded" },
    ...change,
  });
  const typesAt = (path: string) => receiver.at(path).map(({ body }) => body.type);

  it("are posted signed, once for a claim and once for a grant, each as the interface says", async () => {
    const one = sale("1");
    add(one);
    claim(one);
    grant({ ...one, state: "claimed" });
    grant({ ...one, state: "granted" }, "kept");
    await webhooks.round();
    const got = receiver.at("/all");
    expect(got.map(({ body }) => body.type)).to.deep.equal(["purchase.claimed", "purchase.granted"]);
    expect(got.every(({ signed, userAgent }) => signed && userAgent === "doorkey-office")).to.equal(true);
    expect(got[1]?.body).to.deep.equal({
      ...{ id: "granted:1", type: "purchase.granted", at: now + 2, eventId: 7, order: "order 1" },
      ...{ className: "seated", quantity: 1, seats: ["A-1"], holder: HOLDER, rightIds: ["30064771072"] },
    });
    for (const { body } of got)
      expect(Value.Check(WEBHOOKS[body.type as "purchase.granted"], body), body.type).to.equal(true);
    await webhooks.round();
    expect(receiver.at("/all"), "no more than once while it answers").to.have.length(2);
  });

  it("are not written for a sale whose transaction fails", async () => {
    const one = sale("1");
    add(one);
    expect(() =>
      storage.write((db) => {
        changeSale(db, { ...one, state: "claimed", holder: HOLDER });
        throw new Error("the disk is full");
      }),
    ).to.throw("the disk is full");
    await webhooks.round();
    expect(receiver.received).to.deep.equal([]);
  });

  it("keep the orders of a shop from the others, and send what concerns an event to all", async () => {
    const [ofA, ofB, ofClerk] = [sale("1"), sale("2", { shop: "b" }), sale("3", { source: "box-office" })];
    const { shop: _, ...counter } = ofClerk;
    for (const one of [ofA, ofB, counter]) {
      add(one);
      claim(one);
    }
    const cancelled: News = { id: "0x12:1", type: "event.cancelled", eventId: 7, at: now, data: {} };
    storage.write((db) => addNews(db, cancelled));
    storage.write((db) => addNews(db, news({ rightId: "99" })));
    await webhooks.round();
    const orders = (path: string) => receiver.at(path).map(({ body }) => body.order ?? body.type);
    expect(orders("/a")).to.deep.equal(["order 1", "event.cancelled"]);
    expect(orders("/b")).to.deep.equal(["order 2", "event.cancelled"]);
    expect(orders("/all")).to.deep.equal(["order 1", "order 2", "order 3", "event.cancelled", "right.revoked"]);
  });

  it("name the order that a right belongs to, and are written once for one log", async () => {
    const one = sale("1");
    add(one);
    grant(one);
    for (const again of [1, 2]) storage.write((db) => addNews(db, news({ at: now + again })));
    await webhooks.round();
    expect(typesAt("/a")).to.deep.equal(["purchase.granted", "right.revoked"]);
    expect(receiver.at("/a")[1]?.body).to.deep.equal({
      ...{ id: "0x12:0", type: "right.revoked", at: now + 1, eventId: 7, rightId: "30064771072" },
      ...{ order: "order 1", holder: HOLDER, reason: "refunded" },
    });
  });

  it("reach a shop that was down, that answered 500 and that was slow, in their order, and delay no other", async () => {
    receiver.answer("/a", 500);
    receiver.answer("/b", undefined);
    for (const one of [sale("1"), sale("2", { shop: "b" })]) {
      add(one);
      claim(one);
    }
    await webhooks.round();
    expect(typesAt("/all")).to.have.length(2);
    expect([typesAt("/a").length, typesAt("/b").length]).to.deep.equal([1, 1]);
    const waiting = (endpoint: string) =>
      countDeliveries(storage.db).find((one) => one.endpoint === endpoint)?.deliveries;
    expect([waiting("a"), waiting("b")]).to.deep.equal([1, 1]);
    receiver.answer("/a", 204);
    receiver.answer("/b", 204);
    await webhooks.round();
    expect([typesAt("/a").length, typesAt("/b").length], "not before its time").to.deep.equal([1, 1]);
    now += 6;
    await webhooks.round();
    expect([typesAt("/a").length, typesAt("/b").length]).to.deep.equal([2, 2]);
    expect(countDeliveries(storage.db)).to.deep.equal([]);
    const [first, second] = receiver.at("/a").map(({ body }) => body.id);
    expect(first, "the same id each time").to.equal(second);
  });

  it("survive the office, and reach a shop that starts later", async () => {
    const { port } = receiver;
    await receiver.close();
    const one = sale("1");
    add(one);
    claim(one);
    await webhooks.round();
    expect(countDeliveries(storage.db)).to.deep.include({ endpoint: "a", state: "waiting", deliveries: 1 });
    await webhooks.stop();
    storage.close();
    receiver = await startReceiver({ port, now: () => now });
    now += 6;
    open();
    await webhooks.round();
    expect(typesAt("/a")).to.deep.equal(["purchase.claimed"]);
  });

  it("let a shop rest that fails five times in a row, give up after a day, and are replayed when asked", async () => {
    receiver.answer("/a", 500);
    for (let i = 0; i < 8; i++) {
      add(sale(`${i}`));
      claim(sale(`${i}`));
    }
    await webhooks.round();
    expect(typesAt("/a"), "the breaker opens").to.have.length(5);
    now += 29;
    await webhooks.round();
    expect(typesAt("/a")).to.have.length(5);
    now += 86_400;
    await webhooks.round();
    expect(typesAt("/a"), "the breaker lets one through").to.have.length(6);
    expect(countDeliveries(storage.db)).to.deep.include({ endpoint: "a", state: "dead", deliveries: 1 });
    receiver.answer("/a", 204);
    now += 3_600;
    await webhooks.round();
    expect(countDeliveries(storage.db)).to.deep.equal([{ endpoint: "a", state: "dead", deliveries: 1 }]);
    expect(storage.write((db) => replayDead(db, "a", now))).to.equal(1);
    await webhooks.round();
    expect(countDeliveries(storage.db)).to.deep.equal([]);
    expect(new Set(receiver.at("/a").map(({ body }) => body.id)).size).to.equal(8);
  });

  it("forget an endpoint's dead deliveries after a month, and keep no event without a delivery", async () => {
    receiver.answer("/a", 500);
    add(sale("1"));
    claim(sale("1"));
    await webhooks.round();
    now += 86_401;
    await webhooks.round();
    const events = () => storage.db.prepare("select count(*) as it from webhook_event").get()?.it;
    expect([countDeliveries(storage.db).length, events()]).to.deep.equal([1, 1]);
    now += 31 * 86_400;
    await webhooks.round();
    expect([countDeliveries(storage.db).length, events()]).to.deep.equal([0, 0]);
  });
});
