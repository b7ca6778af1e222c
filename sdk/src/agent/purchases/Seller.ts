import type { Connection } from "../../chain/Connection.ts";
import type { Hex } from "../../core/Hex.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import type { Claim } from "../../pass/Claim.ts";
import type { HookData } from "../grants/HookData.ts";
import type { ClaimedOrder, OrderOutcome } from "./ClaimedOrder.ts";
import type { PurchaseStore } from "./Purchase.ts";

/** Where an agent sells. */
export type Seller = {
  /** Its signer is a member of the agent. */
  readonly connection: Connection;
  readonly agentId: number;
  readonly purchases: PurchaseStore;
  /** Gathers purchases that come at the same time; without one each is granted by itself. */
  readonly queue?: GrantQueue | undefined;
  /** Event documents of what it sells, found by their hash; one that is not here is fetched from where the event says. */
  readonly documents?: readonly EventDocument[] | undefined;
  /** Evidence for the key of a claim that was verified, one a right; for classes whose rights need a person. */
  readonly evidence?: ((claim: Claim, orderId: string) => Promise<readonly Hex[]>) | undefined;
  /** For classes with a sale hook. An item's `order` is its order's number. */
  readonly hookData?: HookData | undefined;
};

/** Gathers claimed orders into batches. Give it to a seller: `{ ...seller, queue }`. */
export type GrantQueue = {
  /** Resolves with the order's outcome, when its batch is settled. */
  add(order: ClaimedOrder): Promise<OrderOutcome>;
  /** Grants the waiting orders at once; resolves when no batch is under way. */
  drain(): Promise<void>;
};
