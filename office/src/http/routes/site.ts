import type { SellerSite } from "doorkey/buyer";
import type { Routes } from "doorkey-server";
import type { Service } from "../Service.ts";

/**
 * For anyone who checks whether this site may sell: the agent on chain names the site, and the site names the agent.
 * Wallets read from it where the seller's routes are, before they know the event.
 */
export function siteRoutes(app: Routes, { seller, config, sellerName }: Service): void {
  const { chainId, rightsRegistry } = seller.connection;
  app.get("/.well-known/doorkey.json", async (_, reply): Promise<SellerSite> => {
    reply.header("access-control-allow-origin", "*");
    return {
      agents: [{ chainId, rightsRegistry, agentId: seller.agentId }],
      seller: { path: new URL(config.url).pathname.replace(/\/$/, ""), name: sellerName(), hosts: config.sites },
    };
  });
}
