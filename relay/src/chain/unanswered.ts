import { isDoorkeyError } from "doorkey";
import { RpcError, RpcUnreachable } from "./jsonRpc.ts";

/** A question about one request failed, so only this request waits. `unanswered` has the node's words. */
export type Unanswered = { readonly unanswered: string };

/** What a node's failure says about one request: nothing. Throws what is not a node's failure. */
export function unansweredOf(error: unknown): Unanswered {
  if (error instanceof RpcUnreachable || error instanceof RpcError) return { unanswered: error.message };
  if (isDoorkeyError(error)) {
    const { shortMessage, cause } = error;
    return { unanswered: cause instanceof Error ? `${shortMessage} ${cause.message}` : shortMessage };
  }
  throw error;
}
