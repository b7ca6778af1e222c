import { isDoorkeyError } from "../../core/CodedError.ts";

/** Why nothing is known that only the state has. */
export const STATE_GONE = "The node no longer has the state of the block.";

/** What `read` finds in the state of the head; undefined if the node no longer has it. */
export async function unlessGone<result>(read: () => Promise<result>): Promise<result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isDoorkeyError(error, "BLOCK_STATE_MISSING")) throw error;
    return undefined;
  }
}
