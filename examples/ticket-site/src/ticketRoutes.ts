import { type Address, isHex } from "doorkey";
import { completePurchase, deliverReturns, openPurchase, rebindRights, type Seller } from "doorkey/agent";
import type { SignedRebind, SignedReturn } from "doorkey/buyer";
import { type Context, Hono } from "hono";
import type { Site } from "./language.ts";
import type { Moves } from "./moves.ts";
import type { Order, Orders } from "./orders.ts";
import { ShopRefusal } from "./problems.ts";
import type { Shop } from "./settings.ts";
import { ticketNow } from "./ticketNow.ts";

type Options = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly orders: Orders;
  readonly moves: Moves;
};

/** The routes that entry rights add to a shop. Two sell; the others change a ticket that was sold. */
export function ticketRoutes({ seller, shop, orders, moves }: Options): Hono<Site> {
  const app = new Hono<Site>();
  const { eventId } = shop;
  const { connection, purchases } = seller;

  // 1. Paid: invite the buyer's device.
  app.post("/orders/:id/invitation", async (c) => {
    const { id: orderId, className, quantity, seats } = paid(c);
    return c.json(await openPurchase(seller, { orderId, eventId, className, quantity, seats }));
  });

  // 2. Its key answers: verify, grant, hand over the pass. The same claim again gives the same pass.
  app.post("/claims", async (c) => {
    const { pass } = await completePurchase(seller, await c.req.json());
    return c.json(pass);
  });

  // What the chain says of a ticket, and whether another phone asks for it.
  app.post("/orders/:id/now", async (c) => {
    const { id } = paid(c);
    const { holder } = await addressIn(c);
    const purchase = await purchases.ofOrder(id);
    const { name: sellerName } = shop;
    return c.json(await ticketNow({ seller, sellerName, eventId, purchase, holder, asked: moves.asked(id) }));
  });

  // The event in whose name a phone makes its key.
  app.post("/orders/:id/event", (c) => {
    paid(c);
    const { chainId, rightsRegistry } = connection;
    return c.json({ event: { chainId, rightsRegistry, eventId } });
  });

  // A new phone asks for the ticket of an order. Without a holder, the wish ends.
  app.post("/orders/:id/wish", async (c) => {
    const { id } = paid(c);
    const { holder } = await addressIn(c);
    if (holder !== undefined) return c.json(moves.ask(id, holder));
    moves.end(id);
    return c.json({});
  });

  // The old phone has signed that its rights go to the new one. The chain checks the signatures.
  app.post("/orders/:id/move", async (c) => {
    const { id } = paid(c);
    const signed = await signedIn<SignedRebind>(c, "rebinds");
    const rights = signed.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
    const results = await rebindRights(connection, { rights });
    if (results.some(({ status }) => status === "refused")) {
      throw new ShopRefusal(409, "MOVE_REFUSED", c.var.words.move.over, c.var.words.failed.reload);
    }
    for (const result of results) if (result.status === "failed") throw result.error;
    moves.end(id);
    return c.json({});
  });

  // A holder has signed returns. Anyone may deliver them, because the chain checks the signatures.
  app.post("/returns", async (c) => {
    const results = await deliverReturns(connection, { returns: await signedIn<SignedReturn>(c, "returns") });
    if (results.every(({ status }) => status === "returned")) return c.json({});
    throw new ShopRefusal(409, "RETURN_REFUSED", c.var.words.giveBack.over, c.var.words.failed.reload);
  });

  function paid(c: Context<Site, "/orders/:id/x">): Order {
    const order = orders.find(c.req.param("id"));
    if (order?.isPaid) return order;
    const { noOrder, openLink } = c.var.words.failed;
    throw new ShopRefusal(404, "NOT_FOUND", noOrder, openLink);
  }

  return app;
}

/** Most rights of one ticket. */
const MOST = 8;

/** The signed statements in a body. The SDK and the chain check each of them. */
async function signedIn<one extends { readonly rightId: string }>(
  c: Context<Site>,
  name: string,
): Promise<readonly one[]> {
  const list = (await c.req.json<Readonly<Record<string, unknown>> | null>())?.[name];
  const isOne = (one: unknown): one is one => /^\d{1,20}$/.test((one as one | null)?.rightId ?? "");
  if (Array.isArray(list) && list.length <= MOST && list.every(isOne)) return list;
  throw new ShopRefusal(400, "MALFORMED", c.var.words.failed.wrong, c.var.words.failed.reload);
}

async function addressIn(c: Context<Site>): Promise<{ readonly holder: Address | undefined }> {
  const holder = (await c.req.json<{ readonly holder?: unknown } | null>())?.holder;
  return { holder: isHex(holder, 20) ? holder : undefined };
}
