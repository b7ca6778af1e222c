import type { Hex } from "../../../core/Hex.ts";
import type { RightId } from "../../../core/RightId.ts";
import type { AuditLog } from "../../Audit.ts";
import type { PerSize } from "./shareOut.ts";

/** Places of a class just before a step. */
export type PlaceCounts = { readonly supply: number; readonly granted: number; readonly freed: number };

/** Something that changes a draw after its seed is known, with what it followed from. Times are in seconds. */
export type DrawStep = { readonly log: AuditLog } & (
  | {
      readonly kind: "wave";
      readonly wave: number;
      readonly deadline: number;
      readonly places: number;
      readonly cutoff: PerSize;
      readonly counts: PlaceCounts;
    }
  | { readonly kind: "openSale"; readonly places: number; readonly counts: PlaceCounts }
  | { readonly kind: "accept"; readonly key: Hex; readonly places: number }
  | {
      readonly kind: "hold";
      readonly deadline: number;
      readonly keepUntil: number;
      readonly doorsOpenAt: number;
      /** Whether people could not be granted what they were offered; undefined = not known. */
      readonly isStopped: boolean | undefined;
    }
  | { readonly kind: "restore"; readonly key: Hex }
  | { readonly kind: "grant"; readonly first: RightId; readonly rights: DrawnRight[]; readonly counts: PlaceCounts }
);

/** A right of a grant, and the entrant for whom it is. */
export type DrawnRight = {
  readonly rightId: RightId;
  /** Key of the entrant; undefined if the right has no person. */
  key: Hex | undefined;
  isRefused: boolean;
};

/** The draw of a class as the logs have it. */
export type DrawRun = {
  readonly classId: number;
  readonly openedAt: number;
  /** When sales opened, as the draw noted it. */
  readonly salesOpenAt: number;
  readonly keepUntil: number;
  readonly firstWindow: number;
  readonly laterWindow: number;
  readonly byHolder: boolean;
  readonly thenOpen: boolean;
  readonly listUntil: number;
  readonly openedBy: AuditLog;
  readonly steps: DrawStep[];
  /** From when on sales were stopped or not, and agents designated or not. */
  readonly changes: { readonly at: number; readonly isStopped: boolean; readonly hasAgent: boolean }[];
};
