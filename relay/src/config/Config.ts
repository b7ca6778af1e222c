import type { ChainTraits } from "../chain/chains.ts";
import type { SignerSource } from "../keys/SignerSource.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import type { SuiteAddresses } from "../policy/SuiteAddresses.ts";
import type { ConfigFile } from "./schema.ts";

/** A checked configuration: names resolved, amounts in wei, paths absolute. */
export type Config = Pick<ConfigFile, "server" | "requests" | "limits" | "batches" | "webhooks" | "retention"> & {
  readonly chain: {
    readonly id: number;
    readonly rpc: readonly string[];
    readonly confirmations: number;
    /** Undefined on a chain that makes blocks only when something happens. */
    readonly maxHeadAgeSeconds: number | undefined;
    readonly contracts: SuiteAddresses;
    readonly traits: ChainTraits;
  };
  readonly database: { readonly url: string } | { readonly folder: string };
  readonly fees: {
    readonly maxFeePerGas: bigint;
    readonly minPriorityFeePerGas: bigint;
    readonly maxPriorityFeePerGas: bigint;
    readonly lowBalance: bigint;
  };
  readonly signers: readonly SignerSource[];
  readonly adminKeyHash: string | undefined;
  /** How long a session of the operator's page lasts. */
  readonly adminSessionSeconds: number;
  readonly sponsors: readonly Sponsor[];
};
