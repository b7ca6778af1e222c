import { expect } from "chai";
import type { Sale } from "../src/sales/Sale.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import { Clerk, call } from "./helpers/Clerk.ts";
import { type OfficeStage, SHOP_KEY, startOfficeStage } from "./helpers/officeStage.ts";

describe("the staff of an office", () => {
  let stage: OfficeStage;
  let office: Office;
  /** Seconds that the office's clock is ahead. */
  let ahead = 0;

  before(async () => {
    stage = await startOfficeStage();
    office = await stage.start({ now: () => Date.now() / 1_000 + ahead });
  });
  beforeEach(() => {
    ahead = 0;
  });
  after(() => stage.close());

  async function token(name = "Aya", role = "clerk"): Promise<string> {
    const authorization = `Bearer ${office.operatorToken}`;
    const answer = await call<{ url: string }>(
      office.operatorUrl,
      "POST",
      "/operator/staff-invitations",
      { name, role },
      { authorization },
    );
    return answer.body.url.split("#invite=")[1] ?? "";
  }

  const signIn = (secret: string) => call(office.url, "POST", "/api/session", { token: secret });

  it("signs one person in with a link, with a cookie that no script reads", async () => {
    const secret = await token();
    const { status, body, headers } = await signIn(secret);
    expect(status).to.equal(200);
    expect(body.staff).to.include({ name: "Aya", role: "clerk" });
    const cookie = headers.get("set-cookie") ?? "";
    expect(cookie).to.match(/^doorkey_office=[\w-]{43}; /);
    expect(cookie).to.include("HttpOnly").and.include("SameSite=Strict").and.include("Path=/");
    expect((await signIn(secret)).body.code).to.equal("TOKEN_USED");
  });

  it("refuses a link that is too old, and one that it does not know", async () => {
    const secret = await token();
    ahead = 899;
    const stillGood = await token("Bo");
    ahead = 901;
    expect((await signIn(secret)).body.code).to.equal("TOKEN_EXPIRED");
    expect((await signIn(stillGood)).status).to.equal(200);
    expect((await signIn("x".repeat(24))).body.code).to.equal("TOKEN_UNKNOWN");
    expect((await signIn("x".repeat(23))).body.code).to.equal("BODY_MALFORMED");
  });

  it("ends a session after its hours", async () => {
    const clerk = await stage.staff(office, "clerk");
    ahead = 12 * 3_600 - 2;
    expect((await clerk.get("/api/session")).status).to.equal(200);
    ahead = 12 * 3_600 + 1;
    const { status, body } = await clerk.get("/api/session");
    expect({ status, code: body.code }).to.deep.equal({ status: 401, code: "SESSION_EXPIRED" });
  });

  it("ends a session by its clerk, and all sessions of one whom a manager removes", async () => {
    const [clerk, manager] = [await stage.staff(office, "clerk", "Kei"), await stage.staff(office, "manager", "Mika")];
    const again = await stage.staff(office, "clerk", "Kei");
    expect((await clerk.delete("/api/session")).status).to.equal(204);
    expect((await clerk.get("/api/session")).body.code).to.equal("SESSION_MISSING");
    const { body } = await manager.get<{ staff: { id: string; name: string }[] }>("/api/staff");
    const kei = body.staff.filter(({ name }) => name === "Kei");
    expect(kei).to.have.length(1);
    expect((await manager.delete(`/api/staff/${kei[0]?.id}`)).status).to.equal(200);
    expect((await again.get("/api/session")).body.code).to.equal("SESSION_MISSING");
    expect((await manager.delete("/api/staff/00ff")).body.code).to.equal("STAFF_UNKNOWN");
  });

  it("lets only a manager revoke, name, move by document, import and invite", async () => {
    const clerk = await stage.staff(office, "clerk");
    const document = { type: "passport", country: "JPN", number: "AB123456" };
    const [rightId, newHolder] = ["4294967296", `0x${"ab".repeat(20)}`];
    const asked = [
      await clerk.post("/api/revocations", { rightIds: [rightId], reason: "refunded" }),
      await clerk.post("/api/names", { rightId, document }),
      await clerk.post("/api/moves", { rightId, newHolder, document }),
      await clerk.post("/api/staff/invitations", { name: "Aya", role: "clerk" }),
      await clerk.get("/api/imports"),
      await clerk.get("/api/staff"),
    ];
    expect(asked.map(({ status, body }) => `${status} ${body.code}`)).to.deep.equal(Array(6).fill("403 ROLE_MISSING"));
  });

  it("answers nothing of the box office to a visitor who is not signed in", async () => {
    const stranger = new Clerk(office.url, "doorkey_office=abc");
    const asked = [
      await stranger.get("/api/session"),
      await stranger.get("/api/events"),
      await stranger.get("/api/search?q=a"),
      await stranger.get("/api/waiting"),
      await stranger.get("/api/stream"),
      await stranger.get("/api/rebind-requests/file"),
      await stranger.get(`/api/totals?eventId=${stage.show.eventId}&day=2027-03-20`),
      await stranger.post("/api/sales", { eventId: stage.show.eventId, className: "standing", quantity: 1 }),
      await stranger.post("/api/sales/00ff/cancel"),
    ];
    expect(asked.map(({ body }) => body.code)).to.deep.equal(Array(9).fill("SESSION_MISSING"));
  });

  it("refuses a change that a page of another origin asks for, even with the cookie", async () => {
    const { cookie } = await stage.staff(office, "clerk");
    const wish = { eventId: stage.show.eventId, className: "standing", quantity: 1 };
    const port = Number(new URL(office.url).port) + 1;
    for (const origin of ["https://evil.example", `http://127.0.0.1:${port}`, "null"]) {
      const { status, body } = await call(office.url, "POST", "/api/sales", wish, { cookie, origin });
      expect({ status, code: body.code }, origin).to.deep.equal({ status: 403, code: "ORIGIN_FOREIGN" });
    }
    expect((await call(office.url, "POST", "/api/sales", wish, { cookie, origin: office.url })).status).to.equal(201);
  });

  it("takes the operator's token on the operator's port alone", async () => {
    const body = { name: "Aya", role: "clerk" };
    const asked = await call(office.operatorUrl, "POST", "/operator/staff-invitations", body);
    expect(asked.body.code).to.equal("OPERATOR_UNKNOWN");
    const authorization = `Bearer ${office.operatorToken}`;
    expect((await call(office.url, "GET", "/metrics", undefined, { authorization })).status).to.equal(404);
    const metrics = await call<string>(office.operatorUrl, "GET", "/metrics", undefined, { authorization });
    expect(String(metrics.body)).to.include("doorkey_office_sales_open");
    expect((await call(office.operatorUrl, "GET", "/metrics")).status).to.equal(401);
  });

  it("sells to a shop with its key, and to no other", async () => {
    const order = { order: "1001", eventId: stage.show.eventId, className: "standing", quantity: 2 };
    const ask = (headers: Record<string, string>, change: object = {}) =>
      call<Sale>(office.url, "POST", "/purchases", { ...order, ...change }, headers);
    expect((await ask({})).body.code).to.equal("KEY_MISSING");
    expect((await ask({ authorization: "Bearer dk_web_another-key-of-the-tests" })).body.code).to.equal("KEY_UNKNOWN");
    const authorization = `Bearer ${SHOP_KEY}`;
    const first = await ask({ authorization });
    expect(first.status, JSON.stringify(first.body)).to.equal(201);
    const again = await ask({ authorization });
    expect(again.status).to.equal(200);
    expect(again.body.link).to.equal(first.body.link);
    expect((await ask({ authorization }, { quantity: 3 })).body.code).to.equal("PURCHASE_DIFFERENT");
    const read = await call<Sale>(office.url, "GET", "/purchases/1001", undefined, { authorization });
    expect(read.body).to.include({ state: "waiting", link: first.body.link });
    expect((await call(office.url, "GET", "/purchases/9", undefined, { authorization })).body.code).to.equal(
      "SALE_UNKNOWN",
    );
  });

  it("logs no secret", async () => {
    const secret = await token("Nori");
    await signIn(secret);
    const said = stage.log.join("\n");
    expect(stage.log).not.to.have.length(0);
    for (const one of [secret, SHOP_KEY, office.operatorToken]) expect(said).not.to.include(one);
  });
});
