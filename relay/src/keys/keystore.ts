import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Address, checksummed, isHex } from "doorkey/buyer";
import { decryptKeystoreJson, encryptKeystoreJson, isKeystoreJson, Wallet } from "ethers";
import type { RelaySigner } from "../engine/EngineContext.ts";
import { KeyError } from "./KeyError.ts";
import { walletSigner } from "./walletSigner.ts";

/** The scrypt strength that wallets use. Tests use less. */
const STRENGTH = 131_072;

/**
 * Creates a new key and writes it, encrypted, to a path where no file exists.
 *
 * @throws KEYSTORE_EXISTS
 * @example
 * const address = await createKeystore("keys/signer-1.json", password);
 */
export async function createKeystore(path: string, password: string, { strength = STRENGTH } = {}): Promise<Address> {
  const { address, privateKey } = Wallet.createRandom();
  const json = await encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: strength } });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, json, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new KeyError("KEYSTORE_EXISTS", path);
    throw error;
  }
  return address as Address;
}

/**
 * The key in a keystore (Ethereum's version 3).
 *
 * @throws KEYSTORE_UNREADABLE, KEYSTORE_PASSWORD_WRONG
 */
export async function openKeystore(path: string, password: string): Promise<RelaySigner> {
  const json = await readFile(path, "utf8").catch(() => {
    throw new KeyError("KEYSTORE_UNREADABLE", path);
  });
  if (!isKeystoreJson(json)) throw new KeyError("KEYSTORE_UNREADABLE", `${path} is not a keystore of version 3.`);
  try {
    const { privateKey } = await decryptKeystoreJson(json, password);
    return walletSigner(new Wallet(privateKey));
  } catch {
    // The library's message could reveal the key.
    throw new KeyError("KEYSTORE_PASSWORD_WRONG", path);
  }
}

/**
 * The address in a keystore, which needs no password; undefined if the file does not say it.
 *
 * @throws KEYSTORE_UNREADABLE
 */
export async function keystoreAddress(path: string): Promise<Address | undefined> {
  const json = await readFile(path, "utf8").catch(() => {
    throw new KeyError("KEYSTORE_UNREADABLE", path);
  });
  if (!isKeystoreJson(json)) throw new KeyError("KEYSTORE_UNREADABLE", `${path} is not a keystore of version 3.`);
  const said: unknown = Reflect.get(Object(JSON.parse(json)), "address");
  const address = `0x${String(said ?? "").replace(/^0x/i, "")}`;
  return isHex(address, 20) ? checksummed(address) : undefined;
}
