import type { Admitted, Manifest } from "doorkey/code";
import type { Show } from "../world.ts";
import type { Gate, Showing } from "./gate.ts";

/** The evening: what its steps share beside the world. */
export type Evening = {
  readonly show: Show;
  readonly manifest: Manifest;
  readonly gates: readonly [Gate, Gate];
  readonly admitted: Map<bigint, Admitted>;
  /** The code that was shown in the terminal. */
  readonly shown: {
    readonly text: string;
    readonly svg: string;
    readonly showing: Showing;
    readonly scannedAt: number;
  };
};
