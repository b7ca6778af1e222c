import type { ContractName } from "doorkey/abi";
import type { Address } from "doorkey/buyer";

/** Addresses of the suite. The identity verifier may be missing, because organizers can bring their own. */
export type SuiteAddresses = { readonly [name in Exclude<ContractName, "AttesterIdentityVerifier">]: Address } & {
  readonly AttesterIdentityVerifier?: Address;
};

/** The name of the suite's contract at an address, if there is one. */
export function contractNamed(contracts: SuiteAddresses, to: Address): ContractName | undefined {
  const names = Object.keys(contracts) as ContractName[];
  return names.find((name) => contracts[name]?.toLowerCase() === to.toLowerCase());
}
