import { timingSafeEqual } from "node:crypto";
import { bearerIn, hasBearer } from "doorkey-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hashOfKey } from "../config/shopKey.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Member, Session } from "../staff/Staff.ts";
import type { Service } from "./Service.ts";

const COOKIE = "doorkey_office";

/** Gives a member of the staff a session. No script reads it, and no other site sends it. */
export function giveSession(request: FastifyRequest, reply: FastifyReply, secret: string, seconds: number): void {
  reply.setCookie(COOKIE, secret, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    // Your web server has the certificate, and says so. On this machine there is none.
    secure: request.headers["x-forwarded-proto"] === "https",
    maxAge: seconds,
  });
}

export function endSession(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: "/" });
}

export const secretOf = (request: FastifyRequest): string | undefined => request.cookies[COOKIE];

/** @throws SESSION_MISSING, SESSION_EXPIRED, OFFICE_STOPPING */
export function sessionOf(request: FastifyRequest, { staff, isStopping }: Service): Session {
  if (isStopping()) throw new ProblemError("OFFICE_STOPPING", { retryAfter: 1 });
  return staff.sessionOf(secretOf(request));
}

/** A member of the staff, of any role. @throws as `sessionOf`. */
export const clerkOf = (request: FastifyRequest, service: Service): Member => sessionOf(request, service).member;

/** @throws as `sessionOf`, and ROLE_MISSING */
export function managerOf(request: FastifyRequest, service: Service): Member {
  const member = clerkOf(request, service);
  if (member.role !== "manager") throw new ProblemError("ROLE_MISSING");
  return member;
}

/** The id of the shop whose key came with the call. @throws KEY_MISSING, KEY_UNKNOWN, OFFICE_STOPPING */
export function shopOf({ headers }: FastifyRequest, { config, isStopping }: Service): string {
  if (isStopping()) throw new ProblemError("OFFICE_STOPPING", { retryAfter: 1 });
  if (headers.authorization === undefined) throw new ProblemError("KEY_MISSING");
  const given = Buffer.from(hashOfKey(bearerIn(headers) ?? ""));
  const shop = config.shops.find(({ keyHash }) => timingSafeEqual(Buffer.from(keyHash), given));
  if (shop === undefined) throw new ProblemError("KEY_UNKNOWN");
  return shop.id;
}

/** @throws OPERATOR_UNKNOWN unless the operator's token came with the call. */
export function requireOperator({ headers }: FastifyRequest, { operatorToken }: Pick<Service, "operatorToken">): void {
  if (!hasBearer(headers, operatorToken)) throw new ProblemError("OPERATOR_UNKNOWN");
}
