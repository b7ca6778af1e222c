import type { Hex } from "../../core/Hex.ts";
import { fields, hexOf, type Shape, whole } from "../../core/shape.ts";
import type { WireSignedRequest } from "../../relay/wire.ts";
import { WIRE_SIGNED_REQUEST } from "../../relay/wireShapes.ts";

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

export const JOURNALED_REQUEST: Shape<JournaledRequest> = fields({
  signed: WIRE_SIGNED_REQUEST,
  digest: hexOf(32),
  fromBlock: whole(0),
});
