import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

const HASH_BYTES = 32;

/** A fresh PIN of six digits. */
export function newPin(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** What a configuration keeps of a PIN. */
export async function hashOfPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(pin, salt, HASH_BYTES);
  return `scrypt:${salt.toString("base64url")}:${hash.toString("base64url")}`;
}

/** Whether a PIN belongs to a hash that `hashOfPin` made. */
export async function isPin(pin: string, kept: string): Promise<boolean> {
  const [, salt = "", hash = ""] = kept.split(":");
  const expected = Buffer.from(hash, "base64url");
  return timingSafeEqual(expected, await derive(pin, Buffer.from(salt, "base64url"), expected.length));
}
