import type { Checks } from "./Checks.ts";
import type { Chain } from "./chain.ts";
import type { Payer } from "./guide.ts";
import type { Processes } from "./Processes.ts";

/** What every test of the examples needs. */
export type Trial = {
  readonly checks: Checks;
  readonly processes: Processes;
  /** For copies, pictures and browser profiles. */
  readonly folder: string;
  /** The packed SDK. */
  readonly tarball: string;
  readonly payer: Payer;
  readonly chain: Chain;
};
