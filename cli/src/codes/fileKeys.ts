import { isHex } from "doorkey";
import type { KeyRecord, KeyStore } from "doorkey/buyer";
import { UsageError } from "../terminal/failures.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";

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
    list: async () => [...records.values()],
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

type PlainKey = Omit<KeyRecord, "material"> & { readonly secret: string };

async function readRecords(file: string): Promise<KeyRecord[]> {
  const text = await readTextIfThere(file);
  if (text === undefined) return [];
  try {
    return (JSON.parse(text) as PlainKey[]).map(({ secret, ...record }) => {
      if (!isHex(`0x${secret}`, 32)) throw new Error("no secret");
      return { ...record, material: { kind: "secp256k1", secret: Uint8Array.from(Buffer.from(secret, "hex")) } };
    });
  } catch {
    throw new UsageError(`${file} does not hold test keys.`, "Give another folder with --out.");
  }
}

function plain({ material, ...record }: KeyRecord): PlainKey {
  if (material.kind !== "secp256k1") throw new UsageError(`A ${material.kind} key cannot be stored in a file.`);
  return { ...record, secret: Buffer.from(material.secret).toString("hex") };
}
