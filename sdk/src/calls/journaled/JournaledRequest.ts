import type { Hex } from "../../core/Hex.ts";
import { fields, hexOf, type Shape, whole } from "../../core/shape.ts";
import type { WireSignedRequest } from "../../relay/wire.ts";
import { WIRE_SIGNED_REQUEST } from "../../relay/wireShapes.ts";

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

/** The request without its signature. */
export function sentRequest({ digest, signed: { request } }: JournaledRequest) {
  return { digest, request };
}

export const JOURNALED_REQUEST: Shape<JournaledRequest> = fields({
  signed: WIRE_SIGNED_REQUEST,
  digest: hexOf(32),
  fromBlock: whole(0),
});
