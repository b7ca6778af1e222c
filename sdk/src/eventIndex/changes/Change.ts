import type { Result } from "ethers";
import type { IndexLog } from "../IndexLog.ts";
import type { IndexState } from "../IndexState.ts";

/** The effect of one contract event on the state. */
export type Change = (state: IndexState, args: Result, log: IndexLog) => void;

/** Changes by the names of the events. */
export type Changes = Readonly<Record<string, Change>>;

/** For an event without effect on the state. */
export const nothing: Change = () => undefined;
