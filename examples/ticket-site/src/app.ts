import type { EventDocument, SiteAgents } from "doorkey";
import { completePurchase, openPurchase, type Seller } from "doorkey/agent";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import type { Orders } from "./orders.ts";
import { NotFound, problemOf } from "./problems.ts";
import type { Shop } from "./settings.ts";
import { shopPages } from "./shopPages.ts";
import { type TicketPage, ticketPage } from "./ticketPage.ts";

export type Dependencies = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly page: TicketPage;
  /** Logs unexpected failures. Never gets bodies, links or keys. */
  readonly log: (message: string) => void;
};

/** The whole site, from a Request to its Response. */
export function createApp({ seller, shop, document, orders, page, log }: Dependencies): Hono {
  const app = new Hono();
  app.use(headers);
  app.use(bodyLimit({ maxSize: 16_384 }));

  // The two routes that entry rights add to a shop.

  // 1. Paid: invite the buyer's device.
  app.post("/orders/:id/invitation", async (c) => {
    const order = orders.find(c.req.param("id"));
    if (!order?.isPaid) throw new NotFound("We have no paid order under this link.");
    const { id: orderId, className, quantity, seats } = order;
    return c.json(await openPurchase(seller, { orderId, eventId: shop.eventId, className, quantity, seats }));
  });

  // 2. Its key answers: verify, grant, hand over the pass. The same claim again gives the same pass.
  app.post("/claims", async (c) => {
    const { pass } = await completePurchase(seller, await c.req.json());
    return c.json(pass);
  });

  // For anyone who checks whether this site may sell. The agent on chain names the site, and the site names the agent.
  const { chainId, rightsRegistry } = seller.connection;
  const agents: SiteAgents = { agents: [{ chainId, rightsRegistry, agentId: seller.agentId }] };
  app.get("/.well-known/doorkey.json", (c) => c.json(agents));

  app.route("/", ticketPage(page));
  app.route("/", shopPages({ shop, document, orders }));

  app.notFound(() => {
    throw new NotFound("This page does not exist.");
  });
  app.onError((error, c) => {
    const { status, ...problem } = problemOf(error);
    // Without the path, which contains the buyer's secret.
    if (status >= 500) log(`${c.req.method} ${c.req.routePath} failed: ${error.message}`);
    return c.json(problem, status);
  });
  return app;
}

/** Only the site's own scripts run on its pages, because any other script could sign entry codes. */
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  // The link to a ticket is its buyer's secret.
  referrerPolicy: "no-referrer",
});
