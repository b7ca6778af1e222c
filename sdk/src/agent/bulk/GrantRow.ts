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
 * How a row ended. `granted`: it has these rights, and those of `refused` were passed over. `refused`: it has none, and
 * `reason` names the refusal or the contract error. `skipped`: its holder had these rights already.
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
