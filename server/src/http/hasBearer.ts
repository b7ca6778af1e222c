import { timingSafeEqual } from "node:crypto";

/** Whether a call brought a secret as its bearer token. */
export function hasBearer(headers: { readonly authorization?: string | undefined }, secret: string): boolean {
  const given = Buffer.from(/^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "");
  const expected = Buffer.from(secret);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
