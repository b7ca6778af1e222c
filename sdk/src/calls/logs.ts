import type { Result } from "ethers";
import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import type { Transaction } from "./Call.ts";

/** Arguments of each `event` of the contract that the call logged, in their order. */
export function logsOf(
  { deployment }: Connection,
  { logs }: Pick<Transaction, "logs">,
  contract: ContractName,
  event: string,
): Result[] {
  const { address } = deployment.contracts[contract];
  return logs
    .filter((log) => sameAddress(log.address as Address, address))
    .map((log) => interfaces[contract].parseLog(log))
    .flatMap((parsed) => (parsed?.name === event ? [parsed.args] : []));
}

/** Arguments of the one `event` that the call must have logged. Throws LOG_MISSING without it. */
export function requireLog(
  connection: Connection,
  transaction: Transaction,
  contract: ContractName,
  event: string,
): Result {
  const [args] = logsOf(connection, transaction, contract, event);
  if (args !== undefined) return args;
  throw new DoorkeyError("LOG_MISSING", { details: [`${event} in transaction ${transaction.hash}.`] });
}
