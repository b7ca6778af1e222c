import { expect } from "chai";
import { newEventKey, setAttester } from "doorkey/attester";
import { type DeviceKey, type Pass, signRebind, signReturn } from "doorkey/buyer";
import { walletOf } from "doorkey-test-support/keys";
import type { Act } from "../src/rights/Act.ts";
import type { RightRow } from "../src/rights/createRights.ts";
import type { Sale } from "../src/sales/Sale.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import { type Clerk, call } from "./helpers/Clerk.ts";
import { claimOf, type OfficeStage, startOfficeStage } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";

type Acted = { act: Act };

describe("rights at the counter", () => {
  let stage: OfficeStage;
  let office: Office;
  let clerk: Clerk;
  let manager: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    office = await stage.start();
    clerk = await stage.staff(office, "clerk", "Aya");
    manager = await stage.staff(office, "manager", "Mika");
  });
  after(() => stage.close());

  async function sold(quantity = 1): Promise<{ phone: DeviceKey; pass: Pass; sale: Sale }> {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity };
    const { id } = (await clerk.post<Sale>("/api/sales", wish)).body;
    const sale = (await clerk.post<Sale>(`/api/sales/${id}/invitation`)).body;
    const phone = await stage.phone();
    const { body } = await call<Pass>(office.url, "POST", "/claims", await claimOf(phone, sale.link));
    await untilRead(clerk, body);
    return { phone, pass: body, sale };
  }

  const rightOf = async (rightId: string) => (await clerk.get<RightRow>(`/api/rights/${rightId}`)).body;

  it("revokes with a reason, and the right is void", async () => {
    const { pass, sale } = await sold();
    const { body } = await manager.post<Acted>("/api/revocations", { rightIds: [pass.rightId], reason: "refunded" });
    expect(body.act).to.include({ kind: "revoke", state: "done", by: "Mika" });
    expect(await rightOf(pass.rightId)).to.include({ status: "void", freed: "revoked", saleId: sale.id });
    const again = await manager.post<Acted>("/api/revocations", { rightIds: [pass.rightId], reason: "refunded" });
    expect(again.body.act.state).to.equal("refused");
    expect(again.body.act.results[0]?.sentence).to.be.a("string");
  });

  it("refuses a right that is not of its events", async () => {
    const { status, body } = await manager.post("/api/revocations", { rightIds: ["4294967296000"], reason: "x" });
    expect({ status, code: body.code }).to.deep.equal({ status: 404, code: "EVENT_UNKNOWN" });
  });

  it("moves a right with the old phone's consent, and takes a return", async () => {
    const { phone, pass } = await sold();
    const next = await stage.phone();
    const consent = await signRebind(phone, pass, { newHolder: next.address });
    expect((await clerk.post<Acted>("/api/moves", consent)).body.act).to.include({ kind: "move", state: "done" });
    const row = await rightOf(pass.rightId);
    expect(row).to.include({ holder: next.address, status: "rebound", rebinds: 1 });
    const back = await signReturn(next, { ...pass, holder: next.address }, { rebinds: 1 });
    expect((await clerk.post<Acted>("/api/returns", { returns: [back] })).body.act.state).to.equal("done");
    expect(await rightOf(pass.rightId)).to.include({ status: "void", freed: "returned" });
  });

  it("files a lost phone for the organizer, until the chain shows the new key", async () => {
    const { phone, pass } = await sold();
    const next = await stage.phone();
    const wish = { rightId: pass.rightId, newHolder: next.address, recognised: "knows the order and the card" };
    const filed = await clerk.post<{ id: string }>("/api/rebind-requests", wish);
    expect(filed.status).to.equal(201);
    const file = await clerk.get<unknown[]>("/api/rebind-requests/file");
    expect(file.headers.get("content-disposition")).to.include("rebind-requests.json");
    expect(file.body).to.deep.equal([{ ...wish, holder: phone.address }]);
    const consent = await signRebind(phone, pass, { newHolder: next.address });
    await clerk.post("/api/moves", consent);
    expect((await clerk.get("/api/rebind-requests")).body.requests).to.deep.equal([]);
    expect((await clerk.delete(`/api/rebind-requests/${filed.body.id}`)).status).to.equal(204);
    expect((await clerk.delete(`/api/rebind-requests/${filed.body.id}`)).body.code).to.equal("REQUEST_UNKNOWN");
  });

  it("finds a right by order, by its id and by its holder", async () => {
    const { phone, pass, sale } = await sold();
    for (const q of [sale.order, pass.rightId, phone.address.toLowerCase()]) {
      const { body } = await clerk.get<{ rights: RightRow[] }>(`/api/search?q=${q}`);
      expect(
        body.rights.map(({ rightId }) => rightId),
        q,
      ).to.deep.equal([pass.rightId]);
    }
    expect((await clerk.get<{ rights: [] }>("/api/search?q=nothing")).body.rights).to.deep.equal([]);
    expect((await clerk.get("/api/rights/99")).body.code).to.equal("RIGHT_UNKNOWN");
  });

  it("shows the quota left at each level, and the day's totals", async () => {
    const path = `/api/events/${stage.show.eventId}/classes`;
    type Classes = { classes: { name: string; placesLeft: number; quotas: { name: string; left: number }[] }[] };
    const left = async () => (await clerk.get<Classes>(path)).body.classes.find(({ name }) => name === "standing");
    const before = await left();
    await sold(3);
    const after = await left();
    expect((before?.placesLeft ?? 0) - (after?.placesLeft ?? 0)).to.equal(3);
    expect((before?.quotas[0]?.left ?? 0) - (after?.quotas[0]?.left ?? 0)).to.equal(3);
    expect(after?.quotas[0]?.name).to.equal("Tickets & Co");
    const offset = 60 * Number(/([+-]\d\d):/.exec(stage.show.terms.startsAt)?.[1] ?? 0);
    const day = new Date(Date.now() + offset * 60_000).toISOString().slice(0, 10);
    type Totals = {
      classes: { className: string; granted: number }[];
      revoked: number;
      returned: number;
      moved: number;
    };
    const { body } = await clerk.get<Totals>(`/api/totals?eventId=${stage.show.eventId}&day=${day}`);
    expect(body.classes.find(({ className }) => className === "standing")?.granted).to.be.at.least(7);
    expect({ revoked: body.revoked, returned: body.returned, moved: body.moved }).to.deep.equal({
      ...{ revoked: 1, returned: 1, moved: 2 },
    });
    const other = await clerk.get<Totals>(`/api/totals?eventId=${stage.show.eventId}&day=2020-01-01`);
    expect(other.body.classes).to.deep.equal([]);
  });

  it("shows nothing that waits for the chain when all is settled", async () => {
    const { body } = await clerk.get("/api/waiting");
    expect(body).to.deep.equal({ sales: [], acts: [], imports: [] });
  });
});

