import type { KnownContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";
import type { DrawContracts } from "doorkey/relay";

/** Contracts that a suite may lack: organizers can bring their own identity verifier, and need no sale hook. */
type Optional = "AttesterIdentityVerifier" | "DrandBeacon" | "Ballot" | "MerkleSaleHook";

/** Addresses of the suite, and of the contracts beside it that sponsors name. */
export type SuiteAddresses = { readonly [name in Exclude<KnownContractName, Optional>]: Address } & {
  readonly [name in Optional]?: Address;
};

/** Where acts at draws go; undefined for a suite without draws. */
export function drawContractsOf({ Ballot, DrandBeacon }: SuiteAddresses): DrawContracts | undefined {
  return Ballot && DrandBeacon && { Ballot, DrandBeacon };
}

/** The name of the suite's contract at an address, if there is one. */
export function contractNamed(contracts: SuiteAddresses, to: Address): KnownContractName | undefined {
  const names = Object.keys(contracts) as KnownContractName[];
  return names.find((name) => contracts[name]?.toLowerCase() === to.toLowerCase());
}
