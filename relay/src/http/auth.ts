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

/** Who calls. A header that is not a bearer token counts as an unknown key, not as a missing one. */
export function callerOf(request: FastifyRequest): Caller {
  const { authorization } = request.headers;
  const ip = networkOf(request.ip);
  if (authorization === undefined) return { ip, keyHash: undefined };
  const key = /^Bearer ([\x21-\x7e]{8,200})$/.exec(authorization)?.[1];
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

/** @throws KEY_MISSING, KEY_WRONG */
export function requireAdmin(request: FastifyRequest, config: Config): void {
  if (request.headers.authorization === undefined) throw new ProblemError("KEY_MISSING");
  if (!isAdmin(request, config)) throw new ProblemError("KEY_WRONG");
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
