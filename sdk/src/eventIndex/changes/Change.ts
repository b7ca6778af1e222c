import type { Result } from "ethers";
import type { IndexLog } from "../IndexLog.ts";
import type { IndexState } from "../IndexState.ts";

/** What one event of a contract does to the state. */
export type Change = (state: IndexState, args: Result, log: IndexLog) => void;

/** Changes by the names of the events. */
export type Changes = Readonly<Record<string, Change>>;

/** Told, but nothing follows. */
export const nothing: Change = () => undefined;
