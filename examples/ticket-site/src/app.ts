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
  /** What unforeseen failures are told to: never bodies, links or keys. */
  readonly log: (message: string) => void;
};

/** The whole site: a Request comes in, a Response goes out. */
export function createApp({ seller, shop, document, orders, page, log }: Dependencies): Hono {
  const app = new Hono();
  app.use(headers);
  app.use(bodyLimit({ maxSize: 16_384 }));

  // The two routes that entry rights add to a shop.

  // 1. Paid: invite the buyer's device.
  app.post("/orders/:id/invitation", async (c) => {
    const order = orders.find(c.req.param("id"));
    if (!order?.isPaid) throw new NotFound("There is no such paid order.");
    const { id: orderId, className, quantity, seats } = order;
    return c.json(await openPurchase(seller, { orderId, eventId: shop.eventId, className, quantity, seats }));
  });

  // 2. Its key answers: verify, grant, hand over the pass. The same claim again gives the same pass.
  app.post("/claims", async (c) => {
    const { pass } = await completePurchase(seller, await c.req.json());
    return c.json(pass);
  });

  // Who asks whether this site may sell: the agent on chain names the site, and the site the agent.
  const { chainId, rightsRegistry } = seller.connection;
  const agents: SiteAgents = { agents: [{ chainId, rightsRegistry, agentId: seller.agentId }] };
  app.get("/.well-known/doorkey.json", (c) => c.json(agents));

  app.route("/", ticketPage(page));
  app.route("/", shopPages({ shop, document, orders }));

  app.notFound(() => {
    throw new NotFound("There is nothing here.");
  });
  app.onError((error, c) => {
    const { status, ...problem } = problemOf(error);
    // Not the path, which has the buyer's secret in it.
    if (status >= 500) log(`${c.req.method} ${c.req.routePath} failed: ${error.message}`);
    return c.json(problem, status);
  });
  return app;
}

/** Nothing runs on these pages that is not theirs: a script of somebody else could sign entry codes. */
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
  // The link to a ticket is a secret of its buyer.
  referrerPolicy: "no-referrer",
});
