import { isHex } from "doorkey";
import type { KeyRecord, KeyStore } from "doorkey/buyer";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";
import { isObject, jsonIn } from "../terminal/json.ts";

/**
 * Keeps device keys in a file, for tests only, because anyone who reads the file has the secrets. Takes secp256k1 keys
 * only, because the secrets of the other kinds cannot be exported.
 */
export async function fileKeys(file: string): Promise<KeyStore> {
  const records = new Map((await readRecords(file)).map((record) => [record.address, record]));
  const write = () =>
    writeWhole(file, `${JSON.stringify([...records.values()].map(plain), undefined, 2)}\n`, { mode: 0o600 });
  return {
    get: async (address) => records.get(address),
    list: async () => ({ records: [...records.values()], unreadable: 0 }),
    put: async (record) => {
      records.set(record.address, record);
      await write();
    },
    remove: async (address) => {
      records.delete(address);
      await write();
    },
  };
}

async function readRecords(file: string): Promise<KeyRecord[]> {
  const text = await readTextIfThere(file);
  if (text === undefined) return [];
  const list = jsonIn(text);
  const records = Array.isArray(list) ? list.map(recordIn) : [undefined];
  const whole = records.filter((record) => record !== undefined);
  if (whole.length === records.length) return whole;
  throw new UsageError(`${file} does not hold test keys.`, "Give another folder with --out.");
}

function recordIn(value: unknown): KeyRecord | undefined {
  if (!isObject(value) || !isObject(value.event)) return undefined;
  const { address, kind, createdAt, secret } = value;
  const { chainId, rightsRegistry, eventId } = value.event;
  if (!isHex(address, 20) || kind !== "secp256k1" || typeof createdAt !== "number") return undefined;
  if (typeof chainId !== "number" || !isHex(rightsRegistry, 20) || typeof eventId !== "number") return undefined;
  if (typeof secret !== "string" || !isHex(`0x${secret}`, 32)) return undefined;
  const event = { chainId, rightsRegistry, eventId };
  return { address, kind, event, createdAt, material: { kind, secret: Uint8Array.from(Buffer.from(secret, "hex")) } };
}

function plain({ material, ...record }: KeyRecord) {
  if (material.kind !== "secp256k1") throw new UsageError(`A ${material.kind} key cannot be stored in a file.`);
  return { ...record, secret: Buffer.from(material.secret).toString("hex") };
}
