import type { Server } from "node:http";
import { createBase, pageRoutes, type Routes } from "doorkey-server";
import { refusals } from "./refusals.ts";
import { healthRoutes } from "./routes/health.ts";
import { joinRoutes } from "./routes/join.ts";
import { listRoutes } from "./routes/list.ts";
import { operatorRoutes } from "./routes/operator.ts";
import { scanRoutes } from "./routes/scans.ts";
import type { Service } from "./Service.ts";

/** The page and its interface, on one origin. It does not listen yet. */
export async function createGateApp(service: Service, server: Server): Promise<Routes> {
  const app = await createBase({ ...service, refusals, server });
  joinRoutes(app, service);
  scanRoutes(app, service);
  listRoutes(app, service);
  healthRoutes(app, service);
  await app.register(async (routes) => operatorRoutes(routes, service));
  await pageRoutes(app, service.page);
  return app;
}

/** The same for operators on this machine, where no certificate is needed. */
export async function createOperatorApp(service: Service): Promise<Routes> {
  const app = await createBase({ ...service, refusals });
  healthRoutes(app, service);
  await app.register(async (routes) => operatorRoutes(routes, service));
  return app;
}
