import { expect } from "chai";
import { checkPass, readInvitation, signClaim } from "doorkey/buyer";
import type { Sale } from "../src/sales/Sale.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import { type Clerk, call } from "./helpers/Clerk.ts";
import { claimOf, type OfficeStage, startOfficeStage, WALLET } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";

describe("a sale at the counter", () => {
  let stage: OfficeStage;
  let office: Office;
  let clerk: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    office = await stage.start();
    clerk = await stage.staff(office, "clerk", "Aya");
  });
  after(() => stage.close());

  const wish = (change: object = {}) => ({
    eventId: stage.show.eventId,
    className: "standing",
    quantity: 2,
    ...change,
  });

  async function reserved(change: object = {}): Promise<Sale> {
    const { status, body } = await clerk.post<Sale>("/api/sales", wish(change));
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }

  async function invited(change: object = {}): Promise<Sale> {
    const { id } = await reserved(change);
    return (await clerk.post<Sale>(`/api/sales/${id}/invitation`)).body;
  }

  const stateOf = async ({ id }: Pick<Sale, "id">) => (await clerk.get<Sale>(`/api/sales/${id}`)).body.state;

  it("keeps places, invites the phone, and grants to its key once", async () => {
    const first = await reserved();
    expect(first).to.include({
      state: "reserved",
      className: "standing",
      quantity: 2,
      by: "Aya",
      source: "box-office",
    });
    expect(first).not.to.have.property("link");
    const sale = (await clerk.post<Sale>(`/api/sales/${first.id}/invitation`)).body;
    expect(sale.state).to.equal("waiting");
    expect(sale.link).to.match(new RegExp(`^${WALLET}/#doorkey=`));
    expect(readInvitation(sale.link ?? "").seller).to.equal("https://tickets.example/door");
    const phone = await stage.phone();
    const claim = await claimOf(phone, sale.link);
    const [one, two] = await Promise.all([
      call(office.url, "POST", "/claims", claim),
      call(office.url, "POST", "/claims", claim),
    ]);
    expect(one.status, JSON.stringify(one.body)).to.equal(200);
    expect(two.body).to.deep.equal(one.body);
    const pass = checkPass(phone, one.body);
    expect(pass.count).to.equal(2);
    await until("the sale says that the wallet has the pass", async () => (await stateOf(sale)) === "kept");
    const after = (await clerk.get<Sale>(`/api/sales/${sale.id}`)).body;
    expect(after.rightIds).to.deep.equal([pass.rightId, String(BigInt(pass.rightId) + 1n)]);
    expect(after).not.to.have.property("link");
    expect((await call(office.url, "POST", "/claims", claim)).body).to.deep.equal(one.body);
  });

  it("refuses the claim of a second phone in words", async () => {
    const { link } = await invited();
    expect((await call(office.url, "POST", "/claims", await claimOf(await stage.phone(), link))).status).to.equal(200);
    const { status, body } = await call(office.url, "POST", "/claims", await claimOf(await stage.phone(), link));
    expect({ status, code: body.code }).to.deep.equal({ status: 409, code: "PURCHASE_TAKEN" });
    expect(body).to.include.keys("message", "remedy", "retryable", "detail");
  });

  it("cancels what no phone has claimed, and frees its seat", async () => {
    const seat = { className: "seated", quantity: 1, seats: ["A-1-1"] };
    const { id, link } = await invited(seat);
    expect((await clerk.post("/api/sales", wish(seat))).body.code).to.equal("SALE_REFUSED");
    expect((await clerk.post<Sale>(`/api/sales/${id}/cancel`)).body.state).to.equal("cancelled");
    expect((await clerk.post<Sale>(`/api/sales/${id}/cancel`)).body.state).to.equal("cancelled");
    const late = await call(office.url, "POST", "/claims", await claimOf(await stage.phone(), link));
    expect(late.body.code).to.equal("PURCHASE_UNKNOWN");
    expect((await reserved(seat)).seats).to.deep.equal(["A-1-1"]);
    expect((await clerk.post(`/api/sales/${id}/invitation`)).body.code).to.equal("SALE_OVER");
  });

  it("does not cancel what a phone has claimed", async () => {
    const { id, link } = await invited();
    await call(office.url, "POST", "/claims", await claimOf(await stage.phone(), link));
    const { status, body } = await clerk.post(`/api/sales/${id}/cancel`);
    expect({ status, code: body.code }).to.deep.equal({ status: 409, code: "SALE_CLAIMED" });
  });

  it("gives the last seat to one of two clerks, and tells the other", async () => {
    const other = await stage.staff(office, "clerk", "Bo");
    const seat = wish({ className: "seated", quantity: 1, seats: ["A-2-2"] });
    const answers = await Promise.all([clerk.post("/api/sales", seat), other.post("/api/sales", seat)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409]);
    const loser = answers.find(({ status }) => status === 409)?.body;
    expect(loser?.code).to.equal("SALE_REFUSED");
    expect(loser?.detail).to.match(/in another open order/);
  });

  it("ends a reservation after its time, and an invitation keeps its own", async () => {
    const early = await stage.start({
      data: "expiry",
      change: (text) => text.replace("keepMinutes: 15", "keepMinutes: 1"),
    });
    const there = await stage.staff(early, "clerk");
    const sale = (await there.post<Sale>("/api/sales", wish())).body;
    const seconds = (sale.keptUntil ?? 0) - sale.createdAt;
    expect(seconds).to.be.within(59, 300);
    const kept = (await there.post<Sale>(`/api/sales/${sale.id}/invitation`)).body;
    expect(kept).not.to.have.property("keptUntil");
    expect((kept.expiresAt ?? 0) - sale.createdAt).to.be.within(168 * 3_600 - 1, 168 * 3_600 + 300);
    await early.stop();
  });

  it("gives the same pass after a restart", async () => {
    const { id, link } = await invited();
    const phone = await stage.phone();
    const claim = await signClaim(phone, readInvitation(link ?? "").invitation);
    await stage.node.automine(false);
    const pending = call(office.url, "POST", "/claims", claim);
    await until("the sale is claimed", async () => (await stateOf({ id })) === "claimed");
    await stage.node.automine(true);
    await stage.node.mine();
    await pending;
    await office.stop();
    office = await stage.start();
    clerk = await stage.staff(office, "clerk", "Aya");
    const { status, body } = await call(office.url, "POST", "/claims", claim);
    expect(status, JSON.stringify(body)).to.equal(200);
    await until("the wallet has the pass", async () => (await stateOf({ id })) === "kept");
    const { body: found } = await call<{ rights: unknown[] }>(office.url, "GET", `/rights?holder=${phone.address}`);
    expect(found.rights).to.have.length(2);
  });
});
