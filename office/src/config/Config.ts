import type { WebhookEndpoint } from "doorkey-server";
import type { ConfigFile } from "./schema.ts";

/** A checked configuration, with absolute paths. */
export type Config = Pick<ConfigFile, "agent" | "shops" | "sites" | "sales" | "staff"> & {
  /** Of the configuration, for messages. */
  readonly file: string;
  readonly rpc: readonly string[];
  readonly relay: { readonly url: string; readonly key: string | undefined } | undefined;
  readonly server: { readonly host: string; readonly port: number; readonly operatorPort: number };
  /** Where fans' wallets reach the seller's routes, without a slash at its end: `https://tickets.shop.example/door`. */
  readonly url: string;
  /** Port of the wallet's page, for development; undefined if another host serves it. */
  readonly walletPort: number | undefined;
  readonly data: string;
  readonly keys: { readonly agent: string };
  readonly persons: { readonly attester: string; readonly eventKey: string } | undefined;
  readonly webhooks: {
    readonly allowPrivateAddresses: boolean;
    readonly endpoints: readonly (WebhookEndpoint & { readonly shop: string | undefined })[];
  };
  readonly events: readonly { readonly id: number; readonly document: string | undefined }[];
};
