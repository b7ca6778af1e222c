import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Address } from "doorkey";
import { decryptKeystoreJson, encryptKeystoreJson, isKeystoreJson, Wallet } from "ethers";
import { KeyError } from "./KeyError.ts";

/** The scrypt strength that wallets use. Tests use less. */
const STRENGTH = 131_072;

/**
 * Creates a new key and writes it, encrypted, to a path where no file exists.
 *
 * @throws KEYSTORE_EXISTS
 * @example
 * const address = await createKeystore("keys/scanner.json", password);
 */
export async function createKeystore(path: string, password: string, { strength = STRENGTH } = {}): Promise<Address> {
  return keepKey(path, password, Wallet.createRandom().privateKey, { strength });
}

/**
 * Writes a key, encrypted, to a path where no file exists.
 *
 * @throws KEYSTORE_EXISTS
 */
export async function keepKey(
  path: string,
  password: string,
  privateKey: string,
  { strength = STRENGTH } = {},
): Promise<Address> {
  const { address } = new Wallet(privateKey);
  const json = await encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: strength } });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, json, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new KeyError("KEYSTORE_EXISTS", path);
    throw error;
  }
  return `0x${address.slice(2)}`;
}

/**
 * The key in a keystore (Ethereum's version 3).
 *
 * @throws KEYSTORE_UNREADABLE, KEYSTORE_PASSWORD_WRONG
 */
export async function openKeystore(path: string, password: string): Promise<Wallet> {
  const json = await readFile(path, "utf8").catch(() => {
    throw new KeyError("KEYSTORE_UNREADABLE", path);
  });
  if (!isKeystoreJson(json)) throw new KeyError("KEYSTORE_UNREADABLE", `${path} is not a keystore of version 3.`);
  try {
    const { privateKey } = await decryptKeystoreJson(json, password);
    return new Wallet(privateKey);
  } catch {
    // The library's message could reveal the key.
    throw new KeyError("KEYSTORE_PASSWORD_WRONG", path);
  }
}

/**
 * The password in a variable such as DOORKEY_GATE_PASSWORD, or in the file that DOORKEY_GATE_PASSWORD_FILE names.
 *
 * @param variable "DOORKEY_GATE_PASSWORD".
 * @throws KEYSTORE_PASSWORD_MISSING
 */
export async function passwordIn(env: NodeJS.ProcessEnv, variable: string): Promise<string> {
  const given = env[variable];
  if (given !== undefined) return given;
  const file = env[`${variable}_FILE`];
  if (file === undefined) {
    throw new KeyError("KEYSTORE_PASSWORD_MISSING", `Set ${variable}_FILE or ${variable}.`);
  }
  const text = await readFile(file, "utf8").catch(() => {
    throw new KeyError("KEYSTORE_PASSWORD_MISSING", `${file} cannot be read.`);
  });
  return text.replace(/\r?\n$/, "");
}
