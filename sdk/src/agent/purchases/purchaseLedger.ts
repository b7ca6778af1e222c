import type { Transaction } from "../../calls/Call.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { sameAddress } from "../../core/Hex.ts";
import type { Pass } from "../../pass/Pass.ts";
import { type RefusalName, refusalSentences } from "../../rights/refusals.ts";
import type { Grantable, Ledger, RequestEnding } from "../grants/Ledger.ts";
import { refusalsOf } from "../grants/refusedGrant.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import { finishPurchases } from "./finishPurchases.ts";
import type { Purchase, PurchaseGrant } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** The ledger of purchases: their store. */
export type PurchaseLedger = Ledger<PurchaseItem> & {
  /** The orders as the engine grants them. */
  readonly items: readonly PurchaseItem[];
  /** The outcome of each order, in their order; undefined while it is open. */
  readonly outcomes: () => readonly (OrderOutcome | undefined)[];
};

/** An order by its position in the ledger, because its purchase changes while it is being granted. */
export type PurchaseItem = Grantable & { readonly place: number };

/** The place of a purchase, and a request's grant of it. */
type Granted = { readonly place: number; readonly grant: PurchaseGrant };

type NotGranted = Exclude<RequestEnding, { readonly status: "granted" }>;

/** A ledger of claimed orders of one class. */
export function purchaseLedger(seller: Seller, orders: readonly ClaimedOrder[]): PurchaseLedger {
  const { purchases } = seller;
  const current = orders.map(({ purchase }) => purchase);
  const outcomes: (OrderOutcome | undefined)[] = orders.map(() => undefined);
  const items = orders.map(({ purchase, ...item }, place) => ({
    ...item,
    classId: purchase.invitation.classId,
    order: purchase.orderId,
    place,
  }));

  /** Saves the purchase in its store, unless another process was faster. */
  async function change(place: number, next: Purchase): Promise<void> {
    if (await purchases.save([next])) current[place] = next;
    else outcomes[place] = { status: "changed" };
  }

  async function journal(sorted: readonly PurchaseItem[], request: JournaledRequest): Promise<boolean> {
    let index = 0;
    const next = sorted.map(({ place, holder, quantity }) => {
      const grant: PurchaseGrant = { holder, request, index };
      index += quantity;
      const purchase = current[place] as Purchase;
      return { ...purchase, revision: purchase.revision + 1, grant };
    });
    if (await purchases.save(next)) {
      for (const [i, { place }] of sorted.entries()) current[place] = next[i] as Purchase;
      return true;
    }
    for (const { place } of sorted) {
      const { orderId, revision } = current[place] as Purchase;
      if ((await purchases.ofOrder(orderId))?.revision !== revision) outcomes[place] = { status: "changed" };
    }
    return false;
  }

  async function finish(granted: readonly Granted[], transaction: Transaction): Promise<void> {
    try {
      const executed = granted.map(({ place, grant }) => ({ ...(current[place] as Purchase), grant }));
      const passes = await finishPurchases(seller, executed, transaction);
      for (const [i, { place, grant }] of granted.entries()) {
        const { holder } = orders[place] as ClaimedOrder;
        // Perhaps to another device, which claimed the order before.
        const isOwn = sameAddress(grant.holder, holder);
        outcomes[place] = isOwn ? { status: "granted", pass: passes[i] as Pass } : { status: "changed" };
      }
    } catch (error) {
      for (const { place } of granted) outcomes[place] = { status: "failed", error };
    }
  }

  /** Applies the ending of a request that granted nothing to one of its purchases. */
  async function reopen({ place, grant: own }: Granted, ending: NotGranted): Promise<void> {
    const purchase = current[place] as Purchase;
    const { grant, declined = [] } = purchase;
    if (own === grant) return change(place, reopenedPurchase(purchase, ending.status === "declined"));
    const left = declined.filter((one) => one !== own);
    // Saved with the next change; until then the chain gives the same answer again.
    if (ending.status === "dead") current[place] = { ...purchase, declined: left.length > 0 ? left : undefined };
  }

  /** The open purchases of a request, each with the grant that it was to make. */
  function grantsOf({ digest }: JournaledRequest): readonly Granted[] {
    return items.flatMap(({ place }) => {
      if (outcomes[place] !== undefined) return [];
      const { grant, declined = [] } = current[place] as Purchase;
      const own = [...declined, ...(grant === undefined ? [] : [grant])].find(
        ({ request }) => request.digest === digest,
      );
      return own === undefined ? [] : [{ place, grant: own }];
    });
  }

  return {
    items,
    outcomes: () => outcomes,
    open: (of) =>
      of
        .filter(({ place }) => outcomes[place] === undefined)
        .map((item) => ({ item, declined: (current[item.place]?.declined ?? []).map(({ request }) => request) })),
    journal,
    settle: async (ending) => {
      if ("items" in ending) {
        const refusals = refusalsOf(ending.error, ending.items);
        for (const [i, { place }] of ending.items.entries()) {
          outcomes[place] ??= { status: "failed", error: refusedError(ending.error, refusals?.[i]) };
        }
        return;
      }
      const granted = grantsOf(ending.request);
      if (ending.status === "granted") await finish(granted, ending.transaction);
      else await Promise.all(granted.map((one) => reopen(one, ending)));
    },
  };
}

const REFUSED = ["TooFewLive", "NothingLive"];
const UNKNOWN_REFUSAL = "A seat is taken, a person has enough rights, or evidence was refused.";

/** The purchase without its grant. A declined request is kept: a dishonest relay may still execute it. */
function reopenedPurchase({ grant, pass: _, ...purchase }: Purchase, isDeclined: boolean): Purchase {
  const reopened = { ...purchase, revision: purchase.revision + 1 };
  if (!isDeclined || grant === undefined) return reopened;
  return { ...reopened, declined: [...(purchase.declined ?? []), grant] };
}

/** GRANT_REFUSED if records of the order were refused; else the error itself. */
function refusedError(error: unknown, refusal: RefusalName | undefined): unknown {
  if (!isDoorkeyError(error) || !REFUSED.includes(error.contractError?.name ?? "")) return error;
  const details = [refusal === undefined ? UNKNOWN_REFUSAL : refusalSentences[refusal]];
  return new DoorkeyError("GRANT_REFUSED", { cause: error, contractError: error.contractError, details });
}
