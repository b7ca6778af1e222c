import { scrypt as nodeScrypt } from "node:crypto";
import { promisify } from "node:util";
import { isError, isKeystoreJson, scrypt, Wallet } from "ethers";
import { UsageError } from "./failures.ts";
import { readText, writeNew } from "./files.ts";
import { DOORKEY } from "./invocation.ts";
import { isObject, jsonIn } from "./json.ts";
import { askPassword, type PasswordVariable } from "./password.ts";
import type { Task } from "./Task.ts";

// Computes the same as the scrypt of ethers, ten times as fast.
scrypt.register(async (password, salt, N, r, p, length) =>
  promisify<Uint8Array, Uint8Array, number, object, Buffer>(nodeScrypt)(password, salt, length, {
    N,
    r,
    p,
    maxmem: 256 * N * r,
  }),
);

/** Unlocks the key in a keystore file. Asks for its password. */
export async function unlock(task: Task, file: string, variable?: PasswordVariable): Promise<Wallet> {
  const json = await readKeystore(file);
  return open(json, file, await askPassword(task, `Password of ${file}`, variable));
}

/** Reads the address that a keystore file names. */
export async function addressIn(file: string): Promise<string> {
  const keystore = jsonIn(await readKeystore(file));
  const address = isObject(keystore) ? keystore.address : undefined;
  if (typeof address !== "string") throw new UsageError(`${file} does not name its address.`);
  return `0x${address.replace(/^0x/, "")}`;
}

/** Makes a key, writes it encrypted, and checks that the file opens. */
export async function newKeystore(file: string, password: string): Promise<string> {
  const { privateKey } = Wallet.createRandom();
  await writeNew(file, `${await new Wallet(privateKey).encrypt(password)}\n`, { mode: 0o600 });
  return (await open(await readKeystore(file), file, password)).address;
}

async function readKeystore(file: string): Promise<string> {
  const text = await readText(file);
  if (isKeystoreJson(text)) return text;
  throw new UsageError(`${file} is not an encrypted key file.`, `"${DOORKEY} key new FILE" makes one.`);
}

async function open(json: string, file: string, password: string): Promise<Wallet> {
  try {
    return new Wallet((await Wallet.fromEncryptedJson(json, password)).privateKey);
  } catch (error) {
    if (!isError(error, "INVALID_ARGUMENT")) throw error;
    // Without a cause, which would contain the password.
    throw new UsageError(`This is not the password of ${file}.`, "Try again.");
  }
}
