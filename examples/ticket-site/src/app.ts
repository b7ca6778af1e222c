import type { EventDocument, SiteAgents } from "doorkey";
import type { Seller } from "doorkey/agent";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { drawRoutes } from "./draw/drawRoutes.ts";
import type { Entries } from "./draw/entries.ts";
import { readLanguage, type Site } from "./language.ts";
import type { Moves } from "./moves.ts";
import type { Orders } from "./orders.ts";
import { problemPage } from "./pages/problemPage.ts";
import { problemOf, ShopRefusal } from "./problems.ts";
import { sellerCheck } from "./sellerCheck.ts";
import { type BuyerPages, servePages } from "./servePages.ts";
import type { Shop } from "./settings.ts";
import { shopPages } from "./shopPages.ts";
import { ticketRoutes } from "./ticketRoutes.ts";

export type Dependencies = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly moves: Moves;
  readonly entries: Entries;
  /** Address of the attester's page, on which a fan shows a document. */
  readonly identityCheck: string | undefined;
  readonly pages: BuyerPages;
  /** Logs unexpected failures. Never gets bodies, links or keys. */
  readonly log: (message: string) => void;
};

/** The whole site, from a Request to its Response. */
export function createApp(dependencies: Dependencies): Hono<Site> {
  const { seller, shop, document, orders, moves, entries, identityCheck, pages, log } = dependencies;
  const app = new Hono<Site>();
  app.use(headers);
  app.use(readLanguage);
  app.use(bodyLimit({ maxSize: 16_384 }));

  app.route("/", ticketRoutes({ seller, shop, orders, moves }));
  app.route("/", servePages(pages));
  app.route("/", shopPages({ seller, shop, document, orders, entries }));
  app.route("/", drawRoutes({ seller, shop, document, orders, entries, identityCheck }));
  app.route("/", sellerCheck({ seller, shop, document }));

  // For anyone who checks whether this site may sell. The agent on chain names the site, and the site names the agent.
  const { chainId, rightsRegistry } = seller.connection;
  const agents: SiteAgents = { agents: [{ chainId, rightsRegistry, agentId: seller.agentId }] };
  app.get("/.well-known/doorkey.json", (c) => c.json(agents));

  app.notFound((c) => {
    const { noPage, openLink } = c.var.words.failed;
    throw new ShopRefusal(404, "NOT_FOUND", noPage, openLink);
  });
  app.onError((error, c) => {
    const { status, ...problem } = problemOf(error, c.var.words);
    // Without the path, which contains the buyer's secret.
    if (status >= 500) log(`${c.req.method} ${c.req.routePath} failed: ${error.message}`);
    // People get a page, scripts get JSON.
    const isPerson = c.req.header("accept")?.includes("text/html") ?? false;
    return isPerson ? c.html(problemPage(c.var.words, problem), status) : c.json(problem, status);
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
    // A browser forgets a key that was made in another site's frame, so no site may embed this one.
    frameAncestors: ["'none'"],
  },
  // The link to a ticket is its buyer's secret.
  referrerPolicy: "no-referrer",
});
