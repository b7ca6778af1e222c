import { interfaces } from "../../src/abi/contracts.ts";
import type { CallLog, Transaction } from "../../src/calls/Call.ts";
import { deploymentOn } from "../../src/chain/addresses/deployments.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import type { Address, Hex } from "../../src/core/Hex.ts";
import type { RightId } from "../../src/core/RightId.ts";

const deployment = deploymentOn(31337);
if (deployment === undefined) throw new Error("no deployment is known on 31337");
const REGISTRY = deployment.contracts.EntryRightRegistry.address;

/** All that reading logs needs: the addresses of the suite. */
export const LOCAL_SUITE = { deployment } as Connection;

/** What a grant's transaction logs: the first right of its batch, and rights that were passed over with their reasons. */
export function grantTransaction(
  hash: Hex,
  first: RightId,
  refused: readonly { readonly rightId: RightId; readonly why: number }[] = [],
  address: Address = REGISTRY,
): Transaction {
  const logs = [
    logOf(address, "RightsGranted", [1, 1, first, 0n, "0x"]),
    ...refused.map(({ rightId, why }) => logOf(address, "GrantRefused", [rightId, why])),
  ];
  return { hash, blockNumber: 1, blockHash: hash, gasUsed: 1n, logs };
}

function logOf(address: Address, name: "RightsGranted" | "GrantRefused", args: readonly unknown[]): CallLog {
  return { address, ...interfaces.EntryRightRegistry.encodeEventLog(name, args), index: 0 };
}
