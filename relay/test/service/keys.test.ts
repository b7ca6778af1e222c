import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Transaction, Wallet } from "ethers";
import { KeyError } from "../../src/keys/KeyError.ts";
import { createKeystore, keystoreAddress, openKeystore } from "../../src/keys/keystore.ts";
import { openSigners } from "../../src/keys/openSigners.ts";

describe("keys", () => {
  let folder: string;
  let path: string;
  const password = "correct horse battery staple";
  const strength = 1_024;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-keys-"));
    path = join(folder, "deeper", "signer.json");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return "nothing thrown";
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      expect(error.message).not.to.contain(password);
      return error.code;
    }
  };

  it("are stored encrypted, readable by their owner only, and sign what they get", async () => {
    const address = await createKeystore(path, password, { strength });
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readFile(path, "utf8")).to.contain('"scrypt"');

    const signer = await openKeystore(path, password);
    expect(signer.address).to.equal(address);
    expect(await keystoreAddress(path)).to.equal(address);
    const unsigned = {
      type: 2,
      chainId: 31337,
      nonce: 7,
      to: address,
      data: "0x1234",
      gasLimit: 100_000n,
      maxFeePerGas: 10n,
      maxPriorityFeePerGas: 1n,
      value: 0n,
    } as const;
    const signed = Transaction.from(await signer.signTransaction(unsigned));
    expect(signed.from).to.equal(address);
    expect(signed.toJSON()).to.deep.include({ nonce: 7, data: "0x1234", gasLimit: "100000", chainId: "31337" });
    expect(await codeOf(createKeystore(path, password, { strength }))).to.equal("KEYSTORE_EXISTS");
  });

  it("do not open with another password, or from another file", async () => {
    expect(await codeOf(openKeystore(path, "another password"))).to.equal("KEYSTORE_PASSWORD_WRONG");
    expect(await codeOf(openKeystore(join(folder, "none.json"), password))).to.equal("KEYSTORE_UNREADABLE");
    await writeFile(join(folder, "other.json"), JSON.stringify({ key: Wallet.createRandom().privateKey }));
    expect(await codeOf(openKeystore(join(folder, "other.json"), password))).to.equal("KEYSTORE_UNREADABLE");
  });

  it("come from keystores, and from the environment in development only", async () => {
    const dev = Wallet.createRandom();
    const open = (paths: string[], env: NodeJS.ProcessEnv, isDev = false) => {
      const signers = paths.map((keystore) => ({ kind: "keystore", path: keystore }) as const);
      return openSigners({ signers, env, dev: isDev });
    };
    const passwordFile = join(folder, "password");
    await writeFile(passwordFile, `${password}\n`);

    expect(await open([path], { DOORKEY_RELAY_PASSWORD_FILE: passwordFile })).to.have.length(1);
    expect(await open([path], { DOORKEY_RELAY_PASSWORD: password })).to.have.length(1);
    const both = await open([path], { DOORKEY_RELAY_PASSWORD: password, DOORKEY_RELAY_DEV_KEY: dev.privateKey }, true);
    expect(both.map(({ address }) => address)).to.include(dev.address);

    expect(await codeOf(open([path], {}))).to.equal("KEYSTORE_PASSWORD_MISSING");
    expect(await codeOf(open([path], { DOORKEY_RELAY_PASSWORD_FILE: join(folder, "none") }))).to.equal(
      "KEYSTORE_PASSWORD_MISSING",
    );
    expect(await codeOf(open([], {}))).to.equal("SIGNER_MISSING");
    expect(await codeOf(open([path, path], { DOORKEY_RELAY_PASSWORD: password }))).to.equal("SIGNER_REPEATED");
    expect(await codeOf(open([], { DOORKEY_RELAY_DEV_KEY: dev.privateKey }))).to.equal("DEV_KEY_REFUSED");
    expect(await codeOf(open([], { DOORKEY_RELAY_DEV_KEY: "0x12" }, true))).to.equal("DEV_KEY_INVALID");
  });
});
