import { cp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import type { Manifest } from "doorkey/code";
import type { ListChanges } from "../src/list/changesBetween.ts";
import type { Gate } from "../src/startGate/startGate.ts";
import { joinGate, type TestDevice } from "./helpers/device.ts";
import { type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { until } from "./helpers/until.ts";

/** Nothing listens there. */
const NOWHERE = "http://127.0.0.1:9";

describe("the list of the event", () => {
  let stage: GateStage;
  let gate: Gate;
  let device: TestDevice;
  before(async () => {
    stage = await startGateStage();
    await stage.fan();
    gate = await stage.start();
    device = await joinGate(gate);
  });
  after(() => stage.close());

  const get = (path: string, headers = {}) =>
    fetch(`${gate.url}${path}`, { headers: { cookie: device.cookie, ...headers } });

  it("comes once, and then only if something changed, or as the changes alone", async () => {
    const first = await get("/api/list");
    const etag = first.headers.get("etag") ?? "";
    const list = (await first.json()) as Manifest;
    expect(list.batches).to.have.length(1);
    expect((await get("/api/list", { "if-none-match": etag })).status).to.equal(304);
    // A block without news is none for pages.
    await stage.node.mine();
    await gate.list.refresh();
    expect((await get("/api/list", { "if-none-match": etag })).status).to.equal(304);

    await stage.fan(3);
    await gate.list.refresh();
    const after = await get("/api/list", { "if-none-match": etag });
    expect(after.status).to.equal(200);
    const whole = (await after.json()) as Manifest;
    const since = await get(`/api/list?since=${etag.replaceAll('"', "")}`);
    const { changes } = (await since.json()) as { changes: ListChanges };
    expect(Object.keys(changes.batches)).to.deep.equal(["1"]);
    expect(`"${changes.tag}"`).to.equal(after.headers.get("etag"));
    // The changes make the whole list of the earlier one.
    const batches = [...list.batches, changes.batches[1]];
    expect({ ...changes.manifest, batches }).to.deep.equal(whole);
    // A list that the hub does not know any more is answered by the whole one.
    expect(await (await get(`/api/list?since=${"A".repeat(22)}`)).json()).to.deep.equal(whole);
  });

  it("is kept on the disk, so that a hub starts without a network and says how old it is", async () => {
    await cp(join(stage.folder, "data", "list.json"), join(stage.folder, "offline", "list.json"));
    const alone = await stage.start({ data: "offline", rpc: NOWHERE });
    expect(alone.list.manifest().batches).to.deep.equal(gate.list.manifest().batches);
    const alarm = alone.alarms.list().find(({ code }) => code === "list");
    expect(alarm?.sentence).to.match(/^The chain does not answer, and the list is \d+ (minutes|hours) old\./);
    await alone.stop();
  });

  it("stays when the node answers nonsense", async () => {
    const node = createServer((_, answer) => answer.end('{"jsonrpc":"2.0","id":1,"result":"0xnonsense"}'));
    await new Promise<void>((done) => node.listen(0, "127.0.0.1", done));
    const { port } = node.address() as AddressInfo;
    await cp(join(stage.folder, "offline", "list.json"), join(stage.folder, "nonsense", "list.json"));
    const alone = await stage.start({ data: "nonsense", rpc: `http://127.0.0.1:${port}` });
    await alone.list.refresh();
    expect(alone.list.manifest().batches).to.deep.equal(gate.list.manifest().batches);
    expect(alone.alarms.list().map(({ code }) => code)).to.include("list");
    await alone.stop();
    node.close();
  });

  it("of before doors is called incomplete once doors are open", async () => {
    const list = JSON.parse(await readFile(join(stage.folder, "data", "list.json"), "utf8"));
    const folder = join(stage.folder, "early");
    await cp(join(stage.folder, "offline"), folder, { recursive: true, filter: (path) => !path.includes("gate.db") });
    await writeFile(join(folder, "list.json"), JSON.stringify({ ...list, takenAt: 0, doorsOpenAt: 3_600 }));
    const alone = await stage.start({ data: "early", rpc: NOWHERE });
    expect(alone.alarms.list()[0]?.sentence).to.contain("It is from before doors open, so it misses");
    await alone.stop();
  });

  it("of another event stops the start, and so does none at all", async () => {
    const folder = join(stage.folder, "other");
    await cp(join(stage.folder, "offline", "list.json"), join(folder, "list.json"));
    const text = await readFile(join(folder, "list.json"), "utf8");
    await writeFile(join(folder, "list.json"), text.replace(/"eventId":\d+/, '"eventId":77'));
    const failure = await stage.start({ data: "other" }).catch((error: Error) => error.message);
    expect(failure).to.match(/is the list of event 77, and this hub is for event 1\. Give each event a data folder/);
    const none = await stage.start({ data: "none", rpc: NOWHERE }).catch((error: Error) => error.message);
    expect(none).to.contain("node");
  });

  it("gets the chain's news as soon as the chain answers again", async () => {
    await stage.fan();
    await until("the list has the new right", () => gate.list.manifest().batches.length === 3);
  });

  it("stays out of a hub whose clock is behind its last scan, until its operator trusts the clock", async () => {
    const fan = await stage.fan();
    const late = await stage.start({ data: "clock" });
    const other = await joinGate(late);
    expect((await other.scan(await stage.code(fan))).body.verdict.status).to.equal("admit");
    await late.stop();
    // Without the chain, whose clock is ahead by weeks, the hub goes by this machine's.
    const failure = await stage.start({ data: "clock", rpc: NOWHERE }).catch((error: Error) => error);
    expect(failure).to.include({ name: "ClockSetBack" });
    const trusted = await stage.start({ data: "clock", rpc: NOWHERE, trustClock: true });
    await trusted.stop();
  });
});
