import { ZeroAddress } from "ethers";
import { findRevertData } from "../../abi/findRevertData.ts";
import type { Connection } from "../../chain/Connection.ts";
import { askChain } from "../../chain/fromNode.ts";
import { isDoorkeyError } from "../../core/CodedError.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { GrantClass } from "./GrantItem.ts";

/** Errors of the language. The suite throws none of them, so they come from the sale hook. */
const OF_THE_LANGUAGE = ["Error", "Panic"];

/**
 * The error of a refused grant, with the name of the sale hook and what it said, if no contract that the SDK knows
 * throws it. Returns any other error unchanged.
 */
export async function namedByHook(
  { contracts }: Connection,
  { eventId, classId }: Pick<GrantClass, "eventId" | "classId">,
  error: unknown,
): Promise<unknown> {
  if (!isDoorkeyError(error, "CALL_REVERTED")) return error;
  const { contractError } = error;
  if (contractError !== undefined && !OF_THE_LANGUAGE.includes(contractError.name)) return error;
  const { saleHook } = await askChain(() => contracts.events.classOf(eventId, classId));
  if (saleHook === ZeroAddress) return error;
  const data = findRevertData(error.cause);
  const said = data === undefined ? "without a reason" : `and said ${whatItSaid(error, data)}`;
  const details = [`The sale hook ${saleHook} of class ${classId} of event ${eventId} refused the grant ${said}.`];
  return new DoorkeyError("SALE_HOOK_REFUSED", { cause: error, details });
}

function whatItSaid({ contractError }: DoorkeyError, data: string): string {
  const [text] = Object.values(contractError?.args ?? {});
  return text === undefined ? data : JSON.stringify(String(text));
}
