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
      `signer_lease_seconds{signer="${stage.signer.address}"}`,
      `signer_pass_age_seconds{signer="${stage.signer.address}"}`,
      'rpc_seconds_count{method="eth_getBalance"}',
      "head_age_seconds",
      "time_to_mine_seconds_count",
      "paid_fee_gwei_count",
      "offered_fee_gwei_count",
      'ready{part="sending"} 1',
      "replicas 1",
      "readings 1",
    ]) {
      expect(text).to.contain(`doorkey_relay_${name}`);
    }
    expect(text).to.contain('route="/v1/requests/:digest"');
    expect(text.toLowerCase()).not.to.contain(stage.show.agent.signer.address.toLowerCase());
    expect((await stage.call("GET", "/metrics")).status).to.equal(404);
  });

  it("find requests by sender, event, state and time, with their key only", async () => {
    type Found = {
      readonly requests: { digest: Hex; events: number[]; state: string }[];
      readonly next: string | null;
    };
    const [first, second] = [await grant(), await grant()];
    await stage.submit([first, second]);
    for (const one of [first, second]) await stage.reaches(stage.digestOf(one), "mined");
    const find = (query: string, key = ADMIN_KEY) => stage.call<Found>("GET", `/v1/admin/requests?${query}`, { key });
    const { body } = await find(`event=${stage.show.eventId}&digest=${stage.digestOf(first)}`);
    expect(body.requests).to.have.length(1);
    expect(body.requests[0]).to.deep.include({ digest: stage.digestOf(first), events: [stage.show.eventId] });
    const sender = `from=${stage.show.agent.signer.address}`;
    const one = (await find(`${sender}&limit=1`)).body;
    const next = (await find(`${sender}&limit=1&after=${encodeURIComponent(one.next ?? "")}`)).body;
    expect([one, next].flatMap(({ requests }) => requests.map(({ digest }) => digest)).sort()).to.deep.equal(
      [first, second].map(stage.digestOf).sort(),
    );
    expect((await find("since=2020-01-01T00:00Z&until=2020-01-02T00:00:00.5%2B09:00")).body.requests).to.deep.equal([]);
    expect((await find("state=queued")).body.requests).to.deep.equal([]);
    for (const query of [
      "event=0",
      "event=4294967296",
      "from=0x12",
      "state=lost",
      "since=yesterday",
      "since=2026-13-01T00:00Z",
      "limit=0",
      "limit=101",
      "after=x",
      "colour=red",
    ]) {
      expectProblem(await find(query), "BODY_MALFORMED");
    }
    expectProblem(await find("", API_KEY), "KEY_WRONG");
    expectProblem(await stage.call("GET", "/v1/admin/requests"), "KEY_MISSING");
    expectProblem(await stage.call("GET", "/v1/admin/overview", { key: OTHER_KEY }), "KEY_WRONG");
  });

  it("find their acts in the audit log, and a refused configuration in the metrics", async () => {
    type Acts = { readonly acts: { act: string; actor: string; target: string; detail: string }[] };
    const newest = async () =>
      (await stage.call<Acts>("GET", "/v1/admin/audit?limit=1", { key: ADMIN_KEY })).body.acts[0];
    await admin("/sponsors/other/pause");
    expect(await newest()).to.include({ act: "pause", actor: "key", target: "sponsor:other" });
    await admin("/sponsors/other/resume");
    expect(await newest()).to.include({ act: "resume", target: "sponsor:other" });
    const metric = async () =>
      /^doorkey_relay_configuration_refused (\d)$/m.exec(
        await (await fetch(`${stage.relay.metricsUrl}/metrics`)).text(),
      )?.[1];
    await stage.reconfigure((text) => text.replace("version: 1", "version: 3"));
    await until("the log has it", async () => (await newest())?.act === "refused");
    expect(await newest()).to.include({ actor: "file", target: "configuration" });
    expect((await newest())?.detail).to.contain("version: must be 1");
    expect(await metric()).to.equal("1");
    await stage.reconfigure((text) => text.replace("version: 3", "version: 1").replace("1000 ether", "1001 ether"));
    await until("the log has it", async () => (await newest())?.act === "reloaded");
    expect(await metric()).to.equal("0");
  });

  it("read the sponsor in the log of calls, and of what the engine did", async () => {
    const signed = await grant();
    await stage.submit(signed);
    await stage.reaches(stage.digestOf(signed), "mined");
    const lines = stage.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const answered = lines.filter(({ route }) => route === "/v1/requests").at(-1);
    expect(answered).to.include({ sponsor: "zepp", status: 202 });
    expect(lines.filter(({ msg }) => msg === "mined").at(-1)?.sponsors).to.deep.equal(["zepp"]);
    expect(lines.filter(({ route }) => route === "/v1/prepare").at(-1)).to.include({ sponsor: "zepp" });
    expect(lines.filter(({ msg }) => msg === "migrated").map(({ migration }) => migration)).to.include(
      "0006_operations",
    );
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
