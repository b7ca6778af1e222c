import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Config } from "../config/Config.ts";
import type { Caller } from "../intake/Intake.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { networkOf } from "./networkOf.ts";

/** A new API key: 256 random bits, so its hash needs no salt and no stretching. */
export function newApiKey(id: string): string {
  return `dk_${id}_${randomBytes(32).toString("base64url")}`;
}

/** What a configuration keeps of an API key. */
export function hashOfKey(key: string): string {
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}

function bearerIn(authorization: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{8,200})$/.exec(authorization ?? "")?.[1];
}

/** Who calls. A header that is not a bearer token counts as an unknown key, not as a missing one. */
export function callerOf(request: FastifyRequest): Caller {
  const { authorization } = request.headers;
  const ip = networkOf(request.ip);
  if (authorization === undefined) return { ip, keyHash: undefined };
  const key = bearerIn(authorization);
  if (key === undefined) throw new ProblemError("KEY_UNKNOWN");
  return { ip, keyHash: hashOfKey(key) };
}

/**
 * The sponsor whose key came with the call.
 *
 * @throws KEY_MISSING, KEY_UNKNOWN
 */
export function sponsorOf(request: FastifyRequest, { sponsors }: Config): Sponsor {
  const { keyHash } = callerOf(request);
  if (keyHash === undefined) throw new ProblemError("KEY_MISSING");
  const sponsor = sponsors.find(({ keyHashes }) => keyHashes.some((hash) => sameText(hash, keyHash)));
  if (sponsor === undefined) throw new ProblemError("KEY_UNKNOWN");
  return sponsor;
}

export function isAdmin(request: FastifyRequest, { adminKeyHash }: Config): boolean {
  const { keyHash } = callerOf(request);
  return keyHash !== undefined && adminKeyHash !== undefined && sameText(keyHash, adminKeyHash);
}

/** The sponsor of the key that came with a call, for the log; undefined if there is none. */
export function sponsorIdOf({ headers }: FastifyRequest, { sponsors }: Config): string | undefined {
  const key = bearerIn(headers.authorization);
  return key && sponsors.find(({ keyHashes }) => keyHashes.includes(hashOfKey(key)))?.id;
}

export function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
