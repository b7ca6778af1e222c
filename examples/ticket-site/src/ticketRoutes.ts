import { type Address, type EventDocument, isHex } from "doorkey";
import {
  completePurchase,
  deliverReturns,
  invitationLink,
  openPurchase,
  rebindRights,
  type Seller,
} from "doorkey/agent";
import type { SignedRebind, SignedReturn } from "doorkey/buyer";
import { type Context, Hono } from "hono";
import type { Holders } from "./holders.ts";
import type { Site } from "./language.ts";
import type { Moves } from "./moves.ts";
import type { Order, Orders } from "./orders.ts";
import { ShopRefusal } from "./problems.ts";
import { rightsOfPass } from "./rightsOfPass.ts";
import type { Shop } from "./settings.ts";
import { signedIn } from "./signedIn.ts";
import { ticketNow } from "./ticketNow.ts";

type Options = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly holders: Holders;
  readonly orders: Orders;
  readonly moves: Moves;
};

/** The routes that entry rights add to a shop. Two sell; the others change a ticket that was sold. */
export function ticketRoutes({ seller, shop, document, holders, orders, moves }: Options): Hono<Site> {
  const app = new Hono<Site>();
  const { eventId } = shop;
  const { connection, purchases } = seller;

  // 1. Paid: invite the buyer's device.
  app.post("/orders/:id/invitation", async (c) => {
    return c.json(await invite(paid(c)));
  });

  // The same invitation for the event's wallet, which keeps the tickets of many shops.
  app.post("/orders/:id/wallet", async (c) => {
    const invitation = await invite(paid(c));
    const { wallet } = document;
    const { origin } = new URL(c.req.url);
    return c.json(wallet === undefined ? {} : { link: invitationLink(invitation, wallet, { seller: origin }) });
  });

  // 2. Its key answers: verify, grant, hand over the pass. The same claim again gives the same pass.
  app.post("/claims", async (c) => {
    const { pass } = await completePurchase(seller, await c.req.json());
    holders.keep(pass.holder, rightsOfPass(pass));
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
    if (results.every(({ status }) => status === "returned")) {
      return c.json({ results: results.map(({ rightId, status }) => ({ rightId: String(rightId), status })) });
    }
    throw new ShopRefusal(409, "RETURN_REFUSED", c.var.words.giveBack.over, c.var.words.failed.reload);
  });

  function invite({ id: orderId, className, quantity, seats }: Order) {
    return openPurchase(seller, { orderId, eventId, className, quantity, seats });
  }

  function paid(c: Context<Site, "/orders/:id/x">): Order {
    const order = orders.find(c.req.param("id"));
    if (order?.isPaid) return order;
    const { noOrder, openLink } = c.var.words.failed;
    throw new ShopRefusal(404, "NOT_FOUND", noOrder, openLink);
  }

  return app;
}

async function addressIn(c: Context<Site>): Promise<{ readonly holder: Address | undefined }> {
  const holder = (await c.req.json<{ readonly holder?: unknown } | null>())?.holder;
  return { holder: isHex(holder, 20) ? holder : undefined };
}
