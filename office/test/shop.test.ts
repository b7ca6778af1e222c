import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { revokeRights } from "doorkey/agent";
import { rescheduleEvent } from "doorkey/organizer";
import { keepKey, type Output } from "doorkey-server";
import { walletOf } from "doorkey-test-support/keys";
import Value from "typebox/value";
import { run } from "../src/cli/run.ts";
import { shopApi } from "../src/http/shopApi.ts";
import { Problem, Purchase } from "../src/http/shopSchemas.ts";
import { version } from "../src/version.ts";
import { WEBHOOKS, type WebhookType } from "../src/webhooks/schemas.ts";
import { call } from "./helpers/Clerk.ts";
import { OfficeProgram } from "./helpers/OfficeProgram.ts";
import { RELAY_KEY } from "./helpers/officeRelay.ts";
import { claimOf, configText, type OfficeStage, SHOP_KEY, startOfficeStage } from "./helpers/officeStage.ts";
import { until } from "./helpers/until.ts";
import { SECRET, startReceiver, type WebhookReceiver } from "./helpers/webhookReceiver.ts";

const PASSWORD = "correct horse battery";
const KEY = { authorization: `Bearer ${SHOP_KEY}` };
const HOUR = 3_600;

describe("a shop in any language", () => {
  let stage: OfficeStage;
  let port: number;
  let office: OfficeProgram;
  let receiver: WebhookReceiver | undefined;

  before(async () => {
    stage = await startOfficeStage();
    port = await freePort();
    await keepKey(join(stage.folder, "agent.json"), PASSWORD, walletOf("agent of the office tests").privateKey, {
      strength: 1_024,
    });
    const endpoint = `{ id: shop, url: "http://127.0.0.1:${port}/hook", secretFrom: HOOK_SECRET, shop: web }`;
    const webhooks = `webhooks:\n  allowPrivateAddresses: true\n  endpoints:\n    - ${endpoint}\n`;
    await writeFile(join(stage.folder, "office.yaml"), configText(stage) + webhooks);
    office = await started();
  });
  after(async () => {
    await office?.kill();
    await receiver?.close();
    await stage.close();
  });

  const started = () =>
    OfficeProgram.start(stage.folder, { RELAY_KEY, HOOK_SECRET: SECRET, DOORKEY_OFFICE_PASSWORD: PASSWORD });

  const order = (body: object, headers: Record<string, string> = KEY) =>
    call<Purchase>(office.url, "POST", "/purchases", { eventId: stage.show.eventId, ...body }, headers);
  const read = async (id: string) => (await call<Purchase>(office.url, "GET", `/purchases/${id}`, undefined, KEY)).body;

  async function sold(id: string): Promise<Purchase> {
    const { body } = await order({ order: id, className: "standing", quantity: 2 });
    const phone = await stage.phone();
    const { status } = await call(office.url, "POST", "/claims", await claimOf(phone, body.link));
    expect(status).to.equal(200);
    return read(id);
  }

  it("turns an order into an invitation, once, and answers as the interface says", async () => {
    const first = await order({ order: "A-1", className: "standing", quantity: 2 });
    const again = await order({ order: "A-1", className: "standing", quantity: 2 });
    expect([first.status, again.status]).to.deep.equal([201, 200]);
    expect(again.body).to.deep.equal(first.body);
    expect(first.body).to.include({ order: "A-1", state: "waiting", quantity: 2 });
    expect(Value.Check(Purchase, first.body)).to.equal(true);
    const cancelled = await call<Purchase>(office.url, "POST", "/purchases/A-1/cancel", {}, KEY);
    expect([cancelled.body.state, Value.Check(Purchase, cancelled.body)]).to.deep.equal(["cancelled", true]);
  });

  for (const [what, body, headers, status, code] of [
    [
      "another order under the same name",
      { order: "A-2", className: "standing", quantity: 3 },
      KEY,
      409,
      "PURCHASE_DIFFERENT",
    ],
    ["a class that does not exist", { order: "B-1", className: "nowhere" }, KEY, 404, "CLASS_UNKNOWN"],
    ["nine places", { order: "B-1", className: "standing", quantity: 9 }, KEY, 400, "BODY_MALFORMED"],
    ["a field that is not known", { order: "B-1", className: "standing", price: 5 }, KEY, 400, "BODY_MALFORMED"],
    ["an event that it does not sell", { order: "B-1", className: "standing", eventId: 99 }, KEY, 404, "EVENT_UNKNOWN"],
    ["a call without a key", { order: "B-1", className: "standing" }, {}, 401, "KEY_MISSING"],
    [
      "a key that it does not know",
      { order: "B-1", className: "standing" },
      { authorization: "Bearer dk_web_other" },
      401,
      "KEY_UNKNOWN",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await order({ order: "A-2", className: "standing", quantity: 2 });
      const answer = await order(body, headers);
      expect([answer.status, answer.body.code], JSON.stringify(answer.body)).to.deep.equal([status, code]);
      expect(Value.Check(Problem, answer.body)).to.equal(true);
    });
  }

  it("describes its routes and webhooks in the file of the package", async () => {
    const kept = JSON.parse(await readFile(new URL("../openapi.json", import.meta.url), "utf8"));
    expect(kept).to.deep.equal(shopApi(version));
    expect(Object.keys(kept.paths)).to.deep.equal(["/purchases", "/purchases/{order}", "/purchases/{order}/cancel"]);
    expect(Object.keys(kept.webhooks)).to.deep.equal(Object.keys(WEBHOOKS));
  });

  it("learns of claims, grants and news after its server was down and the office was killed", async () => {
    const before = await sold("C-1");
    expect(before.rightIds).to.have.length(2);
    await office.kill();
    // While the office is dead, and the shop's server too.
    const [first = ""] = before.rightIds;
    const { organizer, agent, eventId, doorsOpenAt, doorsCloseAt, terms } = stage.show;
    await revokeRights(agent, { rightIds: [BigInt(first)], reason: "refunded" });
    const later = { doorsOpenAt: doorsOpenAt + 72 * HOUR, doorsCloseAt: doorsCloseAt + 72 * HOUR };
    await rescheduleEvent(organizer, { eventId, ...later, salesCloseAt: terms.schedule.salesCloseAt });
    receiver = await startReceiver({ port });
    const { received } = receiver;
    office = await started();
    await until("the shop heard of everything", () => new Set(received.map(({ body }) => body.type)).size === 4);
    const byType = (type: WebhookType) => received.find(({ body }) => body.type === type)?.body;
    expect(byType("purchase.claimed")).to.include({ order: "C-1", quantity: 2 });
    expect(byType("purchase.granted")?.rightIds).to.deep.equal(before.rightIds);
    expect(byType("right.revoked")).to.include({ order: "C-1", rightId: first, reason: "refunded" });
    expect(byType("event.rescheduled")).to.include(later);
    for (const { body, signed } of received) {
      expect(signed).to.equal(true);
      expect(Value.Check(WEBHOOKS[body.type as WebhookType], body), JSON.stringify(body)).to.equal(true);
    }
    expect(new Set(received.map(({ body }) => body.id)).size, "an id for each").to.equal(4);
  });

  it("lets the operator see what waits, and post again what was given up", async () => {
    const said: string[] = [];
    const output: Output = {
      isTerminal: false,
      line: (text = "") => void said.push(text),
      error: (text) => void said.push(text),
      json: (value) => void said.push(JSON.stringify(value)),
    };
    const env = { RELAY_KEY, HOOK_SECRET: SECRET };
    const webhooks = (...args: readonly string[]) =>
      run(["webhooks", "--config", join(stage.folder, "office.yaml"), ...args], output, env);
    const none = '{"endpoints":[{"id":"shop","waiting":0,"dead":0}]}';
    await until("nothing waits", async () => (await webhooks("--json")) === 0 && said.at(-1) === none);
    expect(await webhooks()).to.equal(0);
    expect(said.at(-1)).to.match(/endpoint +waiting +dead\n +shop +0 +0/);
    expect(await webhooks("--replay", "shop")).to.equal(0);
    expect(said.at(-1)).to.equal("0 are posted to shop again.");
    expect(await webhooks("--replay", "other")).to.equal(1);
    expect(said.at(-1)).to.contain("The configuration has no such endpoint.");
  });

  it("hears of a sale at once while all of it runs", async () => {
    await sold("D-1");
    const heard = () => receiver?.received.filter(({ body }) => body.order === "D-1").map(({ body }) => body.type);
    await until("both came", () => heard()?.length === 2);
    expect(heard()).to.deep.equal(["purchase.claimed", "purchase.granted"]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
