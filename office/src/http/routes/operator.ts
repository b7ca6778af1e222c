import type { Routes } from "doorkey-server";
import { requireOperator } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

/** What commands of the operator ask. Each call needs the operator's token. */
export function operatorRoutes(app: Routes, service: Service): void {
  const { staff, origin, index, metrics } = service;
  app.addHook("onRequest", async (request) => requireOperator(request, service));

  app.post("/operator/staff-invitations", { schema: { body: schemas.Invited } }, async ({ body }) => {
    const { token, ...invitation } = staff.invite(body);
    return { ...invitation, url: `${origin()}/#invite=${token}` };
  });

  app.get("/operator/status", async () => {
    const reasons = await service.unready();
    const head = index.head();
    return {
      now: service.now(),
      version: service.version,
      agent: service.config.agent,
      origin: origin(),
      ready: reasons.length === 0,
      reasons,
      ...(head !== undefined && { head }),
    };
  });

  app.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.scrape()));
}
