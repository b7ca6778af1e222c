import { type EventDocument, isHex, type RightId, readEvent } from "doorkey";
import { passesOf, passFor, readRight, rebindRights, type Seller } from "doorkey/agent";
import type { HolderRights, SellerEvent, SignedRebind } from "doorkey/buyer";
import { formatInstant, utcOffsetOf } from "doorkey/organizer";
import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Holders } from "./holders.ts";
import type { Site } from "./language.ts";
import { ShopRefusal } from "./problems.ts";
import { rightsOfPass } from "./rightsOfPass.ts";
import type { Shop } from "./settings.ts";
import { signedIn } from "./signedIn.ts";

type Options = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly holders: Holders;
};

/** Paths that the event's wallet asks from its own page. */
const PATHS = ["/claims", "/returns", "/rebinds", "/rights", "/events/:id"];

/**
 * What the wallet that the event's document names asks a shop. Its page alone may read the answers. Without a wallet in
 * the document there are no such routes.
 */
export function walletRoutes({ seller, shop, document, holders }: Options): Hono<Site> {
  const app = new Hono<Site>();
  if (document.wallet === undefined) return app;
  const { connection } = seller;
  const { eventId } = shop;
  const origin = new URL(document.wallet).origin;
  const headers = { allowHeaders: ["content-type"], exposeHeaders: ["date", "retry-after"], maxAge: 600 };
  for (const path of PATHS) app.use(path, cors({ origin, allowMethods: ["GET", "POST"], ...headers }));

  app.get("/events/:id", async (c) => {
    if (c.req.param("id") !== String(eventId)) throw unknown(c.var.words);
    return c.json(await eventForFans());
  });

  // The old phone has signed that its rights go to the new one.
  app.post("/rebinds", async (c) => {
    const signed = await signedIn<SignedRebind>(c, "rebinds");
    const rights = signed.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
    const results = await rebindRights(connection, { rights });
    return c.json({
      results: results.map((result) => ({
        rightId: String(result.rightId),
        status: result.status,
        ...("reason" in result && { reason: result.reason }),
      })),
    });
  });

  app.get("/rights", async (c) => {
    const holder = c.req.query("holder");
    if (!isHex(holder, 20)) throw unknown(c.var.words);
    return c.json(await rightsOf(holder));
  });

  async function eventForFans(): Promise<SellerEvent> {
    const { schedule, policy, cancelled } = await readEvent(connection, { eventId });
    const { salesCloseAt, returnUntil, rebindUntil, doorsOpenAt, doorsCloseAt } = schedule;
    const { name, url, reportUrl, wallet = "", classes } = document;
    // As far from doors as the document says.
    const moved = doorsOpenAt - document.schedule.doorsOpenAt;
    const starts = Date.parse(document.startsAt) / 1_000 + moved;
    const startsAt = formatInstant(starts, utcOffsetOf(document.startsAt));
    return {
      ...{ eventId, name, url, startsAt, wallet, sellerName: shop.name },
      ...(reportUrl !== undefined && { reportUrl }),
      classes: classes.map((class_) => ({ classId: class_.id, name: class_.name })),
      ...{ salesCloseAt, returnUntil, rebindUntil, doorsOpenAt, doorsCloseAt },
      maxRebinds: policy.maxRebinds,
      isCancelled: cancelled,
    };
  }

  async function rightsOf(holder: string): Promise<HolderRights> {
    const documents = [document];
    const live = await passesOf(connection, { eventId, holder, documents });
    const all = new Set<RightId>([...live.flatMap(rightsOfPass), ...holders.granted(holder)]);
    const rights = await Promise.all([...all].map((rightId) => readRight(connection, { rightId })));
    const inside = rights.filter((right) => right.status === "admitted" && isSame(right.holder, holder));
    const passes = inside.map(({ rightId }) => passFor(connection, { rightId, documents }));
    return {
      passes: [...live, ...(await Promise.all(passes))],
      rights: rights.map(({ rightId, status, holder: now, rebinds }) => ({
        rightId: String(rightId),
        ...{ eventId, status, holder: now, rebinds },
      })),
    };
  }

  return app;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function unknown({ failed }: Site["Variables"]["words"]): ShopRefusal {
  return new ShopRefusal(404, "NOT_FOUND", failed.noPage, failed.openLink);
}
