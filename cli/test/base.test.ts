import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { deploymentOn } from "doorkey/addresses";
import { suitePlan } from "doorkey/deployment";
import { type EmptyNode, type ServedChain, startEmptyNode, startServedChain } from "doorkey-test-support/servedChain";
import { toQuantity } from "ethers";
import { CLI, type RunOptions, runCommand } from "./helpers/runCommand.ts";

const PASSWORD = "correct horse battery";

describe("every command", function () {
  this.timeout(60_000);
  let node: ServedChain;
  let directory: string;
  before(async () => {
    node = await startServedChain();
    directory = await mkdtemp(join(tmpdir(), "doorkey-base-"));
  });
  after(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (name: string, args: readonly string[], options: Partial<RunOptions> = {}) =>
    runCommand([name, ...args], { cwd: directory, rpc: node.url, ...options });
  const withPassword = { env: { DOORKEY_PASSWORD: PASSWORD } };
  const register = ["register", "Your Hall", "--site", "https://your-hall.example"];

  for (const [what, name, args, said] of [
    ["an unknown option", "grant", ["x.csv", "--event", "1", "--agent", "1", "--evnt", "1"], "unknown option '--evnt'"],
    ["a missing option", "grant", ["x.csv"], "required option '--event <id>' not specified"],
    ["a word for a number", "report", ["seven"], "It must be a whole number from 1 to 4294967295."],
    ["an unknown command", "agents", ["fire"], "unknown command 'fire'"],
    [
      "an address with a typo",
      "gates",
      ["set", "0x90F79bf6EB2c4f870365E785982E1f101E93b907", "--event", "1"],
      "checksum",
    ],
    ["no key", "organizer", register, "No key was given."],
    ["two keys", "organizer", [...register, "--as", "organizer", "--key", "k.json"], "two keys"],
    ["an unknown role", "organizer", [...register, "--as", "king"], "Allowed choices are relay, organizer"],
    ["a missing file", "organizer", [...register, "--key", "none.json"], "none.json: the file does not exist."],
    ["a key as an option", "organizer", [...register, "--private-key", "0x01"], "unknown option '--private-key'"],
    ["a node without http", "report", ["1", "--rpc", "ws://127.0.0.1:1"], "must be an http or https address"],
    ["an unknown time zone", "report", ["1", "--time-zone", "Mars"], 'Unknown time zone "Mars".'],
  ] as const) {
    it(`ends with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(name, args);
      expect(code).to.equal(2);
      expect(stderr).to.contain(said);
      expect(stdout + stderr).not.to.match(/^ {4}at /m);
    });
  }

  it("ends with 1 when the chain does not answer, and says so to programs too", async () => {
    const { code, stdout, stderr } = await run("report", ["1", "--json"], { rpc: "http://127.0.0.1:9" });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error).to.include({ code: "CHAIN_UNREACHABLE" });
    expect(stderr).to.contain("✗ The chain's node did not answer.").and.to.contain("http://127.0.0.1:9");
  });

  it("reports wrong use to programs too", async () => {
    const { code, stdout } = await run("grant", ["x.csv", "--json"]);
    expect(code).to.equal(2);
    expect(JSON.parse(stdout).error).to.include({ message: "required option '--event <id>' not specified" });
  });

  it("shows the stack of a failure only when asked to", async () => {
    const { stderr } = await run("report", ["1", "--debug"], { rpc: "http://127.0.0.1:9" });
    expect(stderr).to.match(/^ {4}at /m);
  });

  it("says why a contract refused, in words and by name", async () => {
    await run("organizer", [...register, "--as", "organizer"]);
    await run("publish", ["--sample", "event.json"]);
    const args = ["event.json", "--organizer", "1", "--as", "agent", "--json"];
    const { code, stdout, stderr } = await run("publish", args);
    expect(code).to.equal(1);
    expect(stderr).to.contain("TeamAdminOnly(teamId: 1, account: 0x3C44");
    expect(JSON.parse(stdout).error.code).to.equal("CALL_REVERTED");
  });

  it("lists every mistake of an event document at once, with its line and path", async () => {
    const text = await readFile(join(directory, "event.json"), "utf8");
    const broken = text.replace('"supply": 40', '"supply": 0').replace('"maxRebinds": 1', '"maxRebinds": "one"');
    await writeFile(join(directory, "broken.json"), broken);
    const { code, stderr } = await run("publish", ["broken.json", "--organizer", "1", "--as", "organizer"]);
    expect(code).to.equal(2);
    expect(stderr).to.match(/broken\.json, row \d+, doorkey\.policy\.maxRebinds: must be a whole number/);
    expect(stderr).to.match(/broken\.json, row \d+, doorkey\.classes\.staff\.supply: must be a whole number/);
  });

  it("uses the relay that it is given, and says when that does not answer", async () => {
    const { code, stderr } = await run("organizer", [
      ...register,
      "--as",
      "organizer",
      "--relay",
      "http://127.0.0.1:9",
    ]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("The relay did not answer.");
  });

  describe("keys", () => {
    it("are encrypted, readable by their owner alone, and never overwritten", async () => {
      const made = await run("key", ["new", "keys/a.json", "--json"], withPassword);
      expect(made.code, made.stderr).to.equal(0);
      const { address } = JSON.parse(made.stdout);
      const file = join(directory, "keys/a.json");
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      const before = await readFile(file, "utf8");
      expect(JSON.parse(before).address).to.equal(address.slice(2).toLowerCase());

      const again = await run("key", ["new", "keys/a.json"], withPassword);
      expect(again.code).to.equal(2);
      expect(again.stderr).to.contain("already exists");
      expect(await readFile(file, "utf8")).to.equal(before);
      expect(await readdir(join(directory, "keys"))).to.deep.equal(["a.json"]);

      const shown = await run("key", ["show", "keys/a.json", "--check"], withPassword);
      expect(shown.stdout).to.contain(address);
    });

    it("act for their owner, who needs no ether on a local chain", async () => {
      const { code, stdout } = await run("organizer", [...register, "--key", "keys/a.json"], withPassword);
      expect(code).to.equal(0);
      expect(stdout).to.contain("--key keys/a.json");
    });

    for (const [what, env, said] of [
      ["a wrong password", { DOORKEY_PASSWORD: "something else" }, "This is not the password of keys/a.json."],
      ["no password and no terminal", {}, "The password cannot be asked for without a terminal."],
    ] as const) {
      it(`stay locked for ${what}, which is not repeated`, async () => {
        const { code, stdout, stderr } = await run("key", ["show", "keys/a.json", "--check", "--debug", "--json"], {
          env,
        });
        expect(code).to.equal(2);
        expect(stderr).to.contain(said);
        expect(stdout + stderr).not.to.contain("something else");
      });
    }

    it("need a password of ten characters or more", async () => {
      const { code, stderr } = await run("key", ["new", "keys/b.json"], { env: { DOORKEY_PASSWORD: "short" } });
      expect(code).to.equal(2);
      expect(stderr).to.contain("10 characters or more").and.not.to.contain("short.");
      expect(await readdir(join(directory, "keys"))).to.deep.equal(["a.json"]);
    });

    it("that everyone knows work on the local chain only", async () => {
      const other = await startEmptyNode({ chainId: 31_338 });
      try {
        const { code, stderr } = await run("deploy", ["--as", "relay", "--yes"], { rpc: other.url });
        expect(code).to.equal(2);
        expect(stderr).to.contain(
          "--as signs with a key that everyone knows, so it works on chain 31337 only, and this is chain 31338.",
        );
        expect(await other.provider.getBlockNumber()).to.equal(0);
        const { address } = JSON.parse(await readFile(join(directory, "keys/a.json"), "utf8"));
        await other.fund(`0x${address}`);
        const unattended = await run("deploy", ["--key", "keys/a.json"], { ...withPassword, rpc: other.url });
        expect(unattended.code).to.equal(2);
        expect(unattended.stderr).to.contain("This cannot be asked without a terminal.").and.to.contain("--yes");
      } finally {
        await other.close();
      }
    });

    it("send and pay themselves on a chain without a relay", async () => {
      const chain = await startEmptyNode({ chainId: 31_338 });
      try {
        const { address } = JSON.parse(await readFile(join(directory, "keys/a.json"), "utf8"));
        await chain.provider.send("hardhat_setBalance", [`0x${address}`, toQuantity(10n ** 18n)]);
        const options = { ...withPassword, rpc: chain.url };
        const own = ["--key", "keys/a.json", "--yes", "--json"];
        const deployed = await run("deploy", own, options);
        expect(deployed.code, deployed.stderr).to.equal(0);
        const { chainId, contracts } = JSON.parse(deployed.stdout);
        expect(chainId).to.equal(31_338);
        await rename(join(directory, "deployments/31338.json"), join(directory, "elsewhere.json"));

        const unknown = await run("organizer", [...register, ...own], options);
        expect(JSON.parse(unknown.stdout).error.code).to.equal("CHAIN_UNKNOWN");
        const known = await run("organizer", [...register, ...own, "--deployment", "elsewhere.json"], options);
        expect(known.code, known.stderr).to.equal(0);
        const receipt = await chain.provider.getTransactionReceipt(JSON.parse(known.stdout).transaction);
        expect(receipt?.to).to.equal(contracts.EventRegistry.address);
        expect(known.stderr).to.contain("--deployment elsewhere.json");
      } finally {
        await chain.close();
      }
    });

    it("are unlocked in a terminal without showing the typed password", async function () {
      if (spawnSync("script", ["--version"]).error !== undefined) this.skip();
      const show = `${process.execPath} --import tsx src/main.ts key show ${join(directory, "keys/a.json")} --check`;
      const child = spawn("script", ["-qec", `stty cols 100; ${show}`, "/dev/null"], { cwd: CLI });
      let said = "";
      let isTyped = false;
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (isTyped || !said.includes("Password of")) return;
        isTyped = true;
        child.stdin.write(`${PASSWORD}\r`);
      });
      await new Promise((done) => child.on("close", done));
      expect(said).to.contain("The file opens with this password.").and.not.to.contain(PASSWORD);
    });
  });

  describe("deploy", () => {
    const CONTRACTS = suitePlan(31_337).length;
    let empty: EmptyNode;
    beforeEach(async () => {
      empty = await startEmptyNode();
    });
    afterEach(async () => {
      await empty.close();
      await rm(join(directory, "deployments"), { recursive: true, force: true });
    });
    const onEmpty = (args: readonly string[], options: Partial<RunOptions> = {}) =>
      run("deploy", args, { rpc: empty.url, ...options });
    const transactions = () => empty.provider.getTransactionCount(empty.payer.address);

    it("keeps the suite that is there, without a key, and writes down where it is", async () => {
      const block = await node.provider.getBlockNumber();
      const kept = await run("deploy", ["--json"]);
      expect(JSON.parse(kept.stdout)).to.deep.equal(deploymentOn(31337));
      expect(JSON.parse(await readFile(join(directory, "deployments/31337.json"), "utf8"))).to.deep.equal(
        deploymentOn(31337),
      );
      expect(await node.provider.getBlockNumber()).to.equal(block);
    });

    it("shows in a dry run what it would do and cost, and sends nothing", async () => {
      const { code, stdout, stderr } = await onEmpty(["--as", "relay", "--dry-run", "--json"]);
      expect(code, stderr).to.equal(0);
      const planned = JSON.parse(stdout);
      expect(planned).to.include({ dryRun: true, chainId: 31337, deployer: empty.payer.address });
      expect(planned.missing).to.have.length(CONTRACTS);
      expect(Number(planned.cost)).to.be.greaterThan(0);
      expect(stderr).to.contain("P-256 precompile");
      expect(await transactions()).to.equal(0);
      expect(await readdir(directory)).not.to.contain("deployments");
    });

    it("refuses a key that cannot pay for all of it, with the amount and the address", async () => {
      const { code, stderr } = await onEmpty(["--as", "agent"]);
      expect(code).to.equal(1);
      expect(stderr).to.match(/The key has 0\.0 ether, and the deployment costs up to [\d.]+\. Nothing was sent\./);
      expect(stderr).to.match(/Send [\d.]+ ether to 0x[0-9a-fA-F]{40}, then run the same command again\./);
    });

    it("continues after Ctrl-C, pays for nothing twice, and other commands find what it wrote", async () => {
      const when = `2 of ${CONTRACTS}`;
      const stopped = await onEmpty(["--as", "relay"], { kill: { when, signal: "SIGINT" } });
      expect(stopped.code, stopped.stderr).to.equal(130);
      expect(stopped.stderr).to.contain("To continue: run the same command again");
      const before = await transactions();
      const { code, stdout } = await onEmpty(["--as", "relay", "--json"]);
      expect(code).to.equal(0);
      const { contracts } = JSON.parse(stdout);
      expect(contracts.EventRegistry.address).to.equal(deploymentOn(31337)?.contracts.EventRegistry.address);
      const whole = await onEmpty(["--as", "relay", "--json"]);
      expect(JSON.parse(whole.stdout).contracts).to.deep.equal(contracts);
      // Ether for the proxy's transaction where the chain lacks the proxy, and the contracts.
      expect(await transactions()).to.be.oneOf([CONTRACTS, CONTRACTS + 1]);
      expect(before).to.be.lessThan(await transactions());
      expect(await readdir(join(directory, "deployments"))).to.deep.equal(["31337.json"]);

      const { stdout: list } = await run("organizer", [...register, "--as", "organizer"], { rpc: empty.url });
      expect(list).to.contain("Your Hall is organizer 1.");
    });

    it("--verify compares record, contracts and chain, and names each difference", async () => {
      const good = await run("deploy", ["--verify"]);
      expect(good.code, good.stderr).to.equal(0);
      const { contracts, ...rest } = deploymentOn(31337) ?? expect.fail("no deployment");
      const { address } = contracts.AgentRegistry;
      const wrong = { ...rest, contracts: { ...contracts, EventRegistry: { ...contracts.EventRegistry, address } } };
      await writeFile(join(directory, "wrong.json"), JSON.stringify(wrong));
      const bad = await run("deploy", ["--verify", "--deployment", "wrong.json"]);
      expect(bad.code).to.equal(1);
      expect(bad.stdout).to.contain(`EventRegistry is recorded at ${address}`);
      expect(bad.stderr).to.contain("is not as it should be: 2 differences.");
      const missing = await onEmpty(["--verify"]);
      expect(missing.stdout).to.contain("There is no GasRelayForwarder at");
    });

    it("lists every mistake in a deployment file", async () => {
      await writeFile(
        join(directory, "bad.json"),
        '{"chainId": "x", "contracts": {"AgentRegistry": {"address": "0x1"}}}',
      );
      const { code, stderr } = await run("report", ["1", "--deployment", "bad.json"]);
      expect(code).to.equal(2);
      expect(stderr).to.contain("bad.json, chainId: must be the id of the chain, a whole number.");
      expect(stderr).to.contain(
        "bad.json, contracts.AgentRegistry.address: must be a valid address: 0x and 40 hex digits.",
      );
      expect(stderr).to.contain("bad.json, contracts.EventRegistry: is missing.");
    });
  });
});
