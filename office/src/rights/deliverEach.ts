import { type Connection, type DoorkeyError, isDoorkeyError } from "doorkey";
import { deliverReturns, type ReturnedRight } from "doorkey/agent";
import type { SignedReturn } from "doorkey/buyer";
import type { ActResult } from "./Act.ts";
import { refused } from "./actResults.ts";

/** Rights of a return, in their order. */
export function rightsOfReturn({ rightId, count }: SignedReturn): readonly bigint[] {
  return Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i));
}

/**
 * Delivers returns, and gives the result of each of their rights. A relay that refuses one return refuses the whole
 * call; then each return is delivered in a call of its own.
 */
export async function deliverEach(
  connection: Connection,
  returns: readonly SignedReturn[],
): Promise<readonly ActResult[]> {
  const [first, ...others] = returns;
  if (first === undefined) return [];
  try {
    return (await deliverReturns(connection, { returns })).map(returnedBy);
  } catch (error) {
    if (!isDoorkeyError(error, "RELAY_REFUSED")) throw error;
    if (others.length > 0) return (await Promise.all(returns.map((one) => deliverEach(connection, [one])))).flat();
    const sentence = sentenceOfRelay(error);
    return rightsOfReturn(first).map((rightId) => ({ ...refused(rightId, error.code), ...(sentence && { sentence }) }));
  }
}

/** Why the relay takes no such call, in its own words. */
function sentenceOfRelay({ message }: DoorkeyError): string | undefined {
  return /^The relay says [A-Z_]+: (.+)$/m.exec(message)?.[1];
}

function returnedBy(one: ReturnedRight): ActResult {
  if (one.status === "refused") return refused(one.rightId, one.reason);
  return { rightId: String(one.rightId), status: "returned" };
}
