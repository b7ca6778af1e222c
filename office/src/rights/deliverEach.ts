import { type Connection, isDoorkeyError } from "doorkey";
import { deliverReturns, type ReturnedRight } from "doorkey/agent";
import type { SignedReturn } from "doorkey/buyer";

/** Rights of a return, in their order. */
export function rightsOfReturn({ rightId, count }: SignedReturn): readonly bigint[] {
  return Array.from({ length: count }, (_, i) => BigInt(rightId) + BigInt(i));
}

/** Delivers returns. A relay that refuses one of them refuses the call, so the others are then delivered by themselves. */
export async function deliverEach(
  connection: Connection,
  returns: readonly SignedReturn[],
): Promise<readonly ReturnedRight[]> {
  const [first, ...others] = returns;
  if (first === undefined) return [];
  try {
    return await deliverReturns(connection, { returns });
  } catch (error) {
    if (!isDoorkeyError(error, "RELAY_REFUSED")) throw error;
    if (others.length > 0) return (await Promise.all(returns.map((one) => deliverEach(connection, [one])))).flat();
    return rightsOfReturn(first).map((rightId) => ({ rightId, status: "refused", reason: error.code }));
  }
}
