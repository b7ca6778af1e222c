import { expect } from "chai";
import type { RequestStatus } from "doorkey/relay";
import { circuitBreaker, isDeliverySigned, isPrivateAddress, post, signDelivery } from "doorkey-server";
import { until } from "../helpers/processes.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { ADMIN_KEY, API_KEY, configText, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";
import { SECRET, startReceiver, type WebhookReceiver } from "./helpers/webhookReceiver.ts";

type Told = { readonly id: number; readonly seq: number; readonly sponsor: string; readonly status: RequestStatus };

describe("webhooks", () => {
  let stage: RelayStage;
  let receiver: WebhookReceiver;

  before(async () => {
    receiver = await startReceiver();
    receiver.answer("/hanging", undefined);
    const endpoint = (id: string) =>
      `    - { id: ${id}, url: "${receiver.url}/${id}", secretFrom: WEBHOOK_SECRET, sponsors: [zepp] }\n`;
    const webhooks = `webhooks:\n  allowPrivateAddresses: true\n  endpoints:\n${["good", "hanging", "failing"].map(endpoint).join("")}`;
    stage = await startRelayStage({ config: (node, show) => configText(node, show, webhooks) });
  });
  after(async () => {
    await stage.close();
    await receiver.close();
  });

  it("F22 deliver each change in order and signed, while other endpoints hang and fail", async () => {
    receiver.answer("/failing", 500);
    const signed = await stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));
    await stage.submit(signed);
    await stage.reaches(stage.digestOf(signed), "mined");
    await stage.node.mine(3);
    // Hanging and failing endpoints do not stop the sending.
    await stage.reaches(stage.digestOf(signed), "confirmed");
    await until("the good endpoint got every event", () => receiver.at("/good").length >= 4);

    const told = receiver.at("/good").map(({ body }) => JSON.parse(body) as Told);
    expect(told.map(({ status }) => status.state)).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
    expect(
      told.every(({ sponsor, status }) => sponsor === "zepp" && status.digest === stage.digestOf(signed)),
    ).to.equal(true);
    for (const { header, body } of receiver.at("/good")) {
      const check = { secret: SECRET, body, header, seconds: Date.now() / 1_000 };
      expect(isDeliverySigned(check)).to.equal(true);
      expect(isDeliverySigned({ ...check, body: `${body} ` })).to.equal(false);
      expect(isDeliverySigned({ ...check, secret: "another" })).to.equal(false);
    }
    await until("the failing one was tried", () => receiver.at("/failing").length > 0);
    await until("the hanging one was called", () => receiver.at("/hanging").length > 0);
    // The relay waits for its first event and sends no other.
    expect(receiver.at("/hanging")).to.have.length(1);
  });

  it("reach an endpoint that failed when it works again", async () => {
    const failed = receiver.at("/failing").map(({ body }) => (JSON.parse(body) as Told).seq);
    receiver.answer("/failing", 204);
    await until("it got what it had refused", () => {
      const heard = receiver.at("/failing").map(({ body }) => (JSON.parse(body) as Told).seq);
      return failed.every((seq) => heard.filter((one) => one === seq).length > 1);
    });
  });

  it("are replayed by an operator", async () => {
    const replay = (key: string) => stage.call<{ replayed: number }>("POST", "/v1/admin/webhooks/good/replay", { key });
    expect((await replay(API_KEY)).status).to.equal(403);
    expect((await replay(ADMIN_KEY)).body).to.deep.equal({ replayed: 0 });
  });

  it("are not sent to private addresses, by name or number, unless configured", async () => {
    const { port } = new URL(receiver.url);
    const send = (host: string, allowPrivate: boolean) =>
      post({ url: `http://${host}:${port}/good`, body: "{}", headers: {}, timeoutMs: 2_000, allowPrivate });
    for (const host of ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.0"]) {
      expect(await send(host, false)).to.deep.equal({ ok: false, fault: "private address" });
    }
    expect(await send("127.0.0.1", true)).to.deep.equal({ ok: true });
  });

  it("give an endpoint that hangs a bounded time", async () => {
    const url = `${receiver.url}/hanging`;
    const start = Date.now();
    const result = await post({ url, body: "{}", headers: {}, timeoutMs: 300, allowPrivate: true });
    expect(result).to.deep.equal({ ok: false, fault: "timeout" });
    expect(Date.now() - start).to.be.below(2_000);
  });
});

describe("isPrivateAddress", () => {
  const PRIVATE =
    "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 " +
    ":: ::1 fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 nobody";
  const PUBLIC =
    "1.1.1.1 9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 192.167.0.1 223.255.255.255 2606:4700::1111 2a00::1";
  for (const address of PRIVATE.split(" ")) {
    it(`${address} is`, () => expect(isPrivateAddress(address)).to.equal(true));
  }
  for (const address of PUBLIC.split(" ")) {
    it(`${address} is not`, () => expect(isPrivateAddress(address)).to.equal(false));
  }
});

describe("circuitBreaker", () => {
  it("opens at the fifth failure in a row, longer each time, and closes with a success", () => {
    let now = 0;
    const breaker = circuitBreaker(() => now);
    const fail = (times: number) => Array.from({ length: times }).forEach(() => void breaker.failed());
    fail(4);
    breaker.succeeded();
    fail(4);
    expect(breaker.isOpen()).to.equal(false);
    fail(1);
    expect(breaker.isOpen()).to.equal(true);
    now += 29_999;
    expect(breaker.isOpen()).to.equal(true);
    now += 1;
    expect(breaker.isOpen()).to.equal(false);
    fail(1);
    now += 59_999;
    expect(breaker.isOpen()).to.equal(true);
    now += 1;
    expect(breaker.isOpen()).to.equal(false);
    fail(20);
    now += 600_000;
    expect(breaker.isOpen()).to.equal(false);
    breaker.succeeded();
    fail(4);
    expect(breaker.isOpen()).to.equal(false);
  });
});

describe("isDeliverySigned", () => {
  it("requires a fresh time on both sides, and a header of the right form", () => {
    const [secret, body] = ["secret", "{}"];
    const header = signDelivery(secret, body, 1_000);
    const fresh = (seconds: number) => isDeliverySigned({ secret, body, header, seconds });
    expect([699, 700, 1_300, 1_301].map(fresh)).to.deep.equal([false, true, true, false]);
    for (const other of ["", "t=1000", header.replace("v1", "v2"), `${header}0`, header.replace("t=1000", "t=1001")]) {
      expect(isDeliverySigned({ secret, body, header: other, seconds: 1_000 })).to.equal(false);
    }
  });
});
