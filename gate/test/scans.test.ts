import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { Figures } from "../src/protocol/answers.ts";
import type { Gate } from "../src/startGate/startGate.ts";
import { call, joinGate, newScanId, operate, type TestDevice } from "./helpers/device.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { aloneLog } from "./helpers/rows.ts";

/** Texts that no fan shows. 100,000 with DOORKEY_FUZZ=100000. */
const TEXTS = Number(process.env.DOORKEY_FUZZ ?? 2_000);

describe("scans over HTTP", () => {
  let stage: GateStage;
  let gate: Gate;
  let device: TestDevice;
  before(async () => {
    stage = await startGateStage();
    gate = await stage.start();
    device = await joinGate(gate);
  });
  after(() => stage.close());

  const figures = async () => (await device.call<Figures>("GET", "/api/figures")).body;

  async function goodText(): Promise<string> {
    const fan = await stage.fan();
    await gate.list.refresh();
    return stage.code(fan);
  }

  it("let a fan in once, and give the same scan the same answer for ever", async () => {
    const scan = { scanId: newScanId(), text: await goodText(), mode: "enter" };
    const first = await device.call("POST", "/api/scans", scan);
    expect(first.body).to.nested.include({ "verdict.status": "admit" });
    const again = await device.call("POST", "/api/scans", scan);
    expect({ ...again.body, now: 0 }).to.deep.equal({ ...first.body, now: 0 });
    const restarted = await reopen();
    const after = await restarted.call("POST", "/api/scans", scan);
    expect({ ...after.body, now: 0 }).to.deep.equal({ ...first.body, now: 0 });
    const other = await restarted.call("POST", "/api/scans", { ...scan, text: `${scan.text} ` });
    expect([other.status, other.body.code]).to.deep.equal([409, "SCAN_CHANGED"]);
  });

  /** Stops the hub and starts it again on its folder. The device keeps its cookie. */
  async function reopen(): Promise<TestDevice> {
    await gate.stop();
    gate = await stage.start();
    const { cookie } = device;
    const asBefore: TestDevice["call"] = (method, path, body) => call(gate.url, method, path, body, { cookie });
    device = {
      ...device,
      call: asBefore,
      scan: (text, more = {}) => asBefore("POST", "/api/scans", { scanId: newScanId(), text, mode: "enter", ...more }),
    };
    return device;
  }

  it("refuse bodies above 4 kB, uploads above 1 MB or 256 rows, and what is not JSON", async () => {
    const scanOf = (bytes: number) => {
      const body = JSON.stringify({ scanId: newScanId(), text: "", mode: "enter" });
      return body.replace('"text":""', `"text":"${"A".repeat(bytes - body.length)}"`);
    };
    expect((await device.call("POST", "/api/scans", scanOf(4_096))).status).to.equal(200);
    const large = await device.call("POST", "/api/scans", scanOf(4_097));
    expect([large.status, large.body.code]).to.deep.equal([413, "BODY_TOO_LARGE"]);

    const log = await aloneLog(stage.show.event, device.keys);
    const row = await log.letIn(await stage.fan(), await stage.node.clock.now());
    const upload = (rows: number, padding = "") =>
      device.call("POST", "/api/log", JSON.stringify({ rows: Array(rows).fill(row) }) + padding);
    expect((await upload(256)).status).to.equal(200);
    expect((await upload(257)).body).to.include({ status: 413, code: "ROWS_TOO_MANY" });
    expect((await upload(1, " ".repeat(1_048_576))).body).to.include({ status: 413, code: "BODY_TOO_LARGE" });

    for (const body of ["", "{", "[]", "null", '"text"', '{"scanId":1}']) {
      const answer = await device.call("POST", "/api/scans", body);
      expect([answer.status, answer.body.code], body).to.deep.equal([400, "BODY_MALFORMED"]);
    }
    const headers = { cookie: device.cookie, "content-type": "text/plain" };
    const plain = await fetch(`${gate.url}/api/scans`, { method: "POST", headers, body: "E1:" });
    expect(plain.status).to.equal(415);
  });

  it(`survive ${TEXTS} random, mutated and oversized texts: no error, no state, and the next good scan works`, async () => {
    const good = await goodText();
    const before = await figures();
    let sent = 0;
    async function worker(): Promise<void> {
      while (sent < TEXTS) {
        const text = strangeText(good, sent++);
        const { status, body } = await device.scan(text);
        if (status === 200 && body.verdict.status === "refuse") continue;
        if (status === 413 && text.length > 3_900) continue;
        throw new Error(`${JSON.stringify(text)} was answered ${status} ${JSON.stringify(body)}`);
      }
    }
    await Promise.all(Array.from({ length: 16 }, worker));
    expect((await figures()).entered).to.equal(before.entered);
    expect(stage.log.filter((line) => line.includes("unforeseen error"))).to.deep.equal([]);
    const { status, body } = await device.scan(await goodText());
    expect([status, body.verdict.status]).to.deep.equal([200, "admit"]);
  });

  it("show that the hub's own clock is fast, by the median age of the codes", async () => {
    const alarm = () => gate.alarms.list().find(({ code }) => code === "clock")?.sentence;
    for (let i = 0; i < 25; i++) {
      const fan = await stage.fan();
      await gate.list.refresh();
      const { now } = (await operate<{ now: number }>(gate, "GET", "/operator/status")).body;
      const { body } = await device.scan(await stage.code(fan, Math.floor(now) - 20));
      expect(body.verdict.status).to.equal("admit");
      if (alarm() !== undefined) break;
    }
    expect(alarm()).to.match(/clock is .* fast/);
  });

  it("keep the rows of a revoked device apart, and deliver none of them", async () => {
    const lost = await joinGate(gate);
    const log = await aloneLog(stage.show.event, lost.keys);
    const fan = await stage.fan();
    await gate.list.refresh();
    await log.letIn(fan, await stage.node.clock.now());
    await operate(gate, "POST", `/operator/devices/${lost.id}/revoke`);
    const before = await figures();
    const { status, body } = await lost.call<{ apart: { seq: number; reason: string }[] }>("POST", "/api/log", {
      rows: log.rows,
    });
    expect(status).to.equal(200);
    expect(body.apart).to.deep.equal([{ seq: 1, reason: "revoked" }]);
    expect(await figures()).to.include({ entered: before.entered, apart: before.apart + 1 });
    expect(gate.alarms.list().map(({ code }) => code)).to.include("quarantine");
    // The fan is still outside, so the next gate lets them in.
    expect((await device.scan(await stage.code(fan))).body.verdict.status).to.equal("admit");
  });

  it("tell other gates at once who is in, and beat", async () => {
    const listening = await fetch(`${gate.url}/api/events`, { headers: { cookie: device.cookie } });
    const reader = listening.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    const until = async (part: RegExp) => {
      while (!part.test(heard)) {
        const { value, done } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error(`the stream ended before ${part}: ${heard}`);
        heard += value ?? "";
      }
    };
    await until(/event: beat\ndata: \{"now":\d/);
    expect(heard).to.match(/event: settings\ndata: \{.*"lane":\{"number":1,"name":"North"\}/);
    const other = await joinGate(gate, 2);
    await other.scan(await goodText());
    await until(/id: \d+\nevent: delta\ndata: \{.*"lane":2/);
    await reader?.cancel();
    const { body } = await device.call<{ deltas: unknown[]; next: number }>("GET", "/api/deltas?after=0");
    expect(body.deltas).not.to.have.length(0);
  });
});

/** Random bytes, pieces of a good code with one part changed, and texts that are too long. */
function strangeText(good: string, i: number): string {
  const at = randomBytes(4).readUInt32BE() % good.length;
  const char = String.fromCharCode(32 + ((randomBytes(1)[0] ?? 0) % 95));
  switch (i % 6) {
    case 0:
      return randomBytes(60).toString("latin1");
    case 1: {
      const changed = good.slice(0, at) + char + good.slice(at + 1);
      // A scanner behind a caps-lock key types small letters, and is understood.
      return changed.toUpperCase() === good.toUpperCase() ? `${good}!` : changed;
    }
    case 2:
      return good.slice(0, at);
    case 3:
      return good.slice(0, at) + randomBytes(3).toString("hex") + good.slice(at);
    case 4:
      return `${good}${"A".repeat(randomBytes(2).readUInt16BE() % 5_000)}!`;
    default:
      return (
        ["\u0000", "E1:", "🎟️".repeat(20), "\ud800", "https://example.com/E1:", "__proto__"][Math.floor(i / 6) % 6] ?? ""
      );
  }
}
