import type { Address, Hex } from "../core/Hex.ts";
import type {
  Prepared,
  RelayInfo,
  RequestStatus,
  SubmitResult,
  WireDrawAct,
  WireSignedRequest,
  WireSignedReturn,
} from "./wire.ts";

/** Sends signed requests to the chain and pays for them: a service over HTTP, or one inside the process. */
export type Relay = {
  info(): Promise<RelayInfo>;
  /** The request to sign for a call. Rejects with CALL_REVERTED when the call would revert. */
  prepare(call: { readonly from: Address; readonly to: Address; readonly data: Hex }): Promise<Prepared>;
  /** Submits 1 to 100 signed requests; returns one result for each, in their order. Submitting one again is safe. */
  submit(requests: readonly WireSignedRequest[]): Promise<readonly SubmitResult[]>;
  /** Submits 1 to 100 returns that holders signed. */
  submitReturns(returns: readonly WireSignedReturn[]): Promise<readonly SubmitResult[]>;
  /** Submits 1 to 100 acts at draws that anyone may make. An act that the chain would refuse is refused at once. */
  submitDrawActs(acts: readonly WireDrawAct[]): Promise<readonly SubmitResult[]>;
  /** The status of a request; undefined when the relay does not know it. */
  status(digest: Hex): Promise<RequestStatus | undefined>;
  /**
   * Resolves when the status of a request has changed, at the latest after so many milliseconds. A relay that does not
   * report changes lacks this.
   */
  changed?(digest: Hex, within: number): Promise<void>;
  /**
   * Cancels a queued request, with its signer's signature (see `signCancel`) or as its sponsor. Rejects with
   * RELAY_REFUSED when it is no longer queued.
   */
  cancel(digest: Hex, signature?: Hex): Promise<RequestStatus>;
};
