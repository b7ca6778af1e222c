import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Service } from "./Service.ts";

/** Paths that the page of an event's wallet may call from its own origin. */
export function isSellerPath(path: string): boolean {
  return /^\/(claims|returns|rebinds|rights)$/.test(path) || /^\/(events|sellers)\/\d{1,10}$/.test(path);
}

/** Seconds for which a browser may keep the answer to its question. */
const KEEP_SECONDS = 600;

/**
 * Lets the page of an event's wallet read an answer. Any other page's browser gets an answer that the page cannot read.
 *
 * @throws ORIGIN_FOREIGN for a page that is no wallet of this office's events.
 */
export function answerWallet(request: FastifyRequest, reply: FastifyReply, service: Pick<Service, "events">): void {
  const { origin, host } = request.headers;
  reply.header("vary", "Origin");
  if (origin === undefined || isOwn(origin, host)) return;
  if (!service.events.ids.some((id) => originOfWallet(service, id) === origin))
    throw new ProblemError("ORIGIN_FOREIGN");
  reply.headers({
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "date, retry-after",
  });
}

/** Answers the question that a browser asks before a wallet's call. */
export function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply.code(204).headers({
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": KEEP_SECONDS,
  });
}

/**
 * The events of which the calling page may know: those of its wallet. A caller without an origin is no page.
 */
export function eventsFor({ headers }: FastifyRequest, service: Pick<Service, "events">): readonly number[] {
  const { origin, host } = headers;
  const { ids } = service.events;
  if (origin === undefined || isOwn(origin, host)) return ids;
  return ids.filter((id) => originOfWallet(service, id) === origin);
}

/** @throws ORIGIN_FOREIGN unless the calling page is the wallet of the event. Events of others are left to the SDK. */
export function requireWalletOf(eventId: unknown, request: FastifyRequest, service: Pick<Service, "events">): void {
  if (typeof eventId !== "number" || !service.events.ids.includes(eventId)) return;
  if (!eventsFor(request, service).includes(eventId)) throw new ProblemError("ORIGIN_FOREIGN");
}

function originOfWallet({ events }: Pick<Service, "events">, eventId: number): string | undefined {
  const wallet = events.wallet(eventId);
  return wallet === undefined ? undefined : new URL(wallet).origin;
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
