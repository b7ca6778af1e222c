import { rm } from "node:fs/promises";
import { expect } from "chai";
import type { Sale } from "../src/sales/Sale.ts";
import { type Clerk, call } from "./helpers/Clerk.ts";
import { OfficeProgram } from "./helpers/OfficeProgram.ts";
import { OFFICE_ENV, officeFolder, operatorTokenIn } from "./helpers/officeFolder.ts";
import { claimOf, type OfficeStage, SHOP_KEY, startOfficeStage } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";

// Only Linux can give a process room again.
const describeHere = process.platform === "linux" ? describe : () => {};

describeHere("an office whose disk is full", () => {
  let stage: OfficeStage;
  let folder: string;
  let office: OfficeProgram;
  let manager: Clerk;

  before(async () => {
    stage = await startOfficeStage();
    folder = await officeFolder(stage);
    office = await OfficeProgram.start(folder, OFFICE_ENV);
    manager = await office.manager(await operatorTokenIn(folder));
  });
  after(async () => {
    await office.stop();
    await rm(folder, { recursive: true });
    await stage.close();
  });

  it("refuses what it cannot keep, is not ready, and works again when there is room", async () => {
    const wish = { eventId: stage.show.eventId, className: "standing", quantity: 1 };
    const { id } = (await manager.post<Sale>("/api/sales", wish)).body;
    const { link } = (await manager.post<Sale>(`/api/sales/${id}/invitation`)).body;
    const phone = await stage.phone();
    const claim = await claimOf(phone, link);
    office.limitFiles(1);
    const authorization = `Bearer ${SHOP_KEY}`;
    const order = { ...wish, order: "full" };
    const refused = [
      await manager.post("/api/sales", wish),
      await call(office.url, "POST", "/purchases", order, { authorization }),
      await call(office.url, "POST", "/claims", claim),
      await manager.upload(`/api/imports?eventId=${stage.show.eventId}`, "order,class\na,standing\n"),
    ];
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).to.deep.equal(
      Array(4).fill("503 STORE_UNAVAILABLE"),
    );
    await until("it is not ready", async () => (await call(office.url, "GET", "/readyz")).status === 503);
    expect((await call(office.url, "GET", "/livez")).status).to.equal(200);
    office.limitFiles(undefined);
    await until("it is ready", async () => (await call(office.url, "GET", "/readyz")).status === 200);
    expect((await call(office.url, "POST", "/purchases", order, { authorization })).status).to.equal(201);
    const granted = await call(office.url, "POST", "/claims", claim);
    expect(granted.status, JSON.stringify(granted.body)).to.equal(200);
  });
});
