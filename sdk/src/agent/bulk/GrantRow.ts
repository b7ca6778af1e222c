import type { Hex } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import type { RefusedRight } from "../grants/grantedIn.ts";

/** Rights to grant to one key. */
export type GrantRow = {
  /** The order in the agent's books; returned with the result, never sent. */
  readonly order?: string | undefined;
  readonly className: string;
  readonly holder: string;
  /** 1 to 8 rights. Defaults to 1. */
  readonly quantity?: number | undefined;
  /** In a class with seats, one per right: its label, or its number from 0. */
  readonly seats?: readonly (string | number)[] | undefined;
  /** One entry per right, or none. */
  readonly evidence?: readonly Hex[] | undefined;
};

/**
 * How a row ended. `granted`: the holder has these rights; the contracts passed over those in `refused`. `refused`: the
 * holder has none, and `reason` names the refusal or contract error. `skipped`: the holder had these rights already.
 */
export type GrantedRow = {
  /** Place in the list, from 0. */
  readonly row: number;
  readonly order?: string | undefined;
} & (
  | { readonly status: "granted"; readonly rightIds: readonly RightId[]; readonly refused: readonly RefusedRight[] }
  | { readonly status: "refused"; readonly reason: string; readonly sentence: string }
  | { readonly status: "skipped"; readonly rightIds: readonly RightId[] }
);
