import type { Address } from "doorkey";

/**
 * How far a sale is: places kept while the buyer pays; waiting for the buyer's phone; claimed by it and on the way to the
 * chain; granted; kept, when the pass has reached the wallet. Or it ended before: cancelled, expired.
 */
export type SaleState = "reserved" | "waiting" | "claimed" | "granted" | "kept" | "cancelled" | "expired";

/** Where a sale was made. */
export type SaleSource = "box-office" | "shop" | "import";

/** A sale, as pages see it. JSON. Times in seconds since 1970. */
export type Sale = {
  readonly id: string;
  readonly eventId: number;
  /** The order in the books of the shop or the box office. */
  readonly order: string;
  readonly source: SaleSource;
  /** Id of the shop, for its own orders. */
  readonly shop?: string;
  readonly className: string;
  readonly quantity: number;
  /** Labels, one for each right; empty in a class without seats. */
  readonly seats: readonly string[];
  readonly state: SaleState;
  readonly createdAt: number;
  /** The clerk's name. */
  readonly by?: string;
  /** Until when a reservation holds. */
  readonly keptUntil?: number;
  /** Until when a phone may claim it. */
  readonly expiresAt?: number;
  /** Opens the wallet with the invitation; only while the sale waits. */
  readonly link?: string;
  readonly holder?: Address;
  /** In decimal digits. */
  readonly rightIds: readonly string[];
  readonly changedAt: number;
  /** Why the last grant failed. */
  readonly problem?: { readonly code: string; readonly sentence: string };
};

/** A sale as the office keeps it. */
export type KeptSale = Omit<Sale, "link"> & {
  /** Its id in the store of purchases. */
  readonly purchase: string;
  /** Person tags, one for each right, for a class that counts persons. */
  readonly persons?: readonly string[];
};
