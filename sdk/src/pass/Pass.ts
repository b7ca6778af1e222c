import type { Address } from "../core/Hex.ts";

/**
 * What a buyer keeps: a JSON that names the rights. It is not secret, and useless without the key. If it differs from
 * the chain, the chain decides.
 */
export type Pass = {
  readonly v: 1;
  readonly chainId: number;
  /** Address of EntryRightRegistry. */
  readonly rightsRegistry: Address;
  readonly eventId: number;
  /** The first right in decimal digits; the others follow. */
  readonly rightId: string;
  readonly count: number;
  readonly className: string;
  /** One label for each right; empty in a class without seats. */
  readonly seats: readonly string[];
  readonly holder: Address;
  readonly event: {
    readonly name: string;
    /** ISO 8601 with its offset. */
    readonly startsAt: string;
    readonly url: string;
    /** Where fans report a ticket that they were offered. */
    readonly reportUrl?: string;
  };
  readonly seller: { readonly agentId: number; readonly name: string };
};
