import type { Address, Hex } from "doorkey/buyer";
import { floorGas } from "../engine/index.ts";
import { abiOf } from "../policy/functions.ts";
import { contractNamed, type SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { encodedSize } from "./encodedSize.ts";

/**
 * Refuses call data to a contract of the suite that is longer than the encoding of its arguments. Contracts pass over the
 * rest, but its sender's sponsor pays for each byte.
 *
 * @throws DATA_TOO_LARGE
 */
export function refusePadded(
  contracts: SuiteAddresses,
  { to, data }: { readonly to: Address; readonly data: Hex },
): void {
  const contract = contractNamed(contracts, to);
  const inputs = contract && abiOf(contract).getFunction(data.slice(0, 10).toLowerCase())?.inputs;
  if (!inputs) return;
  const bytes = data.length / 2 - 1;
  const needed = encodedSize(inputs, data);
  if (needed >= bytes) return;
  throw new ProblemError("DATA_TOO_LARGE", {
    detail: `The call data has ${bytes} bytes, but the encoding of its arguments takes ${needed}.`,
  });
}

/** The gas that a call is charged for: what it asks for, or what its data costs a transaction that does little else. */
export function chargedGas(gas: bigint, data: Hex): bigint {
  const floor = BigInt(floorGas(data));
  return gas > floor ? gas : floor;
}
