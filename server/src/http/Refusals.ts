import type { CommonCode } from "../problems/commonProblems.ts";
import type { Refusal } from "../problems/Refusal.ts";

/** How a server refuses. */
export type Refusals = {
  /** Names the server in the type of each problem: "gate". */
  readonly server: string;
  readonly common: (code: CommonCode, options?: Refusal.Options) => Refusal;
  /** The refusal that a caller gets for an error of the server's own parts. Undefined for an unforeseen error. */
  readonly ofError?: (error: unknown) => Refusal | undefined;
  /** Paths that pages of other origins may change: each answers for its origin itself. */
  readonly foreignPaths?: (path: string) => boolean;
};
