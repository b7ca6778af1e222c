/** What a hub answers and sends to its pages, in JSON. */

import type { Hex, Policy } from "doorkey/code";
import type { IdentityMessage } from "./messages.ts";
import type { Party } from "./partyOf.ts";
import type { WireVerdict } from "./wireVerdict.ts";

/** The answer to a scan, to a decision on it, and to an entry by hand. The same message gets the same answer for ever. */
export type ScanAnswer = {
  readonly scanId: string;
  readonly verdict: WireVerdict;
  readonly party?: Party;
  /** The right was let in by hand, so a supervisor may let its holder in too. */
  readonly byHand?: boolean;
  /** What a person decided on this scan. */
  readonly decision?: IdentityMessage["decision"];
};

/** An entry by hand. `left` is how many more this hub may let in by hand. */
export type ManualAnswer = {
  readonly scanId: string;
  readonly right: number;
  readonly status: "let-in" | "already-in" | "unknown" | "void" | "limit" | "closed";
  readonly at?: number;
  readonly lane?: number;
  readonly left: number;
};

export type UndoAnswer = {
  readonly scanId: string;
  /** `never-happened` before delivery; afterwards the people count as out, and each may come in once more. */
  readonly status: "never-happened" | "out";
  readonly rights: number;
};

/** Why a row is kept apart: shown to the organizer, and never delivered unasked. */
export type ApartReason =
  | "gap"
  | "chain"
  | "device-signature"
  | "other-device"
  | "revoked"
  | "future"
  | "form"
  | "holder-signature"
  | "by-hand";

export type UploadAnswer = {
  readonly accepted: number;
  readonly apart: readonly { readonly seq: number; readonly reason: ApartReason }[];
  /** The number of the row that the hub wants next. */
  readonly next: number;
};

/** Where a right is now, for pages that decide alone and for the console. */
export type Delta = {
  readonly n: number;
  readonly serial: number;
  /** Absent if an undo took the entry back. */
  readonly claim?: {
    readonly scanId: string;
    readonly device: string;
    readonly lane: number;
    readonly scannedAt: number;
    readonly issuedAt: number;
    readonly challenge: Hex;
    readonly storedAt: number;
    readonly shown: boolean;
    readonly byHand: boolean;
  };
};

/** Changes in the order of `n`. A page that finds another `hub` forgets its deltas and reads from 0. */
export type DeltaPage = { readonly hub: string; readonly deltas: readonly Delta[]; readonly next: number };

/** What a page does without its hub: it lets in all of the list, those of its lane's classes, or none. */
export type AlonePolicy = "accept" | "own-classes" | "stop";

/** What a page needs to know of its lane and event. `policy` is the lane's, for the SDK's decision. */
export type Settings = {
  readonly hub: string;
  readonly event: { readonly name: string; readonly utcOffset?: number };
  readonly lane: { readonly number: number; readonly name: string };
  readonly policy: Policy;
  readonly alone: AlonePolicy;
  readonly ownClasses?: readonly number[];
  readonly undoSeconds: number;
  readonly zones: readonly string[];
  readonly reentry: boolean;
  readonly language?: string;
};

export type Figures = {
  /** Distinct rights whose holders are inside. */
  readonly inside: number;
  readonly entered: number;
  readonly byHand: number;
  readonly outside: number;
  /** Entries a minute, of the last hour, the latest minute last. */
  readonly arrivals: readonly number[];
  readonly refusals: { readonly [reason: string]: number };
  readonly lanes: { readonly [lane: number]: number };
  /** Seconds, the median of the latest codes. */
  readonly codeAge?: number;
  readonly evidence: number;
  readonly apart: number;
};
