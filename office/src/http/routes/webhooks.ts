import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { countDeliveries, replayDead } from "../../webhooks/webhookTables.ts";
import { requireOperator } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

const Params = schemas.object({ id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$" }) });

/** What waits for the endpoints of the configuration. Each call needs the operator's token. */
export function webhookRoutes(app: Routes, service: Service): void {
  const { storage, config, now } = service;
  app.addHook("onRequest", async (request) => requireOperator(request, service));

  app.get("/operator/webhooks", async () => {
    const counts = countDeliveries(storage.db);
    const of = (id: string, state: string) =>
      counts.find((one) => one.endpoint === id && one.state === state)?.deliveries ?? 0;
    return {
      endpoints: config.webhooks.endpoints.map(({ id }) => ({
        id,
        waiting: of(id, "waiting"),
        dead: of(id, "dead"),
      })),
    };
  });

  app.post("/operator/webhooks/:id/replay", { schema: { params: Params } }, async ({ params: { id } }) => {
    if (!config.webhooks.endpoints.some((one) => one.id === id)) throw new ProblemError("ENDPOINT_UNKNOWN");
    return { replayed: storage.write((db) => replayDead(db, id, now())) };
  });
}
