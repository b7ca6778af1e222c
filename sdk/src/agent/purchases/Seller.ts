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
  /** Gathers purchases that come at the same time. Without a queue, each is granted by itself. */
  readonly queue?: GrantQueue | undefined;
  /** Documents of the events that it sells, found by their hash; others are fetched from the event's address. */
  readonly documents?: readonly EventDocument[] | undefined;
  /** Evidence for the key of a verified claim, one per right; for classes whose rights need a person. */
  readonly evidence?: ((claim: Claim, orderId: string) => Promise<readonly Hex[]>) | undefined;
  /** For classes with a sale hook. An item's `order` is the id of its order. */
  readonly hookData?: HookData | undefined;
};

/** Gathers claimed orders into batches. Give it to a seller: `{ ...seller, queue }`. */
export type GrantQueue = {
  /** Resolves with the order's outcome when its batch is settled. */
  add(order: ClaimedOrder): Promise<OrderOutcome>;
  /** Grants the waiting orders at once; resolves when no batch is under way. */
  drain(): Promise<void>;
};
