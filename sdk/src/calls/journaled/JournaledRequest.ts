import type { Hex } from "../../core/Hex.ts";
import type { WireSignedRequest } from "../../relay/wire.ts";

/**
 * A signed request as a journal keeps it before it is sent: enough to send it again unchanged, and to find its outcome.
 * JSON, and not secret, because it can only execute its own call, once.
 */
export type JournaledRequest = {
  readonly signed: WireSignedRequest;
  readonly digest: Hex;
  /** The latest block when the first request of its nonce was signed. Its outcome is in a later block. */
  readonly fromBlock: number;
};
