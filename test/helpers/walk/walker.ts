/** Who walks, and what an act is. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { toBeHex } from "ethers";
import type { IndexState } from "../../../sdk/src/eventIndex/IndexState.ts";
import type { HolderKey } from "../keys.ts";
import type { Suite } from "../suite.ts";

export const PERSONS: readonly string[] = [1, 2, 3, 4, 5].map((person) => toBeHex(person, 32));
export const ORGANIZERS = 2;
export const AGENTS = 5;

export type Walker = {
  readonly suite: Suite;
  /** Told by the logs so far. */
  readonly state: IndexState;
  /** 0 to n - 1. */
  readonly roll: (n: number) => number;
  readonly holders: ReadonlyMap<string, HolderKey>;
  /** Of organizer i: admin, scanner and desk; of agent i: admin. */
  readonly organizers: readonly {
    admin: HardhatEthersSigner;
    scanner: HardhatEthersSigner;
    desk: HardhatEthersSigner;
  }[];
  readonly agents: readonly HardhatEthersSigner[];
  readonly time: NetworkHelpers["time"];
  /** A sale hook that lets everything through. */
  readonly saleHook: string;
  /** Of the last block with a log. */
  readonly clock: { now: number };
};

/** What an act was about, and whether anything came of it. */
export type Outcome = { readonly events: readonly number[]; readonly done: boolean };

/** Does one thing by chance. */
export type Act = (walker: Walker) => Promise<Outcome>;

export const NOTHING: Outcome = { events: [], done: false };
