import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { RequestStatus } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { hashOfKey } from "../../src/http/auth.ts";
import { openKeystore } from "../../src/keys/keystore.ts";
import { until } from "../helpers/processes.ts";
import { command } from "./helpers/command.ts";
import { ADMIN_KEY, API_KEY, OTHER_KEY, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

const PROGRAM = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

describe("the command line", () => {
  let stage: RelayStage;
  let folder: string;
  before(async () => {
    stage = await startRelayStage();
    folder = await mkdtemp(join(tmpdir(), "doorkey-cli-"));
  });
  after(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("explains each command with an example", async () => {
    const { exit, out } = await command("--help");
    expect(exit).to.equal(0);
    for (const name of ["init", "start", "status", "check", "drain", "signer add", "signer list", "signer retire"]) {
      expect(out).to.contain(name.split(" ")[0]);
      const help = await command(`${name} --help`);
      expect(help.exit).to.equal(0);
      expect(help.out).to.match(/Example:\n\s+\$ .*doorkey-relay/);
    }
    expect((await command("--version")).out).to.match(/^\d+\.\d+\.\d+$/);
  });

  it("exits with 2 on wrong use", async () => {
    for (const line of [
      "stat",
      "status --color",
      "check --timeout soon",
      "init --chain one",
      "init --preset arena",
      "start --log-level loud",
      "start --port 65536",
      "start --metrics-port x",
      "signer",
      "signer add --keystore a --aws-kms b",
      "signer add --region eu-central-1",
      "signer retire 0x12",
    ]) {
      const { exit, err } = await command(line, { DOORKEY_RELAY_KEY: API_KEY });
      expect(exit, line).to.equal(2);
      expect(err).not.to.equal("");
    }
    expect((await command("status")).exit).to.equal(2);
    expect((await command("check")).exit).to.equal(2);
  });

  it("init writes a configuration, a keystore, and shows the keys once", async () => {
    const dir = join(folder, "fresh");
    const args = ["init", "--dir", dir, "--sponsor", "zepp", "--organizer", "7", "8"];
    expect((await command(args)).exit).to.equal(2); // no password to encrypt with
    const env = { DOORKEY_RELAY_PASSWORD: "a long password of the tests" };
    const { exit, out } = await command([...args, "--json"], env);
    expect(exit).to.equal(0);
    const made = JSON.parse(out) as Record<"file" | "keystore" | "address" | "apiKey" | "adminKey", string>;

    const text = await readFile(made.file, "utf8");
    expect(text).not.to.contain(made.apiKey).and.not.contain(made.adminKey);
    const config = parseConfig(text, made.file);
    expect(config.sponsors[0]?.keyHashes).to.deep.equal([hashOfKey(made.apiKey)]);
    expect(config.sponsors[0]?.organizers).to.deep.equal([7, 8]);
    expect(config.adminKeyHash).to.equal(hashOfKey(made.adminKey));
    expect((await openKeystore(made.keystore, env.DOORKEY_RELAY_PASSWORD)).address).to.equal(made.address);

    const again = await command(args, env);
    expect(again.exit).to.equal(1);
    expect(await readFile(made.file, "utf8")).to.equal(text);
  });

  it("init writes the preset that it is asked for", async () => {
    const env = { DOORKEY_RELAY_PASSWORD: "a long password of the tests" };
    const text = async (...args: string[]) => {
      const dir = join(folder, `preset${args.join("")}`);
      expect((await command(["init", "--dir", dir, ...args], env)).exit).to.equal(0);
      return readFile(join(dir, "relay.yaml"), "utf8");
    };
    expect(await text("--preset", "stadium")).to.contain("maxInFlight: 16");
    expect(await text("--preset", "ticketing")).not.to.contain("maxInFlight");
    expect(await text()).not.to.contain("maxInFlight");
  });

  it("init shows which address to fund", async () => {
    const env = { DOORKEY_RELAY_PASSWORD: "a long password of the tests" };
    const { out } = await command(["init", "--dir", join(folder, "plain")], env);
    expect(out).to.match(/Send 0\.1 ether on chain 31337.*0x[0-9a-fA-F]{40}/s);
    // No colours, no QR code without a terminal.
    expect(out).not.to.contain("\u001b");
  });

  it("init shows a terminal the address for a phone too", async () => {
    const env = { DOORKEY_RELAY_PASSWORD: "a long password of the tests" };
    const { out } = await command(["init", "--dir", join(folder, "shown")], env, true);
    expect(out).to.match(/0x[0-9a-fA-F]{40}/);
    // A QR code of 47 letters is at least 29 modules high.
    expect(out.split("\n").length).to.be.greaterThan(30);
  });

  it("status shows queue and signers, and exits with 1 if the relay is not ready", async () => {
    const env = { DOORKEY_RELAY_ADMIN_KEY: ADMIN_KEY };
    const plain = await command(["status", "--url", stage.relay.url], env);
    expect(plain.exit).to.equal(0);
    expect(plain.out).to.contain("ready").and.contain(stage.signer.address);
    const { out } = await command(["status", "--url", stage.relay.url, "--json"], env);
    expect(JSON.parse(out)).to.include({ ready: true });
    expect((await command(["status", "--url", stage.relay.url], { DOORKEY_RELAY_ADMIN_KEY: API_KEY })).exit).to.equal(
      1,
    );
    expect((await command(["status", "--url", "http://127.0.0.1:9"], env)).exit).to.equal(3);

    await stage.node.fund(stage.signer.address, 1n);
    await until("it is not ready", async () => (await command(["status", "--url", stage.relay.url], env)).exit === 1);
    await stage.node.fund(stage.signer.address);
    await until("it is ready", async () => (await command(["status", "--url", stage.relay.url], env)).exit === 0);
  });

  it("check sends a request end to end", async () => {
    const env = { DOORKEY_RELAY_KEY: OTHER_KEY };
    const { exit, out } = await command(["check", "--url", stage.relay.url, "--json"], env);
    expect(exit).to.equal(0);
    const status = JSON.parse(out) as RequestStatus;
    expect(status.outcome).to.equal("success");
    const receipt = await stage.node.provider.getTransactionReceipt(status.transactionHash ?? "");
    expect(receipt?.from).to.equal(stage.signer.address);
    const refused = await command(["check", "--url", stage.relay.url], { DOORKEY_RELAY_KEY: "dk_nobody_nothing" });
    expect(refused.exit).to.equal(1);
    expect(refused.err).to.contain("KEY_UNKNOWN");
  });

  it("check says what it waits for, with the relay's own reasons", async () => {
    const env = { DOORKEY_RELAY_KEY: OTHER_KEY };
    await stage.node.automine(false);
    const { exit, err, out } = await command(["check", "--url", stage.relay.url, "--timeout", "1.5"], env);
    expect(exit).to.equal(1);
    expect(out).to.contain("assigned: waits for a block with its transaction");
    expect(err).to.contain("After 1.5 s the request is still assigned: waits for a block");
    await stage.node.automine(true);
    await stage.node.mine();
  });

  it("status, check and drain name the field that another server's answer lacks", async () => {
    const server = createServer((_, response) => void response.end('{"hello":1}'));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const env = { DOORKEY_RELAY_ADMIN_KEY: ADMIN_KEY, DOORKEY_RELAY_KEY: API_KEY };
    for (const [name, field] of [
      ["status", "/ready"],
      ["check", "/version"],
      ["drain", "/paused"],
    ]) {
      const { exit, err } = await command(`${name} --url ${url}`, env);
      expect(exit, name).to.equal(1);
      expect(err).to.contain(`${field} is missing`);
    }
    server.close();
  });

  it("drain waits until everything is final, and --open accepts requests again", async () => {
    const env = { DOORKEY_RELAY_ADMIN_KEY: ADMIN_KEY };
    await command(["check", "--url", stage.relay.url], { DOORKEY_RELAY_KEY: OTHER_KEY });
    const late = await command(["drain", "--url", stage.relay.url, "--timeout", "0.2"], env);
    expect(late.exit).to.equal(1);
    expect(late.err).to.contain("mined 1");
    await stage.node.mine(3);
    expect((await command(["drain", "--url", stage.relay.url], env)).exit).to.equal(0);
    const closed = await command(["check", "--url", stage.relay.url], { DOORKEY_RELAY_KEY: OTHER_KEY });
    expect(closed).to.include({ exit: 3 });
    expect(closed.err).to.contain("RELAY_DRAINING");
    expect((await command(["drain", "--url", stage.relay.url, "--open"], env)).exit).to.equal(0);
    expect((await command(["check", "--url", stage.relay.url], { DOORKEY_RELAY_KEY: OTHER_KEY })).exit).to.equal(0);
  });

  describe("start", () => {
    const signer = walletOf("signer of a process");
    let file: string;
    before(async () => {
      await stage.node.fund(signer.address);
      file = join(folder, "relay.yaml");
      await writeFile(file, await readFile(stage.configFile, "utf8"));
    });

    function start(env: NodeJS.ProcessEnv, ...args: string[]): { child: ChildProcess; log: () => string } {
      const child = spawn(process.execPath, ["--no-warnings", PROGRAM, "start", "--config", file, ...args], {
        env: { PATH: process.env.PATH, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let log = "";
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (log += String(chunk)));
      return { child, log: () => log };
    }

    it("runs until SIGTERM, reads its configuration again on SIGHUP, and logs only JSON", async () => {
      const { child, log } = start({ DOORKEY_RELAY_DEV_KEY: signer.privateKey }, "--dev");
      const ended = once(child, "exit");
      await until("it started", () => log().includes('"msg":"started"') || child.exitCode !== null, 110_000);
      const url = /"url":"(http[^"]+)"/.exec(log())?.[1] ?? "";
      await until("it is ready", async () => (await fetch(`${url}/readyz`)).ok);
      await writeFile(file, (await readFile(file, "utf8")).replace("perDay: 100 ether", "perDay: 99 ether"));
      child.kill("SIGHUP");
      await until("it read the file again", () => log().includes("configuration reloaded"));

      // A browser opens connections in advance. One on which nothing is asked must not keep the relay from its end.
      const unused = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
      await once(unused, "connect");
      const locks = async () => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".lock"));
      expect(await locks()).to.have.length(1);
      child.kill("SIGTERM");
      const [code] = (await ended) as [number];
      expect(code).to.equal(0);
      expect(await locks()).to.deep.equal([]);
      expect(log()).to.contain('"msg":"stopped"').and.not.contain(signer.privateKey.slice(2));
      for (const line of log().trim().split("\n")) expect(() => JSON.parse(line)).not.to.throw();
    });

    it("listens where flags say before the environment, and says which signer needs how much ether", async () => {
      const poor = walletOf("signer without ether");
      const [port, metricsPort] = [await freePort(), await freePort()];
      const env = {
        DOORKEY_RELAY_DEV_KEY: poor.privateKey,
        DOORKEY_RELAY_PORT: "1",
        DOORKEY_RELAY_METRICS_PORT: String(metricsPort),
      };
      const { child, log } = start(env, "--dev", "--port", String(port));
      const ended = once(child, "exit");
      await until("it started", () => log().includes('"msg":"started"') || child.exitCode !== null, 110_000);
      expect(log()).to.contain(`"url":"http://127.0.0.1:${port}"`).and.contain(`:${metricsPort}"`);
      const line = log()
        .split("\n")
        .find((text) => text.includes("a signer needs ether"));
      expect(JSON.parse(line ?? "{}")).to.include({
        address: poor.address,
        balance: "0 ether",
        send: "0.1 ether",
        qr: `ethereum:${poor.address}@31337?value=100000000000000000`,
      });
      const ready = await fetch(`http://127.0.0.1:${port}/readyz/sending`);
      expect(ready.status).to.equal(503);
      expect(await ready.text()).to.contain("too little ether");
      child.kill("SIGTERM");
      await ended;
    });

    it("refuses a plain-text key without --dev, a wrong file, and another chain", async () => {
      const ends = async (env: NodeJS.ProcessEnv, change: (text: string) => string, ...args: string[]) => {
        const before_ = await readFile(file, "utf8");
        await writeFile(file, change(before_));
        const { child, log } = start(env, ...args);
        const [code] = (await once(child, "exit")) as [number];
        await writeFile(file, before_);
        return { code, log: log() };
      };
      const dev = { DOORKEY_RELAY_DEV_KEY: signer.privateKey };
      const same = (text: string) => text;
      expect(await ends(dev, same)).to.deep.include({ code: 2 });
      expect(await ends({}, same)).to.deep.include({ code: 2 });
      const wrong = await ends(dev, (text) => text.replace("version: 1", "version: 3"), "--dev");
      expect(wrong.code).to.equal(2);
      expect(wrong.log).to.contain("relay.yaml:1  version: must be 1");
      const chain = await ends(dev, (text) => text.replace("id: 31337", "id: 1"), "--dev");
      expect(chain.code).to.equal(2);
      expect(chain.log).to.contain("is chain 31337, not 1");
      const away = await ends(dev, (text) => text.replace(/rpc: \[".*"\]/, 'rpc: ["http://127.0.0.1:9"]'), "--dev");
      expect(away.code).to.equal(3);
    });
  });
});

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
