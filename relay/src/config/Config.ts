import type { ChainTraits } from "../chain/chains.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import type { SuiteAddresses } from "../policy/SuiteAddresses.ts";
import type { ConfigFile } from "./schema.ts";

/** A checked configuration: names resolved, amounts in wei, paths absolute. */
export type Config = Pick<ConfigFile, "server" | "requests" | "limits" | "batches" | "webhooks"> & {
  readonly chain: {
    readonly id: number;
    readonly rpc: readonly string[];
    readonly confirmations: number;
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
  readonly keystores: readonly string[];
  readonly adminKeyHash: string | undefined;
  readonly sponsors: readonly Sponsor[];
};
