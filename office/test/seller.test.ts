import { expect } from "chai";
import { type DeviceKey, type HolderRights, type Pass, signRebind, signReturn } from "doorkey/buyer";
import type { Sale } from "../src/sales/Sale.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import { type Answer, type Clerk, call } from "./helpers/Clerk.ts";
import { claimOf, type OfficeStage, startOfficeStage, WALLET } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";

/** Claims with one bad byte. 10,000 with DOORKEY_FUZZ=10000. */
const CLAIMS = Number(process.env.DOORKEY_FUZZ ?? 2_000);

describe("the routes for wallets", () => {
  let stage: OfficeStage;
  let office: Office;
  let clerk: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    office = await stage.start();
    clerk = await stage.staff(office, "clerk");
  });
  after(() => stage.close());

  const fromWallet = <T>(method: string, path: string, body?: unknown, origin = WALLET): Promise<Answer<T>> =>
    call<T>(office.url, method, path, body, { origin });

  async function sold(quantity = 1): Promise<{ phone: DeviceKey; pass: Pass; sale: Sale }> {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity };
    const { id } = (await clerk.post<Sale>("/api/sales", wish)).body;
    const sale = (await clerk.post<Sale>(`/api/sales/${id}/invitation`)).body;
    const phone = await stage.phone();
    const { status, body } = await fromWallet<Pass>("POST", "/claims", await claimOf(phone, sale.link));
    expect(status, JSON.stringify(body)).to.equal(200);
    return { phone, pass: body, sale };
  }

  const rightsOf = async ({ address }: Pick<DeviceKey, "address">) =>
    (await fromWallet<HolderRights>("GET", `/rights?holder=${address}`)).body;

  it("lets the page of the event's wallet call, and no other", async () => {
    const asked = await call(office.url, "OPTIONS", "/claims", undefined, {
      origin: WALLET,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    });
    expect(asked.status).to.equal(204);
    expect(asked.headers.get("access-control-allow-origin")).to.equal(WALLET);
    expect(asked.headers.get("access-control-allow-headers")).to.equal("content-type");
    expect(asked.headers.get("access-control-allow-credentials")).to.equal(null);
    for (const origin of ["https://evil.example", "null", `${WALLET}.evil.example`, "http://wallet.hall.example"]) {
      const refused = await call(office.url, "OPTIONS", "/claims", undefined, { origin });
      expect(refused.status, origin).to.equal(403);
      expect(refused.headers.get("access-control-allow-origin"), origin).to.equal(null);
      const claim = await fromWallet("POST", "/claims", {}, origin);
      expect({ status: claim.status, code: claim.body.code }).to.deep.equal({ status: 403, code: "ORIGIN_FOREIGN" });
    }
  });

  it("does not let the wallet's page call the box office", async () => {
    const { status, headers, body } = await fromWallet("POST", "/api/session", { token: "x".repeat(24) });
    expect({ status, code: body.code }).to.deep.equal({ status: 403, code: "ORIGIN_FOREIGN" });
    expect(headers.get("access-control-allow-origin")).to.equal(null);
  });

  it("tells a fan of the event, and names its agent to anyone", async () => {
    const { body } = await fromWallet("GET", `/events/${stage.show.eventId}`);
    const { name, url } = stage.show.terms;
    expect(body).to.include({ name, url, wallet: WALLET, sellerName: "Tickets & Co", isCancelled: false });
    expect((await fromWallet("GET", "/events/99")).body.code).to.equal("EVENT_UNKNOWN");
    const site = await call(office.url, "GET", "/.well-known/doorkey.json", undefined, { origin: "https://a.example" });
    const { chainId, rightsRegistry } = stage.show.event;
    expect(site.body).to.deep.equal({
      agents: [{ chainId, rightsRegistry, agentId: stage.show.agentId }],
      seller: { path: "/door", name: "Tickets & Co", hosts: ["tickets.example"] },
    });
    expect(site.headers.get("access-control-allow-origin")).to.equal("*");
  });

  it("asks no site of its own network whether it sells", async () => {
    const asked = async (url: string) =>
      (await fromWallet("GET", `/sellers/${stage.show.eventId}?url=${encodeURIComponent(url)}`)).body;
    expect(await asked("http://169.254.169.254/latest")).to.deep.equal({
      status: "not-designated",
      reason: "not-https",
    });
    for (const url of ["https://127.0.0.1", "https://localhost", "https://[::1]:8481", office.operatorUrl]) {
      expect(await asked(url), url).to.deep.equal({ status: "not-designated", reason: "site-unreachable" });
    }
    expect((await asked("not an address")).code).to.equal("VALUE_INVALID");
  });

  it("takes a return once, and says so again", async () => {
    const { phone, pass } = await sold(2);
    const body = { returns: [await signReturn(phone, pass)] };
    const first = await fromWallet("POST", "/returns", body);
    expect(first.body).to.deep.equal({ results: [{ rightId: pass.rightId, status: "returned" }] });
    expect((await fromWallet("POST", "/returns", body)).body).to.deep.equal(first.body);
    const { rights, passes } = await rightsOf(phone);
    expect(rights.map(({ status, freed }) => ({ status, freed }))).to.deep.equal(
      Array(2).fill({ status: "void", freed: "returned" }),
    );
    expect(passes).to.deep.equal([]);
  });

  it("refuses a return that another key signed", async () => {
    const { pass } = await sold();
    const thief = await stage.phone();
    const body = { returns: [await signReturn(thief, { ...pass, holder: thief.address })] };
    const { body: answer } = await fromWallet<{ results: { status: string }[] }>("POST", "/returns", body);
    expect(answer.results?.[0]?.status, JSON.stringify(answer)).to.equal("refused");
  });

  it("moves a ticket to a new phone, which gets the pass, and tells the old one", async () => {
    const { phone, pass } = await sold();
    const next = await stage.phone();
    const body = { rebinds: [await signRebind(phone, pass, { newHolder: next.address })] };
    const first = await fromWallet("POST", "/rebinds", body);
    expect(first.body).to.deep.equal({ results: [{ rightId: pass.rightId, status: "rebound" }] });
    expect((await fromWallet("POST", "/rebinds", body)).body).to.deep.equal(first.body);
    const now = await rightsOf(next);
    expect(now.passes.map(({ rightId, holder }) => ({ rightId, holder }))).to.deep.equal([
      { rightId: pass.rightId, holder: next.address },
    ]);
    const before = await rightsOf(phone);
    expect(before.rights.map(({ holder, status }) => ({ holder, status }))).to.deep.equal([
      { holder: next.address, status: "rebound" },
    ]);
    expect(before.passes).to.deep.equal([]);
  });

  it(`answers ${CLAIMS} claims with one bad byte with a refusal, and keeps none of them`, async () => {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity: 1 };
    const { id } = (await clerk.post<Sale>("/api/sales", wish)).body;
    const { link } = (await clerk.post<Sale>(`/api/sales/${id}/invitation`)).body;
    const phone = await stage.phone();
    const claim = await claimOf(phone, link);
    const counts = new Map<string, number>();
    let most = 0;
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < CLAIMS; i = next++) {
        const answer = await fromWallet("POST", "/claims", withBadByte(claim, i));
        const code = `${answer.status} ${answer.body.code}`;
        counts.set(code, (counts.get(code) ?? 0) + 1);
        most = Math.max(most, process.memoryUsage().heapUsed);
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).to.equal(CLAIMS);
    for (const code of counts.keys()) expect(code).to.match(/^4\d\d [A-Z_]+$/);
    expect(most).to.be.lessThan(1_000_000_000);
    expect((await clerk.get<Sale>(`/api/sales/${id}`)).body).to.include({ state: "waiting", link });
    expect((await fromWallet("POST", "/claims", claim)).status).to.equal(200);
  }).timeout(900_000);

  it("refuses bodies that are no claims", async () => {
    const refused = async (body: unknown) => {
      const { status, body: answer } = await fromWallet("POST", "/claims", body);
      return `${status} ${answer.code}`;
    };
    expect(await refused({})).to.equal("400 CLAIM_MALFORMED");
    expect(await refused([])).to.equal("400 CLAIM_MALFORMED");
    expect(await refused({ text: "x".repeat(5_000) })).to.equal("413 BODY_TOO_LARGE");
    const text = await fetch(`${office.url}/claims`, { method: "POST", body: "hello" });
    expect(text.status).to.equal(415);
    expect((await fromWallet("GET", "/rights?holder=0x12")).body.code).to.equal("BODY_MALFORMED");
    expect((await fromWallet("POST", "/returns", { returns: [] })).body.code).to.equal("BODY_MALFORMED");
  });

  it("tells the box office of each change as it happens", async () => {
    const stream = await fetch(`${office.url}/api/stream`, { headers: { cookie: clerk.cookie } });
    expect(stream.headers.get("content-type")).to.equal("text/event-stream");
    let text = "";
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    void (async () => {
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value;
    })();
    const { sale } = await sold();
    const states = () =>
      [...text.matchAll(/event: sale\ndata: (.*)\n/g)]
        .map(([, data = ""]): Sale => JSON.parse(data))
        .filter(({ id }) => id === sale.id)
        .map(({ state }) => state);
    await until("the stream has told all states", () => states().includes("kept"));
    expect([...new Set(states())]).to.deep.equal(["reserved", "waiting", "claimed", "granted", "kept"]);
    expect(text).to.match(/event: head\n/);
    await reader?.cancel();
  });
});

/** The claim with one byte changed, another in each round. */
function withBadByte<claim extends { readonly signature: string; readonly holder: string }>(
  claim: claim,
  i: number,
): claim {
  const text = i % 4 === 0 ? claim.holder : claim.signature;
  const at = 2 + 2 * ((i >> 2) % ((text.length - 2) / 2));
  const byte = Number.parseInt(text.slice(at, at + 2), 16) ^ (1 + (i % 255));
  const bad = `${text.slice(0, at)}${byte.toString(16).padStart(2, "0")}${text.slice(at + 2)}`;
  return i % 4 === 0 ? { ...claim, holder: bad } : { ...claim, signature: bad };
}
