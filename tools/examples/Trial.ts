import type { Checks } from "./Checks.ts";
import type { Chain } from "./chain.ts";
import type { Processes } from "./Processes.ts";

/** What all parts of the examples need for their trial. */
export type Trial = {
  readonly checks: Checks;
  readonly processes: Processes;
  /** For copies, pictures and browser profiles. */
  readonly folder: string;
  /** The packed SDK. */
  readonly tarball: string;
  readonly chain: Chain;
};
