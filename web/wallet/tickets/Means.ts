import type { KeyStore, SellerClient } from "doorkey/buyer";
import type { TicketStore } from "./ticketStore.ts";

/** With what the wallet works: where it keeps tickets and keys, and how it asks a seller. */
export type Means = {
  readonly tickets: TicketStore;
  readonly keys: KeyStore;
  readonly seller: (url: string) => SellerClient;
};
