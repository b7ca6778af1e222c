import { factsOf } from "../policy/functions.ts";
import type { SponsoredCall } from "../policy/Policy.ts";
import { contractNamed, type SuiteAddresses } from "../policy/SuiteAddresses.ts";

/** Events of one call that operators can search for. */
const MOST = 256;

/** The events that a call names, for operators who search; none for a contract outside the suite. */
export function eventsNamed(contracts: SuiteAddresses, { to, data }: SponsoredCall): readonly number[] {
  const contract = contractNamed(contracts, to);
  return (contract && factsOf(contract, data)?.events.slice(0, MOST)) ?? [];
}
