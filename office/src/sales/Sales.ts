import type { Hex } from "doorkey";
import type { Purchase } from "doorkey/agent";
import type { IdentityDocument } from "doorkey/attester";
import type { Claim } from "doorkey/buyer";
import type { KeptSale, Sale } from "./Sale.ts";

/** What a buyer asks for. */
export type Wish = {
  readonly eventId: number;
  readonly className: string;
  readonly quantity: number;
  /** Labels, one for each right, in a class with seats. */
  readonly seats: readonly string[];
};

/** The sales of an office, from a wish to a pass in a wallet. */
export type Sales = {
  /** Keeps places while the buyer pays. @throws SALE_REFUSED and what else `openPurchase` throws. */
  readonly reserve: (wish: Wish, of: { readonly by: string; readonly order?: string | undefined }) => Promise<Sale>;
  /** Paid: lets the buyer's phone claim. @throws SALE_UNKNOWN, SALE_OVER, DOCUMENTS_MISSING, SALE_REFUSED */
  readonly invite: (id: string, documents?: readonly IdentityDocument[]) => Promise<Sale>;
  /** Opens a paid order of a shop. The same order again has the same invitation. @throws as `openPurchase`. */
  readonly open: (wish: Wish, of: Sales.Order) => Promise<{ readonly sale: Sale; readonly isNew: boolean }>;
  /** Ends a sale that no phone has claimed. @throws SALE_UNKNOWN, SALE_CLAIMED */
  readonly cancel: (id: string) => Promise<Sale>;
  /** @throws SALE_UNKNOWN */
  readonly read: (id: string) => Promise<Sale>;
  /** A sale for a page, with its link while it waits. */
  readonly shown: (sale: KeptSale) => Promise<Sale>;
  /** Takes over what the store of purchases saved. */
  readonly follow: (purchase: Purchase) => void;
  /** Notes that a grant failed. */
  readonly failed: (purchaseKey: string, problem: NonNullable<Sale["problem"]>) => Promise<void>;
  /** Notes that the pass reached the wallet. */
  readonly handedOver: (purchaseKey: string) => Promise<void>;
  /** Evidence for the key that claims an order; see `Seller` of the SDK. */
  readonly evidence: (claim: Claim, orderId: string) => Promise<readonly Hex[]>;
  /** Reads again what a crash may have cut off. */
  readonly recover: () => Promise<void>;
  /** Ends what is too old, and takes over what could not be written. */
  readonly tidy: () => Promise<void>;
};

export declare namespace Sales {
  type Order = {
    readonly source: "shop" | "import";
    /** Keeps orders of different shops apart. */
    readonly shop: string;
    readonly order: string;
    readonly documents?: readonly IdentityDocument[] | undefined;
    /** Seconds. Defaults to that of the configuration. */
    readonly expiresIn?: number | undefined;
    readonly by?: string | undefined;
  };
}
