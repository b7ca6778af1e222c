import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Address } from "doorkey";
import { setGate } from "doorkey/organizer";
import type { Output } from "doorkey-server";
import { run } from "../src/cli/run.ts";
import { call, joinBody, newDeviceKeys, newScanId } from "./helpers/device.ts";
import { type Fan, type GateStage, startGateStage } from "./helpers/gateStage.ts";
import { until } from "./helpers/until.ts";

const PROGRAM = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

const PASSWORD = { DOORKEY_GATE_PASSWORD: "correct horse battery" };

const COMMANDS = ["init", "start", "invite", "devices", "revoke", "apart", "doctor", "export"];

/** Runs a command as the program would. */
async function command(line: readonly string[], env: NodeJS.ProcessEnv = {}, isTerminal = false) {
  const [out, err]: [string[], string[]] = [[], []];
  const output: Output = {
    isTerminal,
    line: (text = "") => void out.push(text),
    error: (text) => void err.push(text),
    json: (value) => void out.push(JSON.stringify(value)),
  };
  const exit = await run(line, output, env);
  return { exit, out: out.join("\n"), err: err.join("\n") };
}

describe("the command line", () => {
  let stage: GateStage;
  let folder: string;
  let fan: Fan;
  let hub: ChildProcess | undefined;
  let url = "";
  before(async () => {
    stage = await startGateStage();
    folder = await mkdtemp(join(tmpdir(), "doorkey-gate-cli-"));
    fan = await stage.fan();
  });
  after(async () => {
    if (hub !== undefined && hub.exitCode === null) {
      hub.kill("SIGKILL");
      await once(hub, "close");
    }
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  const config = () => ["--config", join(folder, "gate.yaml")];

  async function start(...more: readonly string[]): Promise<ChildProcess> {
    const args = [
      "--disable-warning=ExperimentalWarning",
      PROGRAM,
      "start",
      ...config(),
      "--page",
      join(stage.folder, "page"),
      ...more,
    ];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...PASSWORD },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    await until("the hub has started", () => {
      if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}: ${said}`);
      return /"msg":"started"/.test(said);
    });
    url = /"url":"([^"]+)"/.exec(said)?.[1] ?? "";
    return child;
  }

  it("explains each command with an example", async () => {
    const { exit, out } = await command(["--help"]);
    expect(exit).to.equal(0);
    for (const name of COMMANDS) {
      expect(out).to.contain(`\n  ${name} `);
      const help = await command([name, "--help"]);
      expect(help.exit).to.equal(0);
      expect(help.out).to.match(new RegExp(`Example:\\n\\s+\\$ .*doorkey-gate ${name}`));
    }
  });

  it("writes a configuration and its keys, but never over an old one", async () => {
    const args = [
      "init",
      "--dir",
      folder,
      "--event",
      String(stage.show.eventId),
      "--rpc",
      stage.node.url,
      "--lane",
      "North",
      "South",
    ];
    expect((await command(args)).err).to.contain("Set DOORKEY_GATE_PASSWORD_FILE or DOORKEY_GATE_PASSWORD");
    const { exit, out, err } = await command([...args, "--json"], PASSWORD);
    expect(exit, err).to.equal(0);
    const made = JSON.parse(out);
    expect(made.pin).to.match(/^\d{6}$/);
    const text = await readFile(join(folder, "gate.yaml"), "utf8");
    expect(text).not.to.contain(made.pin);
    await writeFile(join(folder, "gate.yaml"), text.replace("port: 8443", "port: 0\n  operatorPort: 0"));
    expect((await command(args, PASSWORD)).err).to.contain("exists already. Nothing was changed.");
    const { organizer, eventId } = stage.show;
    await setGate(organizer, { eventId, gate: made.scanner as Address, kind: "scanner" });
    await stage.node.fund(made.scanner);
  });

  it("says by their exit code and in words what is wrong", async () => {
    const wrong: readonly [readonly string[], number, RegExp][] = [
      [["start", "--config", "/nowhere/gate.yaml"], 2, /cannot be read; `doorkey-gate init` writes one/],
      [["init", "--event", "zero"], 2, /--event must be a whole number from 1/],
      [["init"], 2, /required option '--event <id>'/],
      [["invite", ...config(), "--lane", "0", "--name", "A"], 2, /--lane must be a whole number from 1 to 65535/],
      [["invite", ...config(), "--lane", "1", "--name", "A"], 3, /does not run on this machine\. Start it first/],
      [["devices", ...config()], 3, /does not run on this machine/],
      [["revoke", "nobody", ...config()], 2, /is not the id of a device/],
      [["apart", ...config(), "--release", "x"], 2, /must be the number of a row/],
      [["doctor", ...config(), "--resolver", "my.router"], 2, /--resolver my\.router is not an address/],
      [["start", ...config(), "--log-level", "loud"], 2, /--log-level must be one of/],
      [["sing"], 2, /unknown command/],
    ];
    for (const [line, exit, sentence] of wrong) {
      const ran = await command(line, PASSWORD);
      expect([line.join(" "), ran.exit]).to.deep.equal([line.join(" "), exit]);
      expect(ran.err).to.match(sentence);
    }
    const locked = await command(["start", ...config()], { DOORKEY_GATE_PASSWORD: "not the password" });
    expect([locked.exit, locked.err]).to.satisfy(
      ([exit, err]: [number, string]) => exit === 2 && err.includes("password does not open"),
    );
  });

  it("invites a device by a link in a QR code; what it lets in outlives a kill", async () => {
    hub = await start();
    const shown = await command(["invite", ...config(), "--lane", "2", "--name", "South 1"], {}, true);
    expect(shown.out)
      .to.contain("\u001b[1;47m")
      .and.to.contain('One device joins with it as "South 1" at lane 2, within 15 minutes.');
    const made = JSON.parse((await command(["invite", ...config(), "--lane", "1", "--name", "North 1", "--json"])).out);
    expect(made.url).to.match(new RegExp(`^http://localhost:\\d+/#join=${made.token ?? "[\\w-]{24}"}$`));
    const keys = newDeviceKeys();
    const token = made.url.split("#join=")[1];
    const joined = await call<{ device: { id: string } }>(url, "POST", "/api/join", joinBody(token, keys));
    const cookie = joined.headers.get("set-cookie")?.split(";")[0] ?? "";
    const scan = { scanId: newScanId(), text: await stage.code(fan), mode: "enter" };
    const first = await call<{ verdict: { status: string } }>(url, "POST", "/api/scans", scan, { cookie });
    expect(first.body.verdict.status).to.equal("admit");

    hub.kill("SIGKILL");
    await once(hub, "close");
    hub = await start();
    const again = await call<object>(url, "POST", "/api/scans", scan, { cookie });
    expect({ ...again.body, now: 0 }).to.deep.equal({ ...first.body, now: 0 });

    const devices = JSON.parse((await command(["devices", ...config(), "--json"])).out);
    expect(devices).to.have.length(1);
    expect(devices[0]).to.include({ id: joined.body.device.id, name: "North 1", lane: 1, listening: false });
    expect((await command(["devices", ...config()])).out).to.match(/lane 1 {2}North 1 {2}joined .* away/);
    const revoked = await command(["revoke", devices[0].id, ...config()]);
    expect(revoked.out).to.contain("North 1, lane 1, is locked out.");
    expect((await call(url, "GET", "/api/session", undefined, { cookie })).status).to.equal(423);
  });

  it("lists rows that were kept apart, and releases only what a holder signed", async () => {
    expect((await command(["apart", ...config()])).out).to.equal("No row is kept apart.");
    const { exit, err } = await command(["apart", ...config(), "--release", "7"]);
    expect([exit, err]).to.satisfy(([code, text]: [number, string]) => code === 1 && text.includes("no such row"));
  });

  it("exports every row without a secret, and never over a file", async () => {
    const file = join(folder, "night.ndjson");
    expect((await command(["export", ...config(), "--out", file])).exit).to.equal(0);
    const rows = (await readFile(file, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ table }) => table === "entry")).to.have.length(1);
    expect(rows.find(({ table }) => table === "device")).to.have.keys(
      ...["table", "id", "name", "public_key", "lane", "joined_at", "revoked_at"],
    );
    expect((await command(["export", ...config(), "--out", file])).err).to.contain(
      "exists already. Nothing was written.",
    );
    expect((await command(["export", ...config()])).out.split("\n")).to.have.length(rows.length);
  });

  it("runs one hub on a folder at a time", async () => {
    const { exit, err } = await command(["start", ...config(), "--page", join(stage.folder, "page")], PASSWORD);
    expect([exit, err]).to.satisfy(([code, text]: [number, string]) => code === 2 && text.includes("Another process"));
  });

  it("ends in order on SIGTERM", async () => {
    hub?.kill("SIGTERM");
    const [code] = hub === undefined ? [] : await once(hub, "close");
    expect(code).to.equal(0);
  });
});
