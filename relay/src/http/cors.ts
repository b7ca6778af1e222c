import type { FastifyInstance } from "fastify";

/** Lets pages of these origins call the relay, so that holders can return their rights there. */
export function allowOrigins(app: Pick<FastifyInstance, "addHook" | "options">, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook("onRequest", async (request, reply) => {
    const { origin } = request.headers;
    reply.header("vary", "origin");
    if (origin === undefined || !origins.includes(origin)) return;
    reply.header("access-control-allow-origin", origin);
    reply.header("access-control-expose-headers", "x-request-id, retry-after");
  });
  app.options("/*", { schema: { hide: true } }, async (_, reply) =>
    reply
      .code(204)
      .header("access-control-allow-methods", "GET, POST, DELETE")
      .header("access-control-allow-headers", "authorization, content-type, last-event-id, doorkey-signature")
      .header("access-control-max-age", "600")
      .send(),
  );
}
