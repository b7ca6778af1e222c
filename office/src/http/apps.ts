import { createBase, pageRoutes, type Routes } from "doorkey-server";
import { refusals } from "./refusals.ts";
import { healthRoutes } from "./routes/health.ts";
import { importRoutes } from "./routes/imports.ts";
import { operatorRoutes } from "./routes/operator.ts";
import { overviewRoutes } from "./routes/overview.ts";
import { purchaseRoutes } from "./routes/purchases.ts";
import { rightRoutes } from "./routes/rights.ts";
import { saleRoutes } from "./routes/sales.ts";
import { sellerRoutes } from "./routes/seller.ts";
import { sessionRoutes } from "./routes/session.ts";
import { siteRoutes } from "./routes/site.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import type { Service } from "./Service.ts";

/**
 * The seller's routes for wallets, those for shops, and the box office. It does not listen yet.
 *
 * @param page Folder of the built box office; undefined to serve none.
 */
export async function createOfficeApp(service: Service, page: string | undefined): Promise<Routes> {
  const app = await createBase({ ...service, refusals });
  healthRoutes(app, service);
  siteRoutes(app, service);
  await app.register(async (routes) => sellerRoutes(routes, service));
  await app.register(async (routes) => purchaseRoutes(routes, service));
  await app.register(async (routes) => {
    sessionRoutes(routes, service);
    saleRoutes(routes, service);
    rightRoutes(routes, service);
    overviewRoutes(routes, service);
  });
  await app.register(async (routes) => importRoutes(routes, service));
  if (page !== undefined) await pageRoutes(app, page);
  return app;
}

/** The wallet's page on an origin of its own, for development. */
export async function createWalletApp(service: Service, page: string): Promise<Routes> {
  const app = await createBase({ ...service, refusals });
  await pageRoutes(app, page);
  return app;
}

/** For operators on this machine. */
export async function createOperatorApp(service: Service): Promise<Routes> {
  const app = await createBase({ ...service, refusals });
  healthRoutes(app, service);
  await app.register(async (routes) => operatorRoutes(routes, service));
  await app.register(async (routes) => webhookRoutes(routes, service));
  return app;
}
