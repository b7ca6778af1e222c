import type { EventDocument } from "doorkey";
import type { Seller } from "doorkey/agent";
import type { SellerSite } from "doorkey/buyer";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { drawRoutes } from "./draw/drawRoutes.ts";
import type { Entries } from "./draw/entries.ts";
import type { Holders } from "./holders.ts";
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
import { walletRoutes } from "./walletRoutes.ts";

export type Dependencies = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly moves: Moves;
  readonly holders: Holders;
  readonly entries: Entries;
  /** Address of the attester's page, on which a fan shows a document. */
  readonly identityCheck: string | undefined;
  readonly pages: BuyerPages;
  /** Logs unexpected failures. Never gets bodies, links or keys. */
  readonly log: (message: string) => void;
};

/** The whole site, from a Request to its Response. */
export function createApp(dependencies: Dependencies): Hono<Site> {
  const { seller, shop, document, orders, moves, holders, entries, identityCheck, pages, log } = dependencies;
  const app = new Hono<Site>();
  app.use(headers);
  app.use(readLanguage);
  app.use(bodyLimit({ maxSize: 16_384 }));

  app.route("/", walletRoutes({ seller, shop, document, holders }));
  app.route("/", ticketRoutes({ seller, shop, document, holders, orders, moves }));
  app.route("/", servePages(pages));
  app.route("/", shopPages({ seller, shop, document, orders, entries }));
  app.route("/", drawRoutes({ seller, shop, document, orders, entries, identityCheck }));
  app.route("/", sellerCheck({ seller, shop, document }));

  // For anyone who checks whether this site may sell. The agent on chain names the site, and the site names the agent.
  // A wallet reads from it where the shop's routes are.
  const { chainId, rightsRegistry } = seller.connection;
  const agents = [{ chainId, rightsRegistry, agentId: seller.agentId }];
  app.get("/.well-known/doorkey.json", cors(), (c) => {
    const site: SellerSite = { agents, seller: { path: "", name: shop.name, hosts: [new URL(c.req.url).host] } };
    return c.json(site);
  });

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
    // No text becomes markup or a script but by the one policy of page/trusted.ts.
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["doorkey"],
  },
  // The link to a ticket is its buyer's secret.
  referrerPolicy: "no-referrer",
});
