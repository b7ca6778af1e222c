import type { ContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";

/** Addresses of the suite. Who vouches for persons may be missing: organizers can bring their own verifier. */
export type SuiteAddresses = { readonly [name in Exclude<ContractName, "AttesterIdentityVerifier">]: Address } & {
  readonly AttesterIdentityVerifier?: Address;
};

/** The contract of the suite that has an address, if one has. */
export function contractNamed(contracts: SuiteAddresses, to: Address): ContractName | undefined {
  const names = Object.keys(contracts) as ContractName[];
  return names.find((name) => contracts[name]?.toLowerCase() === to.toLowerCase());
}
