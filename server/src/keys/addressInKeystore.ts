import { readFile } from "node:fs/promises";
import type { Address } from "doorkey";

/** The address that a keystore names, which needs no password; undefined if the file does not say it. */
export async function addressInKeystore(file: string): Promise<Address | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    const address: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "address") : undefined;
    const digits = typeof address === "string" ? /^(?:0x)?([0-9a-fA-F]{40})$/.exec(address)?.[1] : undefined;
    return digits === undefined ? undefined : `0x${digits}`;
  } catch {
    return undefined;
  }
}
