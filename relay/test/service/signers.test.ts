import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import { parseEther } from "ethers";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { createKeystore, openKeystore } from "../../src/keys/keystore.ts";
import { suiteOf } from "../helpers/suite.ts";
import { command } from "./helpers/command.ts";
import { expectProblem } from "./helpers/expectProblem.ts";
import { ADMIN_KEY, API_KEY, configText, type RelayStage, startRelayStage } from "./helpers/relayStage.ts";

const PASSWORD = { DOORKEY_RELAY_PASSWORD: "a long password of the tests" };

describe("doorkey-relay signer", () => {
  let stage: RelayStage;
  let folder: string;
  let file: string;
  before(async () => {
    stage = await startRelayStage();
    folder = await mkdtemp(join(tmpdir(), "doorkey-signers-"));
    file = join(folder, "relay.yaml");
  });
  after(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => writeFile(file, `# The first line.\n${configText(stage.node, stage.show)}`, { mode: 0o640 }));

  const add = (...args: string[]) => command(["signer", "add", "-c", file, ...args], PASSWORD);
  const signersIn = async () => parseConfig(await readFile(file, "utf8"), file).signers;

  it("adds a key that the configuration then has, and keeps everything else of the file", async () => {
    const before_ = await readFile(file, "utf8");
    const { exit, out } = await add("--json");
    expect(exit, out).to.equal(0);
    const made = JSON.parse(out) as Record<string, string>;
    expect(made).to.include({ config: file, sendWei: String(parseEther("0.1")) });
    const path = join(folder, "keys", "signer-1.json");
    expect(await signersIn()).to.deep.equal([{ kind: "keystore", path }]);
    expect((await openKeystore(path, PASSWORD.DOORKEY_RELAY_PASSWORD)).address).to.equal(made.address);
    const text = await readFile(file, "utf8");
    expect(text.startsWith("# The first line.\n")).to.equal(true);
    for (const line of before_.split("\n")) expect(text).to.contain(line.trim());

    expect((await add("--keystore", "keys/another.json")).out).to.match(/Send 0\.1 ether on chain 31337/);
    expect(await signersIn()).to.have.length(2);
    const again = await add("--keystore", "keys/another.json");
    expect(again.exit).to.equal(2);
    expect(again.err).to.contain("is a signer already");
    expect(await signersIn()).to.have.length(2);
  });

  it("adds no key to a file with mistakes, and makes none for wrong options", async () => {
    for (const [args, words] of [
      [["--aws-kms", "my key"], "id, ARN or alias"],
      [["--aws-kms", "k", "--region", "Frankfurt"], "eu-central-1"],
      [["--google-kms", "projects/p"], "cryptoKeyVersions"],
    ] as const) {
      const { exit, err } = await add(...args);
      expect(exit).to.equal(2);
      expect(err).to.contain(words);
    }
    await writeFile(file, (await readFile(file, "utf8")).replace("version: 1", "version: 2"));
    expect((await add("--keystore", "keys/never.json")).exit).to.equal(2);
    expect(await readFile(join(folder, "keys", "never.json")).catch(() => "none")).to.equal("none");
    expect((await command(["signer", "add", "-c", join(folder, "none.yaml")], PASSWORD)).exit).to.equal(2);
  });

  it("lists keys with what they hold, without their password", async () => {
    expect((await command(["signer", "list", "-c", file])).out).to.contain("no signer");
    const { out } = await add("--keystore", "keys/listed.json", "--json");
    const { address = "" } = JSON.parse(out) as { address?: string };
    const list = () => command(["signer", "list", "-c", file]);
    expect((await list()).out).to.match(new RegExp(`${address} +0 ether +below fees\\.lowBalance, 0\\.05 ether`));
    await stage.node.fund(address, parseEther("1.5"));
    expect((await list()).out)
      .to.contain("1.5 ether")
      .and.not.contain("below");
    const json = JSON.parse((await command(["signer", "list", "-c", file, "--json"])).out) as { signers: object[] };
    expect(json.signers).to.deep.equal([
      { address, source: join(folder, "keys", "listed.json"), balance: String(parseEther("1.5")), low: false },
    ]);
  });

  it("retires a key only when nothing of it is under way, and never the last", async () => {
    const env = { DOORKEY_RELAY_ADMIN_KEY: ADMIN_KEY };
    const { signer } = stage;
    const path = join(folder, "keys", "running.json");
    await createKeystore(path, PASSWORD.DOORKEY_RELAY_PASSWORD, { strength: 1_024 });
    // The running relay's key, whose address is all that the command reads.
    const keystore = JSON.parse(await readFile(path, "utf8")) as { address: string };
    await writeFile(path, JSON.stringify({ ...keystore, address: signer.address.slice(2) }));
    await writeFile(file, `${await readFile(file, "utf8")}signers:\n  - keystore: keys/running.json\n`);
    const retire = (...args: string[]) =>
      command(["signer", "retire", signer.address, "-c", file, "--url", stage.relay.url, ...args], env);

    const only = await retire();
    expect(only.exit).to.equal(1);
    expect(only.err).to.contain("only signer");
    await add("--keystore", "keys/second.json");

    await stage.node.automine(false);
    const to = suiteOf(stage.node).forwarder;
    const signed = await stage.request(walletOf("a sender"), to, "0x");
    await stage.submit(signed);
    await stage.reaches(stage.digestOf(signed), "assigned");
    const late = await retire("--timeout", "0.2");
    expect(late.exit).to.equal(1);
    expect(late.err)
      .to.match(/still waits for [12] transactions and requests/)
      .and.contain("stays paused");
    expectProblem(await stage.prepare(walletOf("a sender"), to, "0x", API_KEY), "SIGNERS_MISSING");
    expect(await signersIn()).to.have.length(2);

    await stage.node.automine(true);
    await stage.node.mine(3);
    const { exit, out, err } = await retire();
    expect(exit, err).to.equal(0);
    expect(out)
      .to.contain("Restart the relay")
      .and.match(/It still holds [\d.]+ ether/);
    expect((await signersIn()).map((one) => one.kind === "keystore" && one.path)).to.deep.equal([
      join(folder, "keys", "second.json"),
    ]);
    expect((await retire()).err).to.contain("is not a signer of the configuration");
    await stage.call("POST", `/v1/admin/signers/${signer.address}/resume`, { key: ADMIN_KEY });
  });
});
