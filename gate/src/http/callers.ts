import { hasBearer } from "doorkey-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Caller, Service } from "./Service.ts";

const COOKIE = "doorkey_gate";

/** Longer than any event. */
const COOKIE_SECONDS = 30 * 86_400;

/** Gives a device its session. No script reads it, and no other site sends it. */
export function giveSession(reply: FastifyReply, session: string, { isSecure }: Pick<Service, "isSecure">): void {
  reply.setCookie(COOKIE, session, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure,
    maxAge: COOKIE_SECONDS,
  });
}

/**
 * The device that calls, also a revoked one.
 *
 * @throws DEVICE_UNKNOWN
 */
export function callerOf(request: FastifyRequest, { devices, roles }: Service): Caller {
  const session = request.cookies[COOKIE];
  const device = session === undefined ? undefined : devices.ofSession(session);
  if (device === undefined) throw new ProblemError("DEVICE_UNKNOWN");
  return { ...device, role: roles.of(device.id) };
}

/**
 * The device that calls, which may work here.
 *
 * @throws DEVICE_UNKNOWN, DEVICE_REVOKED, HUB_STOPPING
 */
export function workerOf(request: FastifyRequest, service: Service): Caller {
  if (service.isStopping()) throw new ProblemError("HUB_STOPPING", { retryAfter: 1 });
  const caller = callerOf(request, service);
  if (caller.revokedAt !== undefined) throw new ProblemError("DEVICE_REVOKED");
  return caller;
}

/** @throws DEVICE_UNKNOWN, DEVICE_REVOKED, HUB_STOPPING, ROLE_MISSING */
export function supervisorOf(request: FastifyRequest, service: Service): Caller {
  const caller = workerOf(request, service);
  if (caller.role !== "supervisor") throw new ProblemError("ROLE_MISSING");
  return caller;
}

/** @throws OPERATOR_UNKNOWN unless the operator's token came with the call. */
export function requireOperator({ headers }: FastifyRequest, { operatorToken }: Pick<Service, "operatorToken">): void {
  if (!hasBearer(headers, operatorToken)) throw new ProblemError("OPERATOR_UNKNOWN");
}
