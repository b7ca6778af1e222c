import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Logger } from "pino";
import { problemOf } from "../problems/Refusal.ts";
import { isForeign } from "./isForeign.ts";
import type { Refusals } from "./Refusals.ts";
import { refusalFrom } from "./refusalFrom.ts";

/** A Fastify instance whose routes are typed by their schemas. */
export type Routes = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

/** What every listener of a server works with. */
export type Base = {
  readonly logger: Logger;
  readonly metrics: {
    answered(call: { method: string; route: string; status: number; ms: number }): void;
    refused(code: string): void;
  };
  readonly refusals: Refusals;
};

/** Largest body of a route that names none. */
const BODY_BYTES = 8_192;

/** Milliseconds within which a request must have come whole. */
const REQUEST_MS = 30_000;

/** Milliseconds between two people at a quiet lane, so that a scan seldom waits for a new TLS handshake. */
const KEEP_ALIVE_MS = 120_000;

/** Headers of every answer. The page's own files have theirs from the build. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "permissions-policy": "camera=(self)",
  "cache-control": "no-store",
} as const;

/**
 * A listener without routes: refusals, headers and log. It does not listen yet.
 *
 * @param base.server What it listens with. Defaults to plain http.
 */
export async function createBase(base: Base & { readonly server?: Server }): Promise<Routes> {
  const { server = createServer() } = base;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const app = fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: false,
    genReqId: () => randomUUID(),
    // A closing server finishes an answer under way, then closes its connection.
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 128 },
    // What is not in a schema is refused. No value is coerced.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, strict: false } },
    frameworkErrors: (error, request, reply) => void refuse(base, error, request, mark(request, reply)),
    schemaErrorFormatter: (errors, context) =>
      Object.assign(new Error("schema"), { validation: errors, validationContext: context }),
    serverFactory: (handler: RequestListener) => server.on("request", handler),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser("text/plain");
  // Answers are typed, so they are not filtered on the way out.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  await app.register(cookie);
  app.addHook("onRequest", async (request, reply) => {
    mark(request, reply);
    const { foreignPaths } = base.refusals;
    if (foreignPaths?.(pathOf(request.url)) !== true && isForeign(request))
      throw base.refusals.common("ORIGIN_FOREIGN");
  });
  app.addHook("onResponse", async (request, reply) => record(base, request, reply));
  app.setErrorHandler((error, request, reply) => refuse(base, error, request, reply));
  app.setNotFoundHandler((request, reply) => refuse(base, base.refusals.common("ROUTE_UNKNOWN"), request, reply));
  return app;
}

function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

function mark({ id }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.headers({ "x-request-id": id, ...HEADERS });
}

/** Answers with a Problem. An unforeseen error is a bare 500 for the caller and a line in the log. */
async function refuse(
  { logger, refusals }: Base,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const foreseen = refusalFrom(error, refusals);
  if (foreseen === undefined) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const route = request.routeOptions.url;
    logger.error({ msg: "unforeseen error", requestId: request.id, route, name, message, stack });
  }
  const problem = foreseen ?? refusals.common("INTERNAL");
  if (problem.retryAfter !== undefined) reply.header("retry-after", problem.retryAfter);
  if (reply.raw.headersSent) return void reply.raw.destroy();
  const answer = problemOf(problem, refusals.server, request.id);
  Object.assign(request, { problemCode: problem.code });
  await reply.code(answer.status).type("application/problem+json").send(answer);
}

/** Logs and counts a call by the route's pattern, never its values, and without the caller. */
function record({ logger, metrics }: Base, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? "unknown";
  const code: unknown = Reflect.get(request, "problemCode");
  metrics.answered({ method: request.method, route, status: reply.statusCode, ms: reply.elapsedTime });
  if (typeof code === "string") metrics.refused(code);
  logger.debug({
    msg: "answered",
    requestId: request.id,
    method: request.method,
    route,
    status: reply.statusCode,
    ...(typeof code === "string" && { code }),
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  });
}
