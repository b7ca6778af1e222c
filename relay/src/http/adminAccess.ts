/** Who operates the relay: a program with the admin's key, or a person with a session of the page `/admin/`. */

import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Config } from "../config/Config.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type AdminSession, sessionOf } from "../storage/index.ts";
import { isAdmin, sameText } from "./auth.ts";
import type { Service } from "./Service.ts";

const COOKIE = "doorkey_admin";
/** The header in which the page shows that it has read its session, which no other site can. */
const CSRF_HEADER = "doorkey-csrf";

/** Who acts, as the audit log names it. */
export type Admin = { readonly actor: string };

/**
 * The operator who makes a call: with the admin's key, or with a session, which may read, pause and resume.
 *
 * @param allowed `withSession` lets a session do it too.
 * @throws KEY_MISSING, KEY_WRONG, SESSION_OVER, SESSION_FOREIGN
 */
export async function requireAdmin(
  request: FastifyRequest,
  { intake }: Pick<Service, "intake">,
  allowed: "withKey" | "withSession" = "withSession",
): Promise<Admin> {
  const config = intake.config();
  if (request.headers.authorization !== undefined) {
    if (!isAdmin(request, config)) throw new ProblemError("KEY_WRONG");
    return { actor: "key" };
  }
  const id = sessionIdIn(request);
  if (id === undefined) throw new ProblemError("KEY_MISSING");
  const session = await openSessionOf(request, { intake }, config);
  if (allowed === "withKey") {
    throw new ProblemError("KEY_WRONG", { detail: "A session may only read, pause and resume. Use the admin's key." });
  }
  if (request.method !== "GET") refuseForeign(request, session);
  return { actor: actorOf(id) };
}

/**
 * The session of a call.
 *
 * @throws KEY_MISSING, SESSION_OVER
 */
export async function openSessionOf(
  request: FastifyRequest,
  { intake }: Pick<Service, "intake">,
  { adminKeyHash }: Pick<Config, "adminKeyHash">,
): Promise<AdminSession> {
  const id = sessionIdIn(request);
  if (id === undefined || adminKeyHash === undefined) throw new ProblemError("KEY_MISSING");
  const session = await sessionOf(intake.db, hashOfSession(id), adminKeyHash);
  if (session === undefined) throw new ProblemError("SESSION_OVER");
  return session;
}

/**
 * A call that changes something must come from the relay's own page: it knows the session's token, and the browser names
 * its origin.
 *
 * @throws SESSION_FOREIGN
 */
export function refuseForeign(request: FastifyRequest, { csrf }: Pick<AdminSession, "csrf">): void {
  const token = request.headers[CSRF_HEADER];
  if (typeof token !== "string" || !sameText(token, csrf)) throw new ProblemError("SESSION_FOREIGN");
  refuseOtherOrigins(request);
}

/** @throws SESSION_FOREIGN */
export function refuseOtherOrigins({ headers, host }: FastifyRequest): void {
  const { origin } = headers;
  if (origin === undefined && headers["sec-fetch-site"] === undefined) return; // not a browser
  const own = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  if (!own && headers["sec-fetch-site"] !== "same-origin") throw new ProblemError("SESSION_FOREIGN");
}

/** The admin's key in a call's body counts as one in its header. */
export function isAdminKey(keyHash: string, { adminKeyHash }: Pick<Config, "adminKeyHash">): boolean {
  return adminKeyHash !== undefined && sameText(keyHash, adminKeyHash);
}

/** A new session's id and token, 256 random bits each. */
export function newSession(): { readonly id: string; readonly csrf: string } {
  return { id: randomBytes(32).toString("base64url"), csrf: randomBytes(32).toString("base64url") };
}

export function hashOfSession(id: string): string {
  return createHash("sha256").update(id).digest("hex");
}

export const actorOf = (id: string): string => `session ${hashOfSession(id).slice(0, 8)}`;

export function sessionIdIn({ headers }: FastifyRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(headers.cookie ?? "")?.[1];
}

/** The cookie of a session. With 0 seconds it deletes the cookie. */
export function sessionCookie(request: FastifyRequest, id: string, seconds: number): string {
  const secure = isLoopback(request.hostname) ? "" : "; Secure";
  return `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
}

/** Only on this machine may a session travel without TLS. */
function isLoopback(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]", "::1"].includes(hostname);
}
