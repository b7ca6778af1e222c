import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readEvent } from "doorkey";
import { hub } from "../../cli/src/status/parts/hub.ts";
import type { ManualAnswer } from "../src/protocol/answers.ts";
import { joinGate, newScanId, operate } from "./helpers/device.ts";
import { type GateStage, PIN, startGateStage } from "./helpers/gateStage.ts";

describe("a hub in `doorkey status`", () => {
  let stage: GateStage;
  before(async () => {
    stage = await startGateStage();
  });
  after(() => stage.close());

  it("shows people inside and unsettled entries, by its data folder or by its address and the operator's token", async () => {
    const fan = await stage.fan();
    const gate = await stage.start();
    const device = await joinGate(gate);
    await device.scan(await stage.code(fan));
    const { organizer: connection, eventId } = stage.show;
    const event = await readEvent(connection, { eventId });
    const read = async (place: string, token?: string) => {
      const now = await stage.node.clock.now();
      const context = { connection, event, now, offset: 0, relay: undefined, signedAs: () => "" };
      return (await hub.read({ ...context, hub: { gate: place, token } }))?.value;
    };
    const expected = { ready: true, reasons: [], inside: 1, devices: 0, unsettled: 1, refused: 0, alarms: [] };
    for (const status of [
      await read(join(stage.folder, "data")),
      await read(gate.operatorUrl, gate.operatorToken),
      await read(`${gate.url}/`, gate.operatorToken),
    ]) {
      expect(status).to.deep.include(expected);
    }
    const problems = [
      [join(stage.folder, "nowhere"), undefined, "No hub ran with this data folder so far."],
      [gate.url, undefined, "Set DOORKEY_GATE_TOKEN to the operator's token of the hub."],
      [gate.url, "dk_gate_wrong", "The hub refused. This call needs the operator's token."],
      [stage.node.url, "dk_gate_any", "What answers here is not a hub."],
    ] as const;
    for (const [place, token, problem] of problems) {
      const status = await read(place, token);
      expect(status)
        .to.have.property("problem")
        .that.matches(new RegExp(`${problem.slice(0, 16)}`));
    }
  });

  it("lets a guest in by the reference of an order, and names a wrong line of the list", async () => {
    const fan = await stage.fan();
    const file = join(stage.folder, "guests.csv");
    await writeFile(file, `reference,right\r\nAB-12, ${fan.rightId}\r\n`);
    const change = (text: string) => text.replace("# guests: guests.csv", "guests: guests.csv");
    const gate = await stage.start({ data: "guests", change });
    const device = await joinGate(gate);
    await device.call("POST", "/api/role", { pin: PIN });
    const message = { id: newScanId(), whom: { reference: "ab 12" }, reason: "phone is broken" };
    const wrong = await device.call("POST", "/api/manual", { ...message, id: newScanId() });
    expect([wrong.status, wrong.body.code]).to.deep.equal([404, "RIGHT_UNKNOWN"]);
    const { body } = await device.call<ManualAnswer>("POST", "/api/manual", {
      ...message,
      whom: { reference: "ab-12" },
    });
    expect(body).to.include({ status: "let-in", right: Number(fan.rightId & 0xffff_ffffn), left: 9 });
    expect((await operate<{ figures: object }>(gate, "GET", "/operator/status")).body.figures).to.include({
      byHand: 1,
    });

    await writeFile(file, `AB-12,${fan.rightId}\nCD-34,77\nEF-56,x,y\n`);
    const failure = await stage.start({ data: "wrong", change }).catch((error: Error) => error.message);
    expect(failure).to.match(
      /guests\.csv:2 {2}CD-34: the right is not of event 1\n.*guests\.csv:3 {2}EF-56: must have two cells/,
    );
  });
});
