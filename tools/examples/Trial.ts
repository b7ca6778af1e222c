import type { Checks } from "./Checks.ts";
import type { Chain } from "./chain.ts";
import type { Processes } from "./Processes.ts";

/** What every part of the examples is tried with. */
export type Trial = {
  readonly checks: Checks;
  readonly processes: Processes;
  /** For copies, pictures and browser profiles. */
  readonly folder: string;
  /** The packed SDK. */
  readonly tarball: string;
  readonly chain: Chain;
};
