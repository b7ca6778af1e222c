import type { Hex } from "../../core/Hex.ts";
import type { WireSignedRequest } from "../../relay/wire.ts";

/**
 * A signed request as it is kept before it is sent: enough to send it again unchanged, and to find out what became of
 * it. JSON, and not secret: it can do nothing but what it says, once.
 */
export type JournaledRequest = {
  readonly signed: WireSignedRequest;
  readonly digest: Hex;
  /** The latest block when the first of its nonce was signed: whatever became of it is in later ones. */
  readonly fromBlock: number;
};
