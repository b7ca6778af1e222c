import { timingSafeEqual } from "node:crypto";
import { bearerIn } from "./bearerIn.ts";

/** Whether a call brought a secret as its bearer token. */
export function hasBearer(headers: { readonly authorization?: string | undefined }, secret: string): boolean {
  const given = Buffer.from(bearerIn(headers) ?? "");
  const expected = Buffer.from(secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
