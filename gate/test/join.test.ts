import { expect } from "chai";
import type { Problem } from "doorkey-server";
import type { Gate } from "../src/startGate/startGate.ts";
import { call, invite, joinBody, joinGate, newDeviceKeys, operate } from "./helpers/device.ts";
import { type GateStage, PIN, startGateStage } from "./helpers/gateStage.ts";
import { until } from "./helpers/until.ts";

describe("joining a hub", () => {
  let stage: GateStage;
  let gate: Gate;
  before(async () => {
    stage = await startGateStage();
    gate = await stage.start();
  });
  after(() => stage.close());

  const join = (body: object) => call<Problem>(gate.url, "POST", "/api/join", body);

  it("gives a device a cookie that no script reads and no other site sends", async () => {
    const { status, headers, body } = await join(joinBody(await invite(gate, 2, "South 1"), newDeviceKeys()));
    expect(status).to.equal(200);
    expect(headers.get("set-cookie")).to.match(
      /^doorkey_gate=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(body).to.nested.include({ "device.lane": 2, "device.name": "South 1", role: "steward" });
    expect(body).to.nested.include({ "settings.lane.name": "South", "settings.alone": "accept" });
  });

  it("takes a code once: the second device gets 409, and the operator an alarm that names the device", async () => {
    const token = await invite(gate, 1, "North 7");
    expect((await join(joinBody(token, newDeviceKeys()))).status).to.equal(200);
    expect(gate.alarms.list().map(({ code }) => code)).not.to.include("token-used-twice");
    const second = await join(joinBody(token, newDeviceKeys()));
    expect([second.status, second.body.code]).to.deep.equal([409, "TOKEN_USED"]);
    const alarm = gate.alarms.list().find(({ code }) => code === "token-used-twice");
    expect(alarm?.sentence).to.contain('"North 7", lane 1');
  });

  it("lets one of two devices in that use a code at the same time", async () => {
    const token = await invite(gate);
    const both = await Promise.all([newDeviceKeys(), newDeviceKeys()].map((keys) => join(joinBody(token, keys))));
    expect(both.map(({ status }) => status).toSorted()).to.deep.equal([200, 409]);
  });

  it("refuses codes that it never made or that are too old, and keys that are none", async () => {
    const unknown = await join(joinBody("A".repeat(24), newDeviceKeys()));
    expect([unknown.status, unknown.body.code]).to.deep.equal([404, "TOKEN_UNKNOWN"]);

    const token = await invite(gate);
    const body = joinBody(token, newDeviceKeys());
    for (const publicKey of [`B${"A".repeat(86)}`, newDeviceKeys().publicKey]) {
      const wrong = await join({ ...body, publicKey });
      expect([wrong.status, wrong.body.code]).to.deep.equal([422, "KEY_MALFORMED"]);
    }
    expect((await join({ ...body, more: 1 })).body.code).to.equal("BODY_MALFORMED");
    // None of the attempts used the code up.
    expect((await join(body)).status).to.equal(200);

    const old = await invite(gate, 1, "Late", 1);
    const now = await stage.node.clock.now();
    await stage.node.clock.travelTo(now + 121);
    // The hub's clock follows a local chain that jumps.
    const hubNow = async () => (await operate<{ now: number }>(gate, "GET", "/operator/status")).body.now;
    await until("the hub's clock jumped", async () => (await hubNow()) > now + 120);
    const late = await join(joinBody(old, newDeviceKeys()));
    expect(late.status).to.equal(410);
    expect(late.body.code).to.equal("TOKEN_EXPIRED");
  });

  it("knows no device without a cookie, says `join again`, and keeps its page from others' origins", async () => {
    for (const path of ["/api/session", "/api/list", "/api/deltas", "/api/figures", "/api/events"]) {
      const { status, headers, body } = await call<Problem>(gate.url, "GET", path);
      expect([status, body.code], path).to.deep.equal([401, "DEVICE_UNKNOWN"]);
      expect(headers.get("content-type")).to.match(/^application\/problem\+json/);
      expect(body.detail).to.contain("Join again");
    }
    const device = await joinGate(gate);
    const headers = { cookie: device.cookie, origin: "http://localhost:1" };
    const foreign = await call<Problem>(gate.url, "POST", "/api/shown", { shown: [] }, headers);
    expect([foreign.status, foreign.body.code]).to.deep.equal([403, "ORIGIN_FOREIGN"]);
    const own = await call(gate.url, "POST", "/api/shown", { shown: [] }, { cookie: device.cookie, origin: gate.url });
    expect(own.status).to.equal(204);
  });

  it("makes a steward's device a supervisor's by PIN, and locks after five wrong ones", async () => {
    const device = await joinGate(gate);
    const byHand = { id: "0".repeat(32), whom: { reference: "A-1" }, reason: "no phone" };
    expect((await device.call("POST", "/api/manual", byHand)).body.code).to.equal("ROLE_MISSING");
    for (let i = 0; i < 5; i++) {
      const wrong = await device.call("POST", "/api/role", { pin: "000000" });
      expect([wrong.status, wrong.body.code]).to.deep.equal([403, "PIN_WRONG"]);
    }
    const locked = await device.call("POST", "/api/role", { pin: PIN });
    expect([locked.status, locked.body.code]).to.deep.equal([429, "RATE_LIMITED"]);
    expect(Number(locked.headers.get("retry-after"))).to.be.within(1, 900);

    const other = await joinGate(gate);
    const raised = await other.call<{ role: string }>("POST", "/api/role", { pin: PIN });
    expect([raised.status, raised.body.role]).to.deep.equal([200, "supervisor"]);
    expect((await other.call("POST", "/api/manual", byHand)).body.code).not.to.equal("ROLE_MISSING");
    await other.call("DELETE", "/api/role");
    expect((await other.call("POST", "/api/manual", byHand)).body.code).to.equal("ROLE_MISSING");
  });

  it("locks a revoked device out at once, and ends its stream; its key never joins again", async () => {
    const device = await joinGate(gate);
    const stream = await fetch(`${gate.url}/api/events`, { headers: { cookie: device.cookie } });
    const events = stream.text();
    expect((await operate(gate, "POST", `/operator/devices/${device.id}/revoke`)).status).to.equal(200);
    expect(await events).to.match(/event: revoked\ndata: \{\}/);
    for (const [method, path, body] of [
      ["GET", "/api/session"],
      ["GET", "/api/list"],
      ["POST", "/api/shown", { shown: [] }],
    ] as const) {
      const answer = await device.call(method, path, body);
      expect([answer.status, answer.body.code], path).to.deep.equal([423, "DEVICE_REVOKED"]);
    }
    const again = await join(joinBody(await invite(gate), device.keys));
    expect([again.status, again.body.code]).to.deep.equal([423, "DEVICE_REVOKED"]);
  });

  it("lets only the operator invite, list, revoke and export", async () => {
    const device = await joinGate(gate);
    for (const [method, path] of [
      ["POST", "/operator/invitations"],
      ["GET", "/operator/devices"],
      ["GET", "/operator/status"],
      ["GET", "/operator/export"],
      ["GET", "/metrics"],
      ["POST", `/operator/devices/${device.id}/revoke`],
    ] as const) {
      for (const headers of [{}, { authorization: "Bearer dk_gate_wrong" }, { cookie: device.cookie }]) {
        for (const url of [gate.url, gate.operatorUrl]) {
          const answer = await call<Problem>(url, method, path, method === "POST" ? {} : undefined, { ...headers });
          expect([answer.status, answer.body.code], path).to.deep.equal([401, "OPERATOR_UNKNOWN"]);
        }
      }
    }
    expect((await call(gate.operatorUrl, "POST", "/api/join", {})).status).to.equal(404);
    const wrongLane = await operate<Problem>(gate, "POST", "/operator/invitations", { lane: 9, name: "Nowhere" });
    expect(wrongLane.body.detail).to.equal("There is no lane 9. The lanes are 1 North, 2 South.");
  });
});
