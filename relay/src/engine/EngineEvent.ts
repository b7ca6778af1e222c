import type { Address, Hex } from "doorkey";
import type { EndpointEvent } from "../chain/Chain.ts";

/**
 * What the engine reports to logs and metrics. The engine works without a listener. `signer` is the relay's own key; no
 * field names a client. `sponsor` is an id of the configuration.
 */
export type EngineEvent =
  | { readonly type: "lease_taken" | "lease_released" | "fenced"; readonly signer: Address }
  | {
      readonly type: "formed";
      readonly signer: Address;
      readonly nonce: number;
      readonly requests: number;
      readonly gasLimit: number;
    }
  | {
      readonly type: "sent" | "rebroadcast" | "bumped" | "at_fee_cap";
      readonly signer: Address;
      readonly nonce: number;
      readonly hash: Hex;
      /** The price that is offered, in wei. */
      readonly maxFee: bigint;
      readonly maxTip: bigint;
    }
  | {
      readonly type: "send_refused";
      readonly signer: Address;
      readonly nonce: number;
      readonly fault: string;
      readonly message: string;
    }
  | {
      readonly type: "mined";
      readonly signer: Address;
      readonly nonce: number;
      readonly requests: number;
      readonly sponsors: readonly string[];
      readonly gasUsed: number;
      /** Wei for each gas; undefined if the node does not say it. */
      readonly gasPrice: bigint | undefined;
      /**
       * From the moment in which the transaction was built until its receipt was read, by the database's clock; undefined
       * if that clock was set back meanwhile.
       */
      readonly tookMs: number | undefined;
    }
  | { readonly type: "confirmed"; readonly signer: Address; readonly nonce: number; readonly costWei: bigint }
  | { readonly type: "reorged" | "displaced" | "batch_reverted"; readonly signer: Address; readonly nonce: number }
  /** `emptied`: no node takes the transaction of this nonce, so its requests go into others. */
  | {
      readonly type: "emptied" | "gap_filled" | "nonce_lowered" | "nonce_raised";
      readonly signer: Address;
      readonly nonce: number;
    }
  | { readonly type: "balance_low" | "balance_ok"; readonly signer: Address; readonly balanceWei: bigint }
  /** The wallet cannot pay the highest cost of the next transaction, beside what is under way. */
  | { readonly type: "balance_short"; readonly signer: Address; readonly leftWei: bigint; readonly neededWei: bigint }
  /** The signer's account got code, or lost it. While it has code, nothing new is built. */
  | { readonly type: "code_found" | "code_gone"; readonly signer: Address }
  | { readonly type: "fee_above_cap"; readonly signer: Address }
  | {
      readonly type: "closed";
      readonly state: "rejected" | "expired" | "superseded" | "executed_elsewhere";
      readonly code: string;
      readonly digest: Hex;
      readonly sponsor: string;
    }
  /** A node did not answer about one request, which waits by itself. `words` are the node's. */
  | {
      readonly type: "quarantined";
      readonly digest: Hex;
      readonly sponsor: string;
      readonly troubles: number;
      readonly words: string;
    }
  | ({ readonly type: "endpoint" } & EndpointEvent)
  /** One signer's pass, or the whole pass, failed. The next one continues from what is stored. */
  | { readonly type: "trouble"; readonly signer?: Address; readonly error: unknown };
