import { join } from "node:path";
import { expect } from "chai";
import { type DeviceKey, type Pass, type SellerResults, signRebind, signReturn } from "doorkey/buyer";
import type { Sale } from "../src/sales/Sale.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import { openStorage } from "../src/storage/openStorage.ts";
import { type Clerk, call } from "./helpers/Clerk.ts";
import { listenTo } from "./helpers/listenTo.ts";
import { claimOf, type OfficeStage, SHOP_KEY, startOfficeStage, WALLET } from "./helpers/officeStage.ts";

describe("an office among thieves", () => {
  let stage: OfficeStage;
  let office: Office;
  let clerk: Clerk;
  let manager: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    await begin();
  });
  after(() => stage.close());

  async function begin(): Promise<void> {
    office = await stage.start();
    clerk = await stage.staff(office, "clerk", "Aya");
    manager = await stage.staff(office, "manager", "Mika");
  }

  const fromWallet = <T>(path: string, body: unknown) => call<T>(office.url, "POST", path, body, { origin: WALLET });
  const fromShop = <T>(method: string, path: string, body?: unknown, authorization = `Bearer ${SHOP_KEY}`) =>
    call<T>(office.url, method, path, body, { authorization });
  const order = (of: string) => ({ order: of, eventId: stage.show.eventId, className: "standing", quantity: 1 });

  async function sold(): Promise<{ phone: DeviceKey; pass: Pass }> {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity: 1 };
    const { id } = (await clerk.post<Sale>("/api/sales", wish)).body;
    const { link } = (await clerk.post<Sale>(`/api/sales/${id}/invitation`)).body;
    const phone = await stage.phone();
    return { phone, pass: (await fromWallet<Pass>("/claims", await claimOf(phone, link))).body };
  }

  async function totals(): Promise<{ returned: number; moved: number }> {
    const day = new Date().toISOString().slice(0, 10);
    const { body } = await clerk.get<{ returned: number; moved: number }>(
      `/api/totals?eventId=${stage.show.eventId}&day=${day}`,
    );
    return { returned: body.returned, moved: body.moved };
  }

  describe("the books", () => {
    it("count a return once, also if it comes again", async () => {
      const { phone, pass } = await sold();
      const before = await totals();
      const junk = { rightId: pass.rightId, count: 1, rebinds: 0, expiresAt: "1", signature: "0x" };
      const refused = await fromWallet<SellerResults<"returned">>("/returns", { returns: [junk] });
      expect(refused.body.results?.[0]?.status).to.equal("refused");
      const signed = { returns: [await signReturn(phone, pass)] };
      const answers = await Promise.all([1, 2, 3].map(() => fromWallet("/returns", signed)));
      for (const { body } of [...answers, await fromWallet("/returns", signed)]) {
        expect(body).to.deep.equal({ results: [{ rightId: pass.rightId, status: "returned" }] });
      }
      const again = await fromWallet<SellerResults<"returned">>("/returns", { returns: Array(8).fill(junk) });
      expect(again.body.results).to.have.length(8);
      expect(await totals()).to.deep.equal({ ...before, returned: before.returned + 1 });
    });

    it("have no move to the key that a right has already", async () => {
      const { phone, pass } = await sold();
      const before = await totals();
      const junk = { rightId: pass.rightId, newHolder: phone.address, proof: "0x" };
      expect((await fromWallet("/rebinds", { rebinds: [junk] })).status).to.equal(200);
      expect(await totals()).to.deep.equal(before);
    });

    it("have a move once, and each phone that asked for it at the same time hears of it", async () => {
      const { phone, pass } = await sold();
      const { address: newHolder } = await stage.phone();
      const before = await totals();
      const consent = { rebinds: [await signRebind(phone, pass, { newHolder })] };
      const answers = await Promise.all([1, 2, 3].map(() => fromWallet("/rebinds", consent)));
      for (const { body } of answers) {
        expect(body).to.deep.equal({ results: [{ rightId: pass.rightId, status: "rebound" }] });
      }
      expect(await totals()).to.deep.equal({ ...before, moved: before.moved + 1 });
    });

    it("tell the clerks nothing of what was refused to a phone", async () => {
      const { pass } = await sold();
      const stream = await listenTo(office, clerk);
      const thief = await stage.phone();
      const forged = await signReturn(thief, { ...pass, holder: thief.address });
      const { body } = await fromWallet<SellerResults<"returned">>("/returns", { returns: [forged] });
      expect(body.results?.[0]?.status).to.equal("refused");
      await sold();
      await stream.until(/"state":"kept"/);
      expect(stream.text()).not.to.include("event: act");
      expect((await clerk.get<{ acts: unknown[] }>("/api/waiting")).body.acts).to.deep.equal([]);
      await stream.close();
    });
  });

  describe("a clerk with bad intent", () => {
    it("sees no link of an order that was paid elsewhere, and a manager does", async () => {
      const [ofClerk, ofManager] = [await listenTo(office, clerk), await listenTo(office, manager)];
      const { link } = (await fromShop<Sale>("POST", "/purchases", order("paid-online"))).body;
      expect(link).to.be.a("string");
      const linksOf = async (who: Clerk) => {
        const { sales = [] } = (await who.get<{ sales: Sale[] }>("/api/search?q=paid-online")).body;
        const id = sales[0]?.id;
        const read = [
          (await who.get<Sale>(`/api/sales/${id}`)).body,
          (await who.post<Sale>(`/api/sales/${id}/invitation`)).body,
        ];
        return [...sales, ...read].map((sale) => sale.link);
      };
      expect(await linksOf(clerk)).to.deep.equal([undefined, undefined, undefined]);
      expect(await linksOf(manager)).to.deep.equal([link, link, link]);
      await Promise.all([ofClerk, ofManager].map((stream) => stream.until(/"order":"paid-online"/)));
      expect(ofManager.text()).to.include(link);
      expect(ofClerk.text()).not.to.include('"link"');
      await Promise.all([ofClerk.close(), ofManager.close()]);
    });

    it("hears nothing more after signing out", async () => {
      const leaving = await stage.staff(office, "clerk", "Leo");
      const stream = await listenTo(office, leaving);
      await leaving.delete("/api/session");
      await stream.ended;
    });

    it("does not come back with a link that was made before the removal", async () => {
      const bad = await stage.staff(office, "manager", "Bad");
      const invited = async (by: Clerk, name: string, role: string) => {
        const { url = "" } = (await by.post<{ url: string }>("/api/staff/invitations", { name, role })).body;
        return url.split("#invite=")[1] ?? "";
      };
      const links = [await invited(manager, "Bad", "manager"), await invited(bad, "Ghost", "clerk")];
      const { staff = [] } = (await manager.get<{ staff: { id: string; name: string }[] }>("/api/staff")).body;
      const remove = (name: string) => manager.delete(`/api/staff/${staff.find((one) => one.name === name)?.id}`);
      const kei = await invited(manager, "Kei", "clerk");
      await remove("Leo");
      expect((await call(office.url, "POST", "/api/session", { token: kei })).status).to.equal(200);
      await remove("Bad");
      for (const token of links) {
        expect((await call(office.url, "POST", "/api/session", { token })).body.code).to.equal("TOKEN_UNKNOWN");
      }
      expect((await clerk.get("/api/session")).status).to.equal(200);
    });

    it("gives nobody a name that a terminal would run, or that is half a character", async () => {
      for (const name of ["\u001b[2J", "a\u0000b", "\ud800", " Aya", "Aya ", "x".repeat(41), ""]) {
        const { body } = await manager.post("/api/staff/invitations", { name, role: "clerk" });
        expect(body.code, JSON.stringify(name)).to.equal("BODY_MALFORMED");
      }
      for (const name of ["A", "x".repeat(40), "青木 綾"]) {
        expect((await manager.post("/api/staff/invitations", { name, role: "clerk" })).status, name).to.equal(200);
      }
    });

    it("does not lock others out with guesses", async () => {
      const guess = () => call(office.url, "POST", "/api/session", { token: "x".repeat(24) });
      const codes = new Set<string | undefined>();
      for (let i = 0; i < 61; i++) codes.add((await guess()).body.code);
      expect([...codes]).to.deep.equal(["TOKEN_UNKNOWN", "RATE_LIMITED"]);
      expect((await (await stage.staff(office, "clerk", "Taro")).get("/api/session")).status).to.equal(200);
    });
  });

  describe("orders and searches", () => {
    it("takes no order that its database could confuse with another, nor one that no address can hold", async () => {
      for (const bad of ["\ud800", "a\udfff", ".", "..", "a\nb", "a\u0000", "", "x".repeat(121)]) {
        const { body } = await fromShop("POST", "/purchases", order(bad));
        expect(body.code, JSON.stringify(bad)).to.equal("BODY_MALFORMED");
      }
      for (const good of ["...", "a/b", "%2e%2e", "=1+1", "a'; drop table sale;--", "😀", "注文".repeat(60)]) {
        const opened = await fromShop<Sale>("POST", "/purchases", order(good));
        const read = await fromShop<Sale>("GET", `/purchases/${encodeURIComponent(good)}`);
        expect(read.body, good).to.include({ order: good, link: opened.body.link });
      }
    });

    it("finds an order whose number is larger than that of any right", async () => {
      for (const number of ["18446744073709551615", "18446744073709551616", "99999999999999999999"]) {
        await fromShop("POST", "/purchases", order(number));
        const { status, body } = await clerk.get<{ sales: Sale[] }>(`/api/search?q=${number}`);
        expect({ status, orders: body.sales?.map((sale) => sale.order) }, number).to.deep.equal({
          status: 200,
          orders: [number],
        });
      }
    });

    it("refuses a day that no calendar has", async () => {
      for (const day of ["2027-13-01", "2027-00-10", "2027-01-32", "2027-1-1"]) {
        const { body } = await clerk.get(`/api/totals?eventId=${stage.show.eventId}&day=${day}`);
        expect(body.code, day).to.equal("BODY_MALFORMED");
      }
    });

    it("takes a shop's key under the word bearer in any case, and the key in its own alone", async () => {
      const read = async (authorization: string) =>
        (await fromShop("GET", "/purchases/none", undefined, authorization)).body.code;
      for (const word of ["Bearer", "bearer", "BEARER"])
        expect(await read(`${word} ${SHOP_KEY}`)).to.equal("SALE_UNKNOWN");
      for (const wrong of [`Bearer ${SHOP_KEY.toUpperCase()}`, `Basic ${SHOP_KEY}`, SHOP_KEY, `Bearer ${SHOP_KEY}x`]) {
        expect(await read(wrong), wrong).to.equal("KEY_UNKNOWN");
      }
    });
  });

  it("lists the requests of lost phones beside one of an event that it does not sell any more", async () => {
    const { pass } = await sold();
    await office.stop();
    const { chainId, rightsRegistry } = stage.show.event;
    const agent = { chainId, rightsRegistry, agentId: stage.show.agentId };
    const storage = openStorage({ folder: join(stage.folder, "data"), agent });
    storage.write((db) =>
      db
        .prepare("insert into rebind_request values ('aa', '42949672960000', ?1, ?1, 'by her voice', 1, 'Aya')")
        .run(pass.holder),
    );
    storage.close();
    await begin();
    const { address: newHolder } = await stage.phone();
    const wish = { rightId: pass.rightId, newHolder, recognised: "by the receipt" };
    const filed = await clerk.post<{ id: string }>("/api/rebind-requests", wish);
    const { requests } = (await clerk.get<{ requests: { id: string }[] }>("/api/rebind-requests")).body;
    expect(requests.map(({ id }) => id)).to.deep.equal([filed.body.id]);
  });
});
