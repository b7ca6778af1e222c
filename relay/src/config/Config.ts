import type { ContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";
import type { Sponsor } from "../policy/Sponsor.ts";
import type { ConfigFile } from "./schema.ts";

/** Addresses of the suite. Who vouches for persons may be missing: organizers can bring their own verifier. */
export type SuiteAddresses = { readonly [name in Exclude<ContractName, "AttesterIdentityVerifier">]: Address } & {
  readonly AttesterIdentityVerifier?: Address;
};

/** A configuration that was checked: names resolved, amounts in wei, paths absolute. */
export type Config = Pick<ConfigFile, "server" | "requests" | "limits" | "batches" | "webhooks"> & {
  readonly chain: {
    readonly id: number;
    readonly rpc: readonly string[];
    readonly confirmations: number;
    readonly contracts: SuiteAddresses;
  };
  readonly database: { readonly url: string } | { readonly folder: string };
  readonly fees: {
    readonly maxFeePerGas: bigint;
    readonly minPriorityFeePerGas: bigint;
    readonly lowBalance: bigint;
  };
  readonly keystores: readonly string[];
  readonly adminKeyHash: string | undefined;
  readonly sponsors: readonly Sponsor[];
};

/** Something in a configuration that is wrong, and where: `relay.yaml:12  sponsors/0/budget/perDay: must be …`. */
export type Mistake = { readonly path: string; readonly line?: number; readonly message: string };

/** Thrown with every mistake of a configuration at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly mistakes: readonly Mistake[];

  constructor(file: string, mistakes: readonly Mistake[]) {
    const lines = mistakes.map(
      ({ path, line, message }) => `  ${file}${line === undefined ? "" : `:${line}`}  ${path || "(file)"}: ${message}`,
    );
    super([`${mistakes.length} mistake${mistakes.length === 1 ? "" : "s"} in the configuration:`, ...lines].join("\n"));
    this.mistakes = mistakes;
  }
}
