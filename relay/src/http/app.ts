import { randomUUID } from "node:crypto";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Config } from "../config/Config.ts";
import { refuseIfLimited } from "../intake/Intake.ts";
import { ProblemError, problemOf } from "../problems/ProblemError.ts";
import { sponsorIdOf } from "./auth.ts";
import { allowOrigins } from "./cors.ts";
import { networkOf } from "./networkOf.ts";
import { problemFrom } from "./problemFrom.ts";
import { adminRoutes } from "./routes/admin.ts";
import { eventRoutes } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { infoRoutes } from "./routes/info.ts";
import { pageRoutes } from "./routes/page.ts";
import { prepareRoutes } from "./routes/prepare.ts";
import { requestRoutes } from "./routes/requests.ts";
import { sessionRoutes } from "./routes/session.ts";
import { sponsorRoutes } from "./routes/sponsors.ts";
import type { Routes, Service } from "./Service.ts";

/** Routes of supervisors, which no limit locks out. These are routes because a path can be written in many ways. */
const UNCOUNTED: readonly (string | undefined)[] = ["/livez", "/readyz", "/readyz/:part"];

/**
 * The HTTP service: routes, refusals, log. It does not listen yet.
 *
 * @example
 * const app = await createApp(service);
 * await app.listen({ host: "127.0.0.1", port: 8787 });
 */
export async function createApp(service: Service): Promise<Routes> {
  const { server, limits } = service.intake.config();
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    trustProxy: server.trustProxies.length > 0 ? server.trustProxies : false,
    genReqId: () => randomUUID(),
    // A closing server finishes an answer under way, then closes its connection.
    forceCloseConnections: "idle",
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 128 },
    // What is not in a schema is refused. No value is coerced.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, strict: false } },
    // Refusals before a route is found.
    frameworkErrors: (error, request, reply) => void refuse(service, error, request, mark(request, reply)),
    schemaErrorFormatter: (errors, context) =>
      Object.assign(new Error("schema"), { validation: errors, validationContext: context }),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser("text/plain");
  // Answers are typed, so they are not filtered on the way out.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));

  app.addHook("onRequest", async (request, reply) => {
    mark(request, reply);
    if (!UNCOUNTED.includes(request.routeOptions.url))
      refuseIfLimited(await service.intake.limits().count("ip", networkOf(request.ip)));
  });
  app.addHook("onResponse", async (request, reply) => record(service, request, reply));
  app.setErrorHandler((error, request, reply) => refuse(service, error, request, reply));
  app.setNotFoundHandler((request, reply) => refuse(service, new ProblemError("ROUTE_UNKNOWN"), request, reply));
  allowOrigins(app, server.corsOrigins);

  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Doorkey relay",
        version: service.version,
        description: "Sends signed requests and pays for them.",
      },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
    },
  });
  await app.register(async (routes) => {
    const typed = routes.withTypeProvider<TypeBoxTypeProvider>();
    prepareRoutes(typed, service);
    requestRoutes(typed, service);
    eventRoutes(typed, service);
    infoRoutes(typed, service);
    sponsorRoutes(typed, service);
    adminRoutes(typed, service);
    sessionRoutes(typed, service);
    pageRoutes(typed);
    healthRoutes(typed, service);
    typed.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  });
  return app;
}

function mark({ id }: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header("x-request-id", id).header("x-content-type-options", "nosniff");
}

/** Answers with a Problem. An unforeseen error is a bare 500 for the caller and a line in the log. */
async function refuse(
  { logger }: Service,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const foreseen = problemFrom(error);
  if (foreseen === undefined) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    logger.error({
      msg: "unforeseen error",
      requestId: request.id,
      route: request.routeOptions.url,
      name,
      message,
      stack,
    });
  }
  const problem = foreseen ?? new ProblemError("INTERNAL");
  if (problem.retryAfter !== undefined) reply.header("retry-after", problem.retryAfter);
  if (reply.raw.headersSent) return void reply.raw.destroy();
  const answer = problemOf(problem, request.id);
  Object.assign(request, { problemCode: problem.code });
  await reply.code(answer.status).type("application/problem+json").send(answer);
}

/** Who pays for what a call accepted; else the sponsor of its key. */
function sponsorsIn(request: FastifyRequest, config: Config): { sponsor?: string } {
  const named: unknown = Reflect.get(request, "sponsors");
  const sponsors = Array.isArray(named) ? [...new Set(named)] : [];
  const sponsor = sponsors.length > 0 ? sponsors.join(",") : sponsorIdOf(request, config);
  return sponsor === undefined ? {} : { sponsor };
}

/** Logs and counts a call by the route's pattern, never its values, and without the caller. */
function record({ logger, metrics, intake }: Service, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? "unknown";
  const code: unknown = Reflect.get(request, "problemCode");
  metrics.answered({ method: request.method, route, status: reply.statusCode, ms: reply.elapsedTime });
  if (typeof code === "string") metrics.refused(code);
  logger.info({
    msg: "answered",
    requestId: request.id,
    method: request.method,
    route,
    status: reply.statusCode,
    ...(typeof code === "string" && { code }),
    ...sponsorsIn(request, intake.config()),
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
  });
}
