import { createHash, randomBytes } from "node:crypto";

/** A new key of a shop: 256 random bits, so its hash needs no salt and no stretching. */
export function newShopKey(id: string): string {
  return `dk_${id}_${randomBytes(32).toString("base64url")}`;
}

/** What a configuration keeps of a shop's key. */
export function hashOfKey(key: string): string {
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}
