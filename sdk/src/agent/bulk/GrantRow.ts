import type { Address, Hex } from "../../core/Hex.ts";
import type { RightId } from "../../core/RightId.ts";
import type { RefusedRight } from "../grants/grantedIn.ts";

/** Rights to be granted to one key. */
export type GrantRow = {
  /** The order in the agent's books; told back, never sent. */
  readonly order?: string | undefined;
  readonly className: string;
  readonly holder: Address;
  /** 1 to 8 rights; 1 unless said. */
  readonly quantity?: number | undefined;
  /** One a right in a class with seats: its label, or its number from 0. */
  readonly seats?: readonly (string | number)[] | undefined;
  /** One a right, or none. */
  readonly evidence?: readonly Hex[] | undefined;
};

/**
 * What became of a row. `granted`: it has these rights, and those of `refused` were passed over. `refused`: it has none,
 * for a refusal or contract error of this name. `skipped`: its holder had these rights already.
 */
export type GrantedRow = {
  /** Place in the list, from 0. */
  readonly row: number;
  readonly order?: string | undefined;
} & (
  | { readonly outcome: "granted"; readonly rightIds: readonly RightId[]; readonly refused: readonly RefusedRight[] }
  | { readonly outcome: "refused"; readonly reason: string; readonly sentence: string }
  | { readonly outcome: "skipped"; readonly rightIds: readonly RightId[] }
);
