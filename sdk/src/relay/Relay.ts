import type { Address, Hex } from "../core/Hex.ts";
import type { Prepared, RelayInfo, RequestStatus, SubmitResult, WireSignedRequest, WireSignedReturn } from "./wire.ts";

/** Who carries signed requests to the chain and pays for them. A service over HTTP, or one inside the process. */
export type Relay = {
  info(): Promise<RelayInfo>;
  /** The request to sign for a call. Rejects with CALL_REVERTED when the call would not go through. */
  prepare(call: { readonly from: Address; readonly to: Address; readonly data: Hex }): Promise<Prepared>;
  /** Hands over 1 to 100 signed requests; a result each, in their order. The same ones again are no harm. */
  submit(requests: readonly WireSignedRequest[]): Promise<readonly SubmitResult[]>;
  /** Hands over 1 to 100 returns that holders signed. */
  submitReturns(returns: readonly WireSignedReturn[]): Promise<readonly SubmitResult[]>;
  /** Where a request is; undefined when the relay does not know it. */
  status(digest: Hex): Promise<RequestStatus | undefined>;
  /** Takes a queued request back: with its signer's word, see `signCancel`, or as its sponsor. RELAY_REFUSED later. */
  cancel(digest: Hex, signature?: Hex): Promise<RequestStatus>;
};
