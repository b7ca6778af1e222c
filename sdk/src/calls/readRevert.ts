import { findRevertData } from "../abi/findRevertData.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";

/** A call as it was made in a block. */
export type MadeCall = { readonly from: string; readonly to: string; readonly data: string };

/**
 * The whole revert data of a call that failed in a block. It makes the call again, on the state after the block and then
 * on the state before it, because other transactions of the block may have mattered. Undefined if the call does not fail
 * again with the same error.
 *
 * @param start The start of the revert data, if it is known: at least the error's selector.
 */
export async function readRevert(
  { provider }: Pick<Connection, "provider">,
  call: MadeCall,
  block: number,
  start: Hex = "0x",
): Promise<Hex | undefined> {
  for (const blockTag of [block, block - 1]) {
    try {
      await provider.call({ ...call, blockTag });
    } catch (error) {
      const data = findRevertData(error);
      if (data?.toLowerCase().startsWith(start.slice(0, 10).toLowerCase())) return data;
    }
  }
  return undefined;
}
