import type { Address } from "../core/Hex.ts";

/**
 * What a buyer keeps: a JSON that names the rights. Not secret, and useless without the key. Whatever it says, the chain
 * decides.
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
  /** One label a right; none in a class without seats. */
  readonly seats: readonly string[];
  readonly holder: Address;
  readonly event: {
    readonly name: string;
    /** ISO 8601 with its offset. */
    readonly startsAt: string;
    readonly url: string;
    /** Where to tell of an offered ticket. */
    readonly reportUrl?: string;
  };
  readonly seller: { readonly agentId: number; readonly name: string };
};
