/** The walker, and the type of its acts. */

import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { Suite } from "doorkey-test-support/contracts";
import type { HolderKey } from "doorkey-test-support/keys";
import { toBeHex } from "ethers";
import type { IndexState } from "../../../sdk/src/eventIndex/IndexState.ts";

export const PERSONS: readonly string[] = [1, 2, 3, 4, 5].map((person) => toBeHex(person, 32));
export const ORGANIZERS = 2;
export const AGENTS = 5;

export type Walker = {
  readonly suite: Suite;
  /** The state by the logs so far. */
  readonly state: IndexState;
  /** A random number from 0 to n - 1. */
  readonly roll: (n: number) => number;
  readonly holders: ReadonlyMap<string, HolderKey>;
  /** Accounts of organizer i: admin, scanner and desk; of agent i: admin. */
  readonly organizers: readonly {
    admin: HardhatEthersSigner;
    scanner: HardhatEthersSigner;
    desk: HardhatEthersSigner;
  }[];
  readonly agents: readonly HardhatEthersSigner[];
  readonly time: NetworkHelpers["time"];
  /** A sale hook that accepts every grant. */
  readonly saleHook: string;
  /** The time of the last block with a log. */
  readonly clock: { now: number };
};

/** The target of an act, and whether the act changed anything. */
export type Outcome = { readonly events: readonly number[]; readonly done: boolean };

/** Does one random act. */
export type Act = (walker: Walker) => Promise<Outcome>;

export const NOTHING: Outcome = { events: [], done: false };
