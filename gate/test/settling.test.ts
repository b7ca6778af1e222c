import { expect } from "chai";
import type { Address } from "doorkey";
import { readRight } from "doorkey/agent";
import { setGate } from "doorkey/organizer";
import { walletOf } from "doorkey-test-support/keys";
import type { UploadAnswer } from "../src/protocol/answers.ts";
import type { Gate } from "../src/startGate/startGate.ts";
import { joinGate, operate } from "./helpers/device.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { aloneLog } from "./helpers/rows.ts";
import { startGateRelay } from "./helpers/startGateRelay.ts";
import { until } from "./helpers/until.ts";

/** Entries are delivered as soon as their light was shown. */
const atOnce = (text: string) => text.replace("undoSeconds: 60", "undoSeconds: 0");

describe("settling through a relay", () => {
  let stage: GateStage;
  before(async () => {
    stage = await startGateStage();
  });
  after(() => stage.close());

  const statusOf = async (rightId: bigint) => (await readRight(stage.show.organizer, { rightId })).status;

  const outbox = async (gate: Gate) =>
    (await operate<{ figures: { outbox: { waiting: number } } }>(gate, "GET", "/operator/status")).body.figures.outbox;

  it("admits who was shown a light, once, and the relay pays; the gate's key needs no ether", async () => {
    const relay = await startGateRelay(stage);
    const key = walletOf("a gate without ether");
    const { organizer, eventId } = stage.show;
    await setGate(organizer, { eventId, gate: key.address as Address, kind: "scanner" });
    const fans = [await stage.fan(), await stage.fan(), await stage.fan()];
    const keys = { scanner: key, desk: undefined };
    const gate = await stage.start({ data: "relayed", relay: relay.url, keys, change: atOnce });
    const device = await joinGate(gate);
    const paid = async () => stage.node.provider.getBalance(relay.payer);
    const before = await paid();
    const scanIds: string[] = [];
    for (const fan of fans) {
      const { body } = await device.scan(await stage.code(fan));
      expect(body.verdict.status).to.equal("admit");
      scanIds.push(body.scanId);
    }
    // The last light was never shown, so that entry waits.
    await device.call("POST", "/api/shown", { shown: scanIds.slice(0, 2) });
    await until("two are admitted", async () => {
      await stage.node.mine();
      return (
        (await statusOf(fans[0]?.rightId ?? 0n)) === "admitted" &&
        (await statusOf(fans[1]?.rightId ?? 0n)) === "admitted"
      );
    });
    expect(await statusOf(fans[2]?.rightId ?? 0n)).to.equal("granted");
    await until("the hub knows", async () => {
      await stage.node.mine();
      return (await outbox(gate)).waiting === 1;
    });
    expect((await paid()) < before, "the relay paid").to.equal(true);
    expect(await stage.node.provider.getBalance(key.address)).to.equal(0n);
    await gate.stop();
    await relay.stop();
  });

  it("keeps entries that the relay does not take, with an alarm that counts them, and delivers them later", async () => {
    const fan = await stage.fan();
    // Nothing listens there.
    const gate = await stage.start({ data: "later", relay: "http://127.0.0.1:9", change: atOnce });
    const device = await joinGate(gate);
    const { body } = await device.scan(await stage.code(fan));
    await device.call("POST", "/api/shown", { shown: [body.scanId] });
    const alarm = () => gate.alarms.list().find(({ code }) => code === "settling")?.sentence;
    await until("the alarm is on", () => alarm() !== undefined);
    expect(alarm()).to.match(/^1 entr(y|ies) waits? for the chain, the oldest for /);
    expect(await statusOf(fan.rightId)).to.equal("granted");
    await gate.stop();

    const again = await stage.start({ data: "later", change: atOnce });
    await until("the entry is on the chain", async () => (await statusOf(fan.rightId)) === "admitted");
    await again.stop();
  });

  it("loses nothing when a hub is replaced: gates join the new one with their keys and upload their logs", async () => {
    const fans = [await stage.fan(), await stage.fan(), await stage.fan()];
    const old = await stage.start({
      data: "stolen",
      change: (text) => text.replace("undoSeconds: 60", "undoSeconds: 3600"),
    });
    const device = await joinGate(old);
    const log = await aloneLog(stage.show.event, device.keys);
    const now = await stage.node.clock.now();
    for (const [i, fan] of fans.entries()) {
      // The old hub saw the first of them.
      if (i === 0) expect((await device.scan(await stage.code(fan))).body.verdict.status).to.equal("admit");
      await log.letIn(fan, now + i, { mode: i === 0 ? "hub" : "alone" });
    }
    await old.stop();

    const key = walletOf("the new hub");
    const { organizer, eventId } = stage.show;
    await stage.node.fund(key.address);
    await setGate(organizer, { eventId, gate: walletOf("gate").address as Address, kind: "none" });
    await setGate(organizer, { eventId, gate: key.address as Address, kind: "scanner" });
    const gate = await stage.start({ data: "new", keys: { scanner: key, desk: undefined }, change: atOnce });
    const same = await joinGate(gate, 1, device.keys);
    expect(same.id).to.equal(device.id);
    const { status, body } = await same.call<UploadAnswer>("POST", "/api/log", { rows: log.rows });
    expect([status, body.accepted, body.apart, body.next]).to.deep.equal([200, 3, [], 4]);
    await until("all are admitted", async () => {
      const statuses = await Promise.all(fans.map(({ rightId }) => statusOf(rightId)));
      return statuses.every((one) => one === "admitted");
    });
  });
});
