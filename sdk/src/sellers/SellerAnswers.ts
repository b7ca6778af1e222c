import { RIGHT_STATUSES, type RightStatus } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import {
  fields,
  flag,
  hexOf,
  list,
  matching,
  oneOf,
  optional,
  type Shape,
  shapeOf,
  text,
  whole,
} from "../core/shape.ts";
import { PASS, type Pass } from "../pass/Pass.ts";
import type { SignedRebind } from "../pass/signRebind.ts";
import type { SignedReturn } from "../pass/signReturn.ts";
import { SITE_AGENT, type SiteAgent } from "./SiteAgents.ts";

/** What a seller's site publishes at `/.well-known/doorkey.json` for wallets: its agents, and where its routes are. */
export type SellerSite = {
  readonly agents: readonly SiteAgent[];
  readonly seller?: {
    /** Path of the routes on this host, such as `/door`; empty for its root. */
    readonly path: string;
    readonly name: string;
    /** Hosts of the shop's own pages, with their ports. A wallet sends a fan back to no other. */
    readonly hosts: readonly string[];
  };
};

/** An event as its seller describes it to a fan who has no ticket yet: `GET /events/:eventId`. Times in seconds. */
export type SellerEvent = {
  readonly eventId: number;
  readonly name: string;
  readonly url: string;
  /** ISO 8601 with its offset; as it was rescheduled. */
  readonly startsAt: string;
  readonly reportUrl?: string;
  readonly wallet?: string;
  readonly sellerName: string;
  readonly classes: readonly { readonly classId: number; readonly name: string }[];
  readonly salesCloseAt: number;
  readonly returnUntil: number;
  readonly rebindUntil: number;
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
  readonly maxRebinds: number;
  readonly isCancelled: boolean;
};

/** Signed returns for `POST /returns`, at most eight. */
export type ReturnsForSeller = { readonly returns: readonly SignedReturn[] };

/** Consents of the old key for `POST /rebinds`, at most eight. */
export type RebindsForSeller = { readonly rebinds: readonly SignedRebind[] };

/** How the seller ended each item of a body, in its order. The same item again ends the same way. */
export type SellerResults<done extends "returned" | "rebound"> = { readonly results: readonly SellerResult<done>[] };

/** `refused` is final; `failed` may end otherwise when it is sent again. */
export type SellerResult<done extends "returned" | "rebound"> = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly status: done | "refused" | "failed";
  readonly reason?: string;
};

/** What a seller knows of a key: `GET /rights?holder=`. */
export type HolderRights = {
  /** Of the rights that the key holds now and that are not void, as the chain has them. */
  readonly passes: readonly Pass[];
  /** All that the key holds, and all that this seller granted to it. */
  readonly rights: readonly HolderRight[];
};

/** One right of a key, or that a key had. */
export type HolderRight = {
  /** In decimal digits. */
  readonly rightId: string;
  readonly eventId: number;
  readonly status: RightStatus;
  /** Who holds it now. If it is another key than the one that was asked for, the right was rebound to it. */
  readonly holder: Address;
  readonly rebinds: number;
  /** How its place was freed, of a void right. */
  readonly freed?: "returned" | "revoked";
  /** When a gate let it in, in seconds, and at which lane. */
  readonly entry?: { readonly at: number; readonly lane: number };
};

const UINT32 = 2 ** 32 - 1;

/** A name or a sentence. Longer texts are no names. */
const shortText: Shape<string> = shapeOf(
  "a text of at most 1,000 characters",
  (value): value is string => typeof value === "string" && value.length <= 1_000,
);
const url = matching(/^https:\/\/[^\s"'<>]{1,1000}$/, "an https address");
const rightId = matching(/^[1-9][0-9]{0,19}$/, "a right id in decimal digits");

export const SELLER_SITE: Shape<SellerSite> = fields({
  agents: list(SITE_AGENT),
  seller: optional(
    fields({ path: matching(/^(?:\/[\w.~-]+)*$/, "a plain path"), name: shortText, hosts: list(shortText) }),
  ),
});

export const SELLER_EVENT: Shape<SellerEvent> = fields({
  eventId: whole(1, UINT32),
  name: shortText,
  url,
  startsAt: text,
  reportUrl: optional(url),
  wallet: optional(shortText),
  sellerName: shortText,
  classes: list(fields({ classId: whole(1, 64), name: shortText })),
  salesCloseAt: whole(0),
  returnUntil: whole(0),
  rebindUntil: whole(0),
  doorsOpenAt: whole(0),
  doorsCloseAt: whole(0),
  maxRebinds: whole(0, 255),
  isCancelled: flag,
});

const resultsOf = <const done extends "returned" | "rebound">(done: done): Shape<SellerResults<done>> =>
  fields<SellerResults<done>>({
    results: list(
      fields<SellerResult<done>>({ rightId, status: oneOf(done, "refused", "failed"), reason: optional(shortText) }),
    ),
  });

export const RETURN_RESULTS: Shape<SellerResults<"returned">> = resultsOf("returned");
export const REBIND_RESULTS: Shape<SellerResults<"rebound">> = resultsOf("rebound");

export const HOLDER_RIGHTS: Shape<HolderRights> = fields({
  passes: list(PASS),
  rights: list(
    fields<HolderRight>({
      rightId,
      eventId: whole(1, UINT32),
      status: oneOf(...RIGHT_STATUSES),
      holder: hexOf(20),
      rebinds: whole(0, 255),
      freed: optional(oneOf("returned", "revoked")),
      entry: optional(fields({ at: whole(0), lane: whole(0, 65_535) })),
    }),
  ),
});
