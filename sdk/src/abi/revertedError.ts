import { DoorkeyError } from "../core/DoorkeyError.ts";
import { decodeRevert, describeContractError } from "./decodeRevert.ts";
import { findRevertData } from "./findRevertData.ts";

/** CALL_REVERTED with the contract's error; undefined if `error` has no revert data. */
export function revertedError(error: unknown, details: readonly string[] = []): DoorkeyError | undefined {
  const data = findRevertData(error);
  if (data === undefined) return undefined;
  const contractError = decodeRevert(data);
  const told = contractError === undefined ? `Reverted with ${data}.` : describeContractError(contractError);
  return new DoorkeyError("CALL_REVERTED", { cause: error, contractError, details: [told, ...details] });
}
