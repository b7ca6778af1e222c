import { type Cleanup, closerOf } from "doorkey-server";
import { fastify } from "fastify";
import { createApp } from "../http/app.ts";
import type { Service } from "../http/Service.ts";

/** Listens with the service on one port, and with its metrics on another one, which can stay private. */
export async function serve(service: Service, cleanup: Cleanup): Promise<{ url: string; metricsUrl: string }> {
  const { host, port, metricsPort } = service.intake.config().server;
  const app = await createApp(service);
  const metrics = fastify();
  metrics.get("/metrics", async (_, reply) =>
    reply.type(service.metrics.contentType).send(await service.metrics.scrape()),
  );
  cleanup.add(closerOf([app, metrics]));
  const url = await app.listen({ host, port });
  return { url, metricsUrl: await metrics.listen({ host, port: metricsPort }) };
}
