import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import type { RequestStatus, Submitted } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { pino } from "pino";
import { walletSigner } from "../../src/keys/walletSigner.ts";
import { startRelay } from "../../src/startRelay/startRelay.ts";
import { until } from "../helpers/processes.ts";
import { grantData, rightsRegistryOf } from "../helpers/show.ts";
import { suiteOf } from "../helpers/suite.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { readEvents } from "./helpers/readEvents.ts";
import { ADMIN_KEY, API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

describe("operators", () => {
  let stage: RelayStage;
  before(async () => {
    stage = await startRelayStage();
  });
  after(() => stage.close());

  const admin = (path: string, key = ADMIN_KEY) =>
    stage.call<{ paused: string[] }>("POST", `/v1/admin${path}`, { key });
  const prepare = (key = API_KEY) => stage.prepare(walletOf("anybody"), suiteOf(stage.node).forwarder, "0x", key);
  const grant = () => stage.request(stage.show.agent.signer, rightsRegistryOf(stage.node), grantData(stage.show));

  it("have a key of their own", async () => {
    for (const path of ["/pause", "/sponsors/zepp/pause", `/signers/${stage.signer.address}/pause`]) {
      expectProblem(await stage.call("POST", `/v1/admin${path}`), "KEY_MISSING");
      expectProblem(await admin(path, API_KEY), "KEY_WRONG");
    }
    expectProblem(await stage.call("GET", "/v1/admin/status", { key: API_KEY }), "KEY_WRONG");
    expectProblem(await prepare(ADMIN_KEY), "KEY_UNKNOWN");
    expectProblem(await admin("/stop"), "BODY_MALFORMED");
    expectProblem(await admin("/sponsors/nobody/pause"), "SPONSOR_UNKNOWN");
    expectProblem(await admin("/webhooks/nobody/replay"), "ENDPOINT_UNKNOWN");
    expectProblem(await admin(`/signers/${walletOf("nobody").address}/pause`), "SIGNER_UNKNOWN");
  });

  it("pause and resume all, a sponsor, a signer", async () => {
    expect((await admin("/pause")).body.paused).to.deep.equal(["all"]);
    expectProblem(await prepare(), "RELAY_PAUSED");
    expect((await admin("/resume")).body.paused).to.deep.equal([]);

    expect((await admin("/sponsors/zepp/pause")).body.paused).to.deep.equal(["sponsor:zepp"]);
    expectProblem(await prepare(), "SPONSOR_PAUSED");
    expect((await prepare(OTHER_KEY)).status).to.equal(200);
    await admin("/sponsors/zepp/resume");

    const signer = `/signers/${stage.signer.address}`;
    expect((await admin(`${signer}/pause`)).body.paused).to.deep.equal([
      `signer:${stage.signer.address.toLowerCase()}`,
    ]);
    expectProblem(await prepare(), "SIGNERS_MISSING");
    await admin(`${signer}/resume`);
    expect((await prepare()).status).to.equal(200);
  });

  it("drain the relay: it accepts nothing new and sends what it has", async () => {
    const [one, two] = [await grant(), await grant()];
    expect((await stage.submit<Submitted>(one)).status).to.equal(202);
    await admin("/drain");
    expectProblem(await stage.submit(two), "RELAY_DRAINING");
    expectProblem(await prepare(), "RELAY_DRAINING");
    await stage.reaches(stage.digestOf(one), "mined");
    await admin("/open");
    expect((await stage.submit(two)).status).to.equal(202);
    await stage.reaches(stage.digestOf(two), "mined");
  });

  it("see queue, signers and readiness", async () => {
    const { status, body } = await stage.call<Record<string, unknown>>("GET", "/v1/admin/status", { key: ADMIN_KEY });
    expect(status).to.equal(200);
    expect(body).to.include({ ready: true }).and.have.nested.property("signers[0].address", stage.signer.address);
    expect((await stage.call("GET", "/livez")).status).to.equal(200);
    expect((await stage.call("GET", "/readyz")).status).to.equal(200);
  });

  it("see in /readyz that no signer can pay", async () => {
    await stage.node.fund(stage.signer.address, 1n);
    await until("it is not ready", async () => (await stage.call("GET", "/readyz")).status === 503);
    const { body } = await stage.call<{ reasons: string[] }>("GET", "/readyz");
    expect(body.reasons).to.have.length(1);
    expect(body.reasons[0]).to.match(
      /^Signer 0x\w{40} has too little ether: 0 ether of the 0.05 ether of fees.lowBalance\.$/,
    );
    expect((await stage.call("GET", "/readyz/sending")).status).to.equal(503);
    for (const part of ["intake", "reading"]) expect((await stage.call("GET", `/readyz/${part}`)).status).to.equal(200);
    await stage.node.fund(stage.signer.address);
    await until("it is ready", async () => (await stage.call("GET", "/readyz")).status === 200);
  });

  it("find metrics under bounded labels, on a port of their own", async () => {
    const text = await (await fetch(`${stage.relay.metricsUrl}/metrics`)).text();
    for (const name of [
      'problems_total{code="KEY_MISSING"}',
      'accepted_total{kind="request"}',
      'requests{state="queued"}',
      `signer_balance_ether{signer="${stage.signer.address}"}`,
      `signer_nonce_lag{signer="${stage.signer.address}"}`,
      'budget_used_ratio{sponsor="zepp",period="day"}',
      'engine_events_total{type="mined"}',
      "readings 1",
    ]) {
      expect(text).to.contain(`doorkey_relay_${name}`);
    }
    expect(text).to.contain('route="/v1/requests/:digest"');
    expect(text.toLowerCase()).not.to.contain(stage.show.agent.signer.address.toLowerCase());
    expect((await stage.call("GET", "/metrics")).status).to.equal(404);
  });

  it("find the interface described, with every route", async () => {
    const { body } = await stage.call<{ openapi: string; paths: Record<string, object> }>("GET", "/openapi.json");
    expect(body.openapi).to.equal("3.1.0");
    expect(Object.keys(body.paths)).to.include.members([
      "/v1/prepare",
      "/v1/requests",
      "/v1/returns",
      "/v1/requests/{digest}",
      "/v1/requests/{digest}/events",
      "/v1/events",
      "/v1/info",
      "/v1/sponsors/{id}/usage",
      "/v1/usage",
    ]);
    expect(body.paths["/v1/requests"]).to.have.nested.property(
      "post.requestBody.content.application/json.schema.properties.requests.maxItems",
      100,
    );
  });

  it("read no signature, key or address of a caller in the log", async () => {
    const signed = await grant();
    await stage.submit(signed);
    await stage.reaches(stage.digestOf(signed), "mined");
    await stage.submit({ ...signed, signature: `0x${"ab".repeat(65)}` as Hex });
    const log = stage.log.join("").toLowerCase();
    expect(log).to.contain('"route":"/v1/requests"');
    for (const secret of [signed.signature, API_KEY, ADMIN_KEY, OTHER_KEY, stage.signer.privateKey, "ab".repeat(65)]) {
      expect(log).not.to.contain(secret.toLowerCase().replace(/^0x/, ""));
    }
    expect(log).not.to.contain(stage.show.agent.signer.address.toLowerCase());
    expect(log).not.to.contain("127.0.0.1:8");
    for (const line of stage.log) expect(() => JSON.parse(line)).not.to.throw();
  });

  it("stop the relay within ten seconds with streams open, and start it again with all requests", async () => {
    const signed = await grant();
    await stage.submit(signed);
    const path = `/v1/requests/${stage.digestOf(signed)}`;
    const reading = readEvents(`${stage.relay.url}${path}/events`, {});
    await stage.reaches(stage.digestOf(signed), "mined");
    const start = Date.now();
    await stage.relay.stop();
    expect(Date.now() - start).to.be.below(10_000);
    expect((await reading).map(({ status }) => status.state)).to.include("queued");
    expect(await fetch(`${stage.relay.url}/livez`).catch(() => "nobody answers")).to.equal("nobody answers");

    const again = await startRelay({
      file: stage.configFile,
      env: {},
      openSigners: async () => [walletSigner(stage.signer)],
      logger: pino({ level: "silent" }),
      version: "0.0.0-test",
      pace: { engineMs: 50 },
    });
    try {
      const status = async () => (await (await fetch(`${again.url}${path}`)).json()) as RequestStatus;
      expect(await status()).to.include({ outcome: "success" });
      await stage.node.mine(3);
      await until("it is confirmed", async () => (await status()).state === "confirmed");
    } finally {
      await again.stop();
    }
  });
});
