import type { Routes } from "doorkey-server";
import { ProblemError } from "../../problems/ProblemError.ts";
import type { Sale } from "../../sales/Sale.ts";
import { saleOfPurchase } from "../../sales/saleTable.ts";
import { shopOf } from "../callers.ts";
import type { Service } from "../Service.ts";
import { type Purchase, SHOP_ROUTES } from "../shopSchemas.ts";

/** For a shop in any language: an order that was paid becomes an invitation. Each call has the shop's key. */
export function purchaseRoutes(app: Routes, service: Service): void {
  const { sales, seller, storage } = service;
  const { open, read, cancel } = SHOP_ROUTES;

  app.post(open.url, { schema: open.schema }, async (request, reply) => {
    const shop = shopOf(request, service);
    const { order, eventId, className, seats = [], quantity = Math.max(1, seats.length), ...rest } = request.body;
    const { sale, isNew } = await sales.open(
      { eventId, className, quantity, seats },
      { source: "shop", shop, order, ...rest },
    );
    return reply.code(isNew ? 201 : 200).send(await answerFor(shop, sale));
  });

  app.get(read.url, { schema: read.schema }, async (request) => {
    const shop = shopOf(request, service);
    return answerFor(shop, await sales.shown(known(shop, request.params.order)));
  });

  app.post(cancel.url, { schema: cancel.schema }, async (request) => {
    const shop = shopOf(request, service);
    return answerFor(shop, await sales.cancel(known(shop, request.params.order).id));
  });

  function known(shop: string, order: string) {
    const sale = saleOfPurchase(storage.db, `shop/${shop}/${order}`);
    if (sale === undefined) throw new ProblemError("SALE_UNKNOWN");
    return sale;
  }

  async function answerFor(shop: string, sale: Sale): Promise<Purchase> {
    const { order, eventId, className, quantity, seats, state, link, expiresAt, holder, rightIds, problem } = sale;
    const purchase = state === "waiting" ? await seller.purchases.ofOrder(`shop/${shop}/${order}`) : undefined;
    return {
      ...{ order, eventId, className, quantity, seats: [...seats], state, rightIds: [...rightIds] },
      ...(purchase !== undefined && { invitation: purchase.invitation }),
      ...(link !== undefined && { link }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(holder !== undefined && { holder }),
      ...(problem !== undefined && { problem }),
    };
  }
}
