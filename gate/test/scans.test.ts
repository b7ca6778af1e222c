import { expect } from "chai";
import type { Gate } from "../src/startGate/startGate.ts";
import { joinGate, newScanId } from "./helpers/device.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";

describe("scans over HTTP", () => {
  let stage: GateStage;
  let gate: Gate;
  before(async () => {
    stage = await startGateStage();
    gate = await stage.start();
  });
  after(() => stage.close());

  it("lets a fan in once, and gives the same scan the same answer for ever", async () => {
    const fan = await stage.fan();
    await gate.list.refresh();
    const device = await joinGate(gate);
    const scan = { scanId: newScanId(), text: await stage.code(fan), mode: "enter" };
    const first = await device.call("POST", "/api/scans", scan);
    expect(first.status, JSON.stringify(first.body)).to.equal(200);
    expect(first.body).to.nested.include({ "verdict.status": "admit" });
    const again = await device.call("POST", "/api/scans", scan);
    expect({ ...again.body, now: 0 }).to.deep.equal({ ...first.body, now: 0 });
  });
});
