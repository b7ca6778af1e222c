import type { KnownContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";

/** Contracts that a suite may lack: organizers can bring their own identity verifier, and need no sale hook. */
type Optional = "AttesterIdentityVerifier" | "MerkleSaleHook";

/** Addresses of the suite, and of the contracts beside it that sponsors name. */
export type SuiteAddresses = { readonly [name in Exclude<KnownContractName, Optional>]: Address } & {
  readonly [name in Optional]?: Address;
};

/** The name of the suite's contract at an address, if there is one. */
export function contractNamed(contracts: SuiteAddresses, to: Address): KnownContractName | undefined {
  const names = Object.keys(contracts) as KnownContractName[];
  return names.find((name) => contracts[name]?.toLowerCase() === to.toLowerCase());
}
