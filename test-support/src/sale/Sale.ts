import type { Wallet } from "ethers";
import type { RightId } from "../../../sdk/src/index.ts";
import type { TestChain } from "../../../sdk/src/testing/index.ts";
import type { HolderKey } from "../keys.ts";
import type { Published } from "../show.ts";
import type { Member } from "../transports.ts";

/** In this process or served. */
export type SaleChain = Pick<TestChain, "connect" | "emptyKey" | "fundedKey" | "clock">;

/** The classes of a sale: open to all, sold by a draw, and reserved for staff. The last two are named. */
export const CLASS = { standing: "standing", floor: "floor", crew: "crew" } as const;

/** A right and the person who has it. */
export type Place = { readonly rightId: RightId; readonly key: HolderKey; readonly person: number };

/** An event on sale with two agents, the kiosk under the tickets' site, and with gates. */
export type Sale = Published & {
  readonly chain: SaleChain;
  readonly plan: SalePlan;
  readonly tickets: Member;
  readonly ticketsId: number;
  readonly kiosk: Member;
  readonly kioskId: number;
  readonly attester: Wallet;
  readonly gates: readonly [Member, Member];
  readonly desk: Member;
  readonly listUntil: number;
  /** What was granted so far, by class. */
  readonly places: { readonly standing: Place[]; readonly floor: Place[]; readonly crew: Place[] };
};

/** Moments of a sale, in their order. Acts that a plan has for a moment happen right after it. */
export type Moment =
  | "announced"
  | "listed"
  | "appeals"
  | "drawn"
  | "sold"
  | "returned"
  | "resold"
  | "changed"
  | "admitted";

export type SalePlan = {
  readonly name: string;
  /** Where the document is served. */
  readonly documentUri: string;
  /** Seconds from the opening of the draw to the end of its list. */
  readonly listFor: number;
  /** Winners of the first wave who buy; there are six. */
  readonly buyers: number;
  /** Members of the crew who are named; there are four. */
  readonly named: number;
  /** Seconds between two admissions of a lane. */
  readonly interval: number;
  /** People admitted by hand. */
  readonly byHand: number;
  readonly acts: Partial<Record<Moment, (sale: Sale) => Promise<void>>>;
};

export const HONEST: SalePlan = {
  name: "Lanterns",
  documentUri: "urn:doorkey:nowhere",
  listFor: 2 * 86_400,
  buyers: 6,
  named: 4,
  interval: 3,
  byHand: 1,
  acts: {},
};
