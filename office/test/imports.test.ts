import { expect } from "chai";
import type { Import, RefusedLine } from "../src/imports/Import.ts";
import type { Office } from "../src/startOffice/startOffice.ts";
import type { Clerk } from "./helpers/Clerk.ts";
import { call } from "./helpers/Clerk.ts";
import { killedImport } from "./helpers/killedImport.ts";
import { claimOf, type OfficeStage, startOfficeStage } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";

describe("imports of orders", () => {
  let stage: OfficeStage;
  let office: Office;
  let manager: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    office = await stage.start();
    manager = await stage.staff(office, "manager", "Mika");
  });
  after(() => stage.close());

  const upload = (bytes: string | Uint8Array<ArrayBuffer>, name = "orders.csv") =>
    manager.upload<Import>(`/api/imports?eventId=${stage.show.eventId}&name=${name}`, bytes);

  const refusalsOf = async ({ id }: Pick<Import, "id">) =>
    (await manager.get<{ refusals: RefusedLine[] }>(`/api/imports/${id}/refusals`)).body.refusals;

  async function done(one: Import): Promise<Import> {
    await manager.post(`/api/imports/${one.id}/start`);
    let now = one;
    await until("the import is done", async () => {
      now = (await manager.get<Import>(`/api/imports/${one.id}`)).body;
      return now.state === "done";
    });
    return now;
  }

  it("grants orders with holders, and names each bad row with its line", async () => {
    const phones = [await stage.phone(), await stage.phone()];
    const text = [
      "\uFEFFholder;order;class;quantity;seats",
      `${phones[0]?.address};first;standing;2;`,
      `0x1234;second;standing;1;`,
      `${phones[1]?.address};third;seated;;"A-1-1 A-1-2"`,
      `${phones[1]?.address};fourth;seated;;A-1-2`,
      `${phones[1]?.address};fifth;seated;;Z-9`,
    ].join("\r\n");
    const { status, body } = await upload(text);
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(body).to.include({ kind: "grants", state: "checked", rows: 5, bad: 3, by: "Mika" });
    expect((await refusalsOf(body)).map(({ line, sentence }) => [line, sentence])).to.deep.equal([
      [3, 'holder: "0x1234" is not an address; write 0x and 40 hex digits.'],
      [5, "seats: seat A-1-2 of class seated is in line 4 already."],
      [6, 'seats: class "seated" has no seat "Z-9".'],
    ]);
    expect(await done(body)).to.include({ granted: 2, refused: 0, bad: 3 });
    const { body: csv } = await manager.get<string>(`/api/imports/${body.id}/result.csv`);
    expect(String(csv).split("\r\n")).to.have.length(4);
    const found = await manager.get<{ sales: { order: string }[]; rights: { seat: string }[] }>("/api/search?q=third");
    expect(found.body.sales.map(({ order }) => order)).to.deep.equal(["third"]);
    expect(found.body.rights.map(({ seat }) => seat)).to.deep.equal(["A-1-1", "A-1-2"]);
    const bySeat = await manager.get<{ rights: { order: string }[] }>("/api/search?q=A-1-2");
    expect(bySeat.body.rights.map(({ order }) => order)).to.deep.equal(["third"]);
  });

  it("takes the same file once", async () => {
    const text = `order,class,holder\nonce,standing,${(await stage.phone()).address}\n`;
    const first = await upload(text);
    await done(first.body);
    const again = await upload(text, "renamed.csv");
    expect(again.status).to.equal(200);
    expect(again.body.id).to.equal(first.body.id);
    const started = await manager.post(`/api/imports/${first.body.id}/start`);
    expect({ status: started.status, code: started.body.code }).to.deep.equal({ status: 409, code: "IMPORT_STARTED" });
  });

  it("makes links for orders without holders, and escapes formulas in what it writes", async () => {
    const { body } = await upload("order,class,quantity\n'=SUM(A1),standing,2\n'+49 171,standing,1\n");
    expect(body).to.include({ kind: "links", bad: 0 });
    expect(await done(body)).to.include({ granted: 2 });
    const text = String((await manager.get<string>(`/api/imports/${body.id}/result.csv`)).body);
    const [, first = "", second = ""] = text.split("\r\n");
    expect(first.startsWith("'=SUM(A1),standing,2,")).to.equal(true);
    expect(second.startsWith("'+49 171,standing,1,")).to.equal(true);
    const claim = await claimOf(await stage.phone(), first.split(",").at(-1));
    expect((await call(office.url, "POST", "/claims", claim)).status).to.equal(200);
  });

  it("refuses a formula, and an order that is there twice", async () => {
    const { body } = await upload("order,class\n=1+1,standing\na,standing\na,standing\n@x,standing\n");
    expect((await refusalsOf(body)).map(({ line, sentence }) => [line, sentence])).to.deep.equal([
      [2, 'order: "=1+1" begins as a formula does; write \' before it.'],
      [4, "order: order a is in line 3 already."],
      [5, 'order: "@x" begins as a formula does; write \' before it.'],
    ]);
  });

  it("says what is wrong with a whole file", async () => {
    const refused = async (bytes: string | Uint8Array<ArrayBuffer>) => {
      const { status, body } = await upload(bytes);
      expect({ status, code: body.code }).to.deep.equal({ status: 422, code: "IMPORT_UNREADABLE" });
      return body.detail;
    };
    // "注文" in Shift-JIS.
    const shiftJis = Uint8Array.from([
      ...Buffer.from("order,class\n"),
      0x92,
      0x8d,
      0x95,
      0xb6,
      ...Buffer.from(",standing\n"),
    ]);
    expect(await refused(shiftJis)).to.match(/^row 2: the byte 92 is not UTF-8 text.*save the file as UTF-8/);
    expect(await refused("order,price\na,1\n")).to.match(/the column class is missing/);
    expect(await refused("order,class\n")).to.match(/no rows/);
    expect(await refused("order,class,class\na,b,c\n")).to.match(/appears twice/);
    expect(await refused('order,class\n"a,standing\n')).to.match(/not CSV/);
    const utf16 = Buffer.from("\uFEFForder,class\nu16,standing\n", "utf16le");
    expect((await upload(Uint8Array.from(utf16))).body).to.include({ rows: 1, bad: 0 });
  });

  it("refuses a row for which no place is left, and grants the others", async () => {
    const phones = [await stage.phone(), await stage.phone()];
    const first = await upload(`order,class,holder,seats\ns1,seated,${phones[0]?.address},A-3-3\n`);
    await done(first.body);
    const second = await upload(
      `order,class,holder,seats\ns2,seated,${phones[1]?.address},A-3-3\ns3,seated,${phones[1]?.address},A-3-4\n`,
    );
    expect(await done(second.body)).to.include({ granted: 1, refused: 1 });
    const [refusal] = await refusalsOf(second.body);
    expect(refusal).to.include({ line: 2, order: "s2" });
  });

  it("needs a manager", async () => {
    const clerk = await stage.staff(office, "clerk");
    const { status, body } = await clerk.upload("/api/imports?eventId=1", "order,class\na,standing\n");
    expect({ status, code: body.code }).to.deep.equal({ status: 403, code: "ROLE_MISSING" });
  });

  it("grants each good row once although the office is killed meanwhile", async () => {
    const { kills, granted } = await killedImport(stage, { rows: 300, bad: 15, kills: 5 });
    expect({ kills, granted }).to.deep.equal({ kills: 5, granted: 285 });
  }).timeout(900_000);
});
