import { checkSeller, type EventDocument, isDoorkeyError } from "doorkey";
import type { Seller } from "doorkey/agent";
import { Hono } from "hono";
import type { Site } from "./language.ts";
import { sellerPage } from "./pages/sellerPage.ts";
import { publicFetch } from "./publicFetch.ts";
import type { Shop } from "./settings.ts";

/** Chain id of a local Hardhat node, whose sites are on the same machine. */
const LOCAL_CHAIN = 31_337;

type Options = { readonly seller: Seller; readonly shop: Shop; readonly document: EventDocument };

/** The page on which a fan asks, before paying anywhere, whether a site may sell this event. */
export function sellerCheck({ seller, shop, document }: Options): Hono<Site> {
  const { connection } = seller;
  const { name: eventName, startsAt } = document;
  const fetch = connection.chainId === LOCAL_CHAIN ? undefined : publicFetch;
  const app = new Hono<Site>();
  app.get("/check-seller", async (c) => {
    const { words } = c.var;
    const typed = c.req.query("url")?.trim();
    if (typed === undefined || typed === "") return c.html(sellerPage({ words, eventName, startsAt }));
    // People type addresses without https.
    const url = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
    try {
      const verdict = await checkSeller(connection, { eventId: shop.eventId, url, fetch });
      return c.html(sellerPage({ words, eventName, startsAt, asked: { url, verdict } }));
    } catch (error) {
      if (!isDoorkeyError(error)) throw error;
      const isTyped = error.code === "VALUE_INVALID";
      const fault = isTyped ? words.seller.notAnAddress : `${words.failed.wrong} ${words.failed.later}`;
      return c.html(sellerPage({ words, eventName, startsAt, asked: { url, fault } }), isTyped ? 422 : 503);
    }
  });
  return app;
}