describe("an event that counts persons", () => {
  const attester = walletOf("attester of the office tests");
  const document = { type: "passport", country: "JPN", number: "AB123456" };
  let stage: OfficeStage;
  let office: Office;
  let clerk: Clerk;

  before(async () => {
    stage = await startOfficeStage({
      classes: { standing: { supply: 100, named: true } },
      policy: { identityVerifier: "attester", maxPerPerson: 1, maxRebinds: 2, minPublicBps: 0 },
    });
    const { organizer, eventId } = stage.show;
    await setAttester(organizer, { scopeEventId: eventId, attester: attester.address as `0x${string}`, trusted: true });
    office = await stage.start({ persons: { attester, eventKey: newEventKey() } });
    clerk = await stage.staff(office, "clerk");
  });
  after(() => stage.close());

  async function reserved(): Promise<Sale> {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity: 1 };
    const { status, body } = await clerk.post<Sale>("/api/sales", wish);
    expect(status, JSON.stringify(body)).to.equal(201);
    return body;
  }

  it("asks for a document, grants to the person, and refuses the second ticket of the same person", async () => {
    const sale = await reserved();
    expect((await clerk.post(`/api/sales/${sale.id}/invitation`)).body.code).to.equal("DOCUMENTS_MISSING");
    const { body } = await clerk.post<Sale>(`/api/sales/${sale.id}/invitation`, { documents: [document] });
    expect(JSON.stringify(body)).not.to.include(document.number);
    const phone = await stage.phone();
    const pass = await call<Pass>(office.url, "POST", "/claims", await claimOf(phone, body.link));
    expect(pass.status, JSON.stringify(pass.body)).to.equal(200);
    await untilRead(clerk, pass.body);
    const right = await clerk.get<RightRow>(`/api/rights/${pass.body.rightId}`);
    expect(right.body.named).to.equal(true);

    const second = await reserved();
    const spelled = { ...document, number: "ab-123 456" };
    const { link } = (await clerk.post<Sale>(`/api/sales/${second.id}/invitation`, { documents: [spelled] })).body;
    const refused = await call(office.url, "POST", "/claims", await claimOf(await stage.phone(), link));
    expect({ status: refused.status, code: refused.body.code }).to.deep.equal({ status: 409, code: "GRANT_REFUSED" });
    const { body: after } = await clerk.get<Sale>(`/api/sales/${second.id}`);
    expect(after.state).to.equal("waiting");
    expect(after.problem?.code).to.equal("GRANT_REFUSED");
  });

  it("moves a right to the new key of the person whose document a manager saw", async () => {
    const manager = await stage.staff(office, "manager");
    const person = { ...document, number: "CD987654" };
    const { id } = await reserved();
    const { link } = (await clerk.post<Sale>(`/api/sales/${id}/invitation`, { documents: [person] })).body;
    const { body: pass } = await call<Pass>(office.url, "POST", "/claims", await claimOf(await stage.phone(), link));
    await untilRead(clerk, pass);
    const next = await stage.phone();
    const wrong = { rightId: pass.rightId, newHolder: next.address, document };
    expect((await manager.post<Acted>("/api/moves", wrong)).body.act.state).to.equal("refused");
    const right = { ...wrong, document: person };
    const { body } = await manager.post<Acted>("/api/moves", right);
    expect(body.act, JSON.stringify(body)).to.include({ kind: "move", state: "done" });
    expect((await manager.get<RightRow>(`/api/rights/${pass.rightId}`)).body.holder).to.equal(next.address);
  });

  it("logs and keeps no document", async () => {
    expect(stage.log.join("\n")).not.to.match(/AB123456|CD987654/);
  });
});

/** The claim is answered when the grant is in a block. The office reads that block a moment later. */
function untilRead(clerk: Clerk, { rightId }: Pass): Promise<void> {
  return until("the office has read it", async () => (await clerk.get(`/api/rights/${rightId}`)).status === 200);
}
