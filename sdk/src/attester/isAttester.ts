import { contractAt } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";

/**
 * Whether an attester is trusted in the scope of an event. Attesters that were set before the scope event last changed
 * hands are not.
 *
 * @param parameters.verifier Defaults to the suite's verifier.
 * @throws CHAIN_UNREACHABLE.
 * @example
 * import type { Address, Connection } from "doorkey";
 * import { isAttester } from "doorkey/attester";
 *
 * const isBelieved = (connection: Connection, attester: Address) =>
 *   isAttester(connection, { scopeEventId: 7, attester });
 */
export async function isAttester(connection: Connection, parameters: isAttester.Parameters): Promise<boolean> {
  const { scopeEventId, attester, verifier } = checked(connection, parameters, ["scopeEventId", "attester"]);
  const { contracts, provider } = connection;
  const contract =
    verifier === undefined ? contracts.verifier : contractAt("AttesterIdentityVerifier", verifier, provider);
  return askChain(() => contract.isAttester(scopeEventId, attester));
}

export declare namespace isAttester {
  type Parameters = {
    readonly scopeEventId: number;
    readonly attester: string;
    readonly verifier?: string | undefined;
  };
}
