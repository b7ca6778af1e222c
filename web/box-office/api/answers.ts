/** What the office answers, beside what it keeps in types of its own. Times in seconds since 1970. */
import type { Import, RefusedLine } from "../../../office/src/imports/Import.ts";
import type { Act } from "../../../office/src/rights/Act.ts";
import type { RightRow } from "../../../office/src/rights/createRights.ts";
import type { RebindRequest } from "../../../office/src/rights/rebindRequests.ts";
import type { Sale, SaleState } from "../../../office/src/sales/Sale.ts";
import type { Member, Role } from "../../../office/src/staff/Staff.ts";

export type { Act, Import, Member, RebindRequest, RefusedLine, RightRow, Role, Sale, SaleState };

/** Who is signed in, and where. */
export type Session = {
  readonly staff: { readonly id: string; readonly name: string; readonly role: Role };
  readonly office: {
    readonly name: string;
    readonly agentId: number;
    /** Where wallets ask this seller. */
    readonly url: string;
    readonly chainId: number;
    readonly rightsRegistry: `0x${string}`;
  };
  readonly expiresAt: number;
};

export type OfficeClass = {
  readonly classId: number;
  readonly name: string;
  readonly seated: boolean;
  /** Whether each right is of a person: from its sale on, or in a reserved class once it has a name. */
  readonly named: boolean;
  readonly reserved: boolean;
  readonly supply: number;
};

export type OfficeEvent = {
  readonly eventId: number;
  readonly name: string;
  /** ISO 8601 with its offset. Missing until the office has the event's document. */
  readonly startsAt?: string;
  readonly wallet?: string;
  readonly isCancelled: boolean;
  readonly salesCloseAt: number;
  readonly returnUntil: number;
  readonly rebindUntil: number;
  readonly doorsOpenAt: number;
  readonly classes: readonly OfficeClass[];
};

/** What may still be granted under one agent. */
export type QuotaLevel = {
  readonly agentId: number;
  readonly name: string;
  readonly quota: number;
  readonly used: number;
  readonly left: number;
};

/** A class at the newest block. */
export type ClassNow = {
  readonly classId: number;
  readonly name: string;
  readonly placesLeft: number;
  /** Rights of orders that are kept or invited and not granted yet. */
  readonly invited: number;
  /** From this office's agent up to the organizer. */
  readonly quotas: readonly QuotaLevel[];
  readonly problems: readonly { readonly reason: string; readonly sentence: string }[];
};

/** Sums of a day. Sales count people, those in a wallet as granted; changes count rights. */
export type Totals = {
  readonly day: string;
  readonly classes: readonly ({ readonly className: string } & { readonly [state in SaleState]?: number })[];
  readonly returned: number;
  readonly revoked: number;
  readonly moved: number;
  readonly named: number;
};

export type Waiting = {
  readonly sales: readonly Sale[];
  readonly acts: readonly Act[];
  readonly imports: readonly Import[];
};

export type Found = { readonly sales: readonly Sale[]; readonly rights: readonly RightRow[] };

/** The newest block that the office has read, and when it did. */
export type Head = { readonly block: number; readonly readAt: number };

/** What a clerk reads from a buyer's document. */
export type PersonDocument = { readonly type: string; readonly country: string; readonly number: string };
