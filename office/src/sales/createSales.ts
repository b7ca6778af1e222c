import { randomBytes } from "node:crypto";
import type { Hex } from "doorkey";
import { openPurchase, type Purchase, type Seller } from "doorkey/agent";
import type { IdentityDocument } from "doorkey/attester";
import { invitationLink } from "doorkey/buyer";
import type { Config } from "../config/Config.ts";
import type { Events } from "../follow/Events.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Storage } from "../storage/openStorage.ts";
import { endInvitation, extendInvitation } from "./changeInvitation.ts";
import { newOrder } from "./newOrder.ts";
import type { Persons } from "./persons.ts";
import type { KeptSale, Sale } from "./Sale.ts";
import type { Sales, Wish } from "./Sales.ts";
import { saleAfter } from "./saleAfter.ts";
import { addSale, changeSale, dropSale, dueSales, openSales, saleOfId, saleOfPurchase } from "./saleTable.ts";

/** @param options.seller Returns the seller whose purchases these sales follow; see `watchedPurchases`. */
export function createSales(options: createSales.Options): Sales {
  const { storage, seller, events, persons, settings, url, now, onChange } = options;
  const { db, write } = storage;
  const store = () => seller().purchases;
  /** Orders whose sales could not be written when their purchases were saved. */
  const stale = new Set<string>();

  function keep(sale: KeptSale): KeptSale {
    const next = { ...sale, changedAt: now() };
    write(() => changeSale(db, next));
    // Pages hear of the next change, if the store does not answer now.
    shown(next).then(onChange, () => {});
    return next;
  }

  async function shown({ purchase: id, persons: _, ...sale }: KeptSale): Promise<Sale> {
    if (sale.state !== "waiting") return sale;
    const purchase = await store().ofOrder(id);
    const wallet = events.wallet(sale.eventId);
    if (purchase === undefined || wallet === undefined) return sale;
    return { ...sale, link: invitationLink(purchase.invitation, wallet, { seller: url }) };
  }

  function known(id: string): KeptSale {
    const sale = saleOfId(db, id);
    if (sale === undefined) throw new ProblemError("SALE_UNKNOWN");
    return sale;
  }

  /** Tags of the persons, for a class that needs them. */
  async function tagsFor(
    { eventId, className, quantity }: Omit<Wish, "seats">,
    documents: readonly IdentityDocument[],
  ) {
    const class_ = events.indexed(eventId).classes.find(({ name }) => name === className);
    if (class_ === undefined || !class_.named || class_.reserved) return undefined;
    if (documents.length !== quantity) throw new ProblemError("DOCUMENTS_MISSING");
    return persons.tags(eventId, documents);
  }

  /** Opens the purchase of a sale that was written before, so that no purchase is without its sale. */
  async function opened(sale: KeptSale, wish: Wish, expiresIn: number): Promise<number> {
    const { eventId, className, quantity, seats } = wish;
    const parameters = { orderId: sale.purchase, eventId, className, quantity, seats, expiresIn };
    return (await openPurchase(seller(), parameters)).expiresAt;
  }

  async function begin(sale: KeptSale, wish: Wish, expiresIn: number): Promise<number> {
    write(() => addSale(db, sale));
    try {
      return await opened(sale, wish, expiresIn);
    } catch (error) {
      write(() => dropSale(db, sale.id));
      throw error;
    }
  }

  function newSale(wish: Wish, of: Pick<KeptSale, "source" | "order" | "purchase" | "state">): KeptSale {
    const at = now();
    return { id: randomBytes(9).toString("hex"), ...wish, ...of, createdAt: at, changedAt: at, rightIds: [] };
  }

  function take(purchase: Purchase): void {
    const sale = saleOfPurchase(db, purchase.orderId);
    const next = sale && saleAfter(sale, purchase);
    if (next !== undefined && next !== sale) keep(next);
  }

  /** Compares a sale with its purchase, and ends it if its time is over. */
  async function review(sale: KeptSale): Promise<void> {
    const purchase = await store().ofOrder(sale.purchase);
    const current = saleOfId(db, sale.id) ?? sale;
    if (purchase === undefined) {
      // A process that died between the two stores.
      if (now() - sale.createdAt > ORPHAN_SECONDS) write(() => dropSale(db, sale.id));
      return;
    }
    const next = saleAfter(current, purchase);
    const isOpen = next.state === "reserved" || next.state === "waiting";
    if (isOpen && now() >= purchase.invitation.expiresAt) keep({ ...next, state: "expired" });
    else if (next !== current) keep(next);
  }

  return {
    reserve: async (wish, { by, order = newOrder() }) => {
      events.indexed(wish.eventId);
      const purchase = `box-office/${order}`;
      const before = saleOfPurchase(db, purchase);
      if (before?.state === "cancelled" || before?.state === "expired") throw new ProblemError("SALE_OVER");
      if (before !== undefined) {
        // Refuses another wish under the same order.
        if (before.state === "reserved") await opened(before, wish, settings.keepMinutes * 60);
        return shown(before);
      }
      const sale = { ...newSale(wish, { source: "box-office", order, purchase, state: "reserved" }), by };
      const keptUntil = await begin(sale, wish, settings.keepMinutes * 60);
      return shown(keep({ ...sale, keptUntil }));
    },

    invite: async (id, documents = []) => {
      const sale = known(id);
      if (sale.state === "waiting" || sale.state === "claimed") return shown(sale);
      if (sale.state !== "reserved") throw new ProblemError("SALE_OVER");
      const tags = await tagsFor(sale, documents);
      const seconds = settings.claimHours * 3_600;
      // Opens it again, after a new check, if the reservation is over.
      await opened(sale, sale, seconds);
      const { invitation } = await extendInvitation(store(), sale.purchase, Math.floor(now()) + seconds);
      const { keptUntil: _, ...rest } = known(id);
      return shown(
        keep({ ...rest, ...(tags && { persons: tags }), state: "waiting", expiresAt: invitation.expiresAt }),
      );
    },

    open: async (wish, { source, shop, order, documents = [], expiresIn = settings.claimHours * 3_600, by }) => {
      events.indexed(wish.eventId);
      const purchase = `${source}/${shop}/${order}`;
      const before = saleOfPurchase(db, purchase);
      if (before !== undefined && before.state !== "expired") {
        // Refuses another wish under the same order.
        if (before.state === "waiting") await opened(before, wish, expiresIn);
        return { sale: await shown(saleOfId(db, before.id) ?? before), isNew: false };
      }
      const tags = await tagsFor(wish, documents);
      const sale: KeptSale = {
        ...newSale(wish, { source, order, purchase, state: "waiting" }),
        shop,
        ...(by !== undefined && { by }),
        ...(tags && { persons: tags }),
      };
      if (before === undefined) {
        const expiresAt = await begin(sale, wish, expiresIn);
        return { sale: await shown(keep({ ...sale, expiresAt })), isNew: true };
      }
      const expiresAt = await opened(before, wish, expiresIn);
      return {
        sale: await shown(keep({ ...before, ...(tags && { persons: tags }), state: "waiting", expiresAt })),
        isNew: true,
      };
    },

    cancel: async (id) => {
      const sale = known(id);
      if (sale.state === "cancelled") return shown(sale);
      if (sale.state !== "expired") await endInvitation(store(), sale.purchase, now());
      return shown(keep({ ...known(id), state: "cancelled" }));
    },

    read: async (id) => shown(known(id)),
    shown,

    follow: (purchase) => {
      try {
        take(purchase);
      } catch {
        // The purchase is saved, so the buyer gets the pass even if this disk is full.
        stale.add(purchase.orderId);
      }
    },

    failed: async (purchaseKey, problem) => {
      const purchase = await store().ofKey(purchaseKey);
      const sale = purchase && saleOfPurchase(db, purchase.orderId);
      if (sale !== undefined && (sale.state === "waiting" || sale.state === "claimed")) keep({ ...sale, problem });
    },

    handedOver: async (purchaseKey) => {
      const purchase = await store().ofKey(purchaseKey);
      const sale = purchase && saleOfPurchase(db, purchase.orderId);
      if (sale?.state === "granted") keep({ ...sale, state: "kept" });
    },

    evidence: async ({ holder, event, agentId }, orderId) => {
      const tags = saleOfPurchase(db, orderId)?.persons;
      if (tags === undefined) return [];
      return persons.evidence({ eventId: event.eventId, tags: tags as readonly Hex[], holder, agentId });
    },

    recover: async () => {
      for (const sale of openSales(db)) await review(sale);
    },

    tidy: async () => {
      for (const orderId of [...stale]) {
        const purchase = await store().ofOrder(orderId);
        if (purchase !== undefined) take(purchase);
        stale.delete(orderId);
      }
      for (const sale of dueSales(db, now())) await review(sale);
    },
  };
}

export declare namespace createSales {
  type Options = {
    readonly storage: Storage;
    readonly seller: () => Seller;
    readonly events: Events;
    readonly persons: Persons;
    readonly settings: Config["sales"];
    /** Where wallets reach this seller. */
    readonly url: string;
    readonly now: () => number;
    readonly onChange: (sale: Sale) => void;
  };
}

/** A sale without a purchase is one that is being opened, or one that a crash cut off. */
const ORPHAN_SECONDS = 120;
