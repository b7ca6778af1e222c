import type { Lab } from "./lab.ts";
import type { GasRow } from "./rows.ts";

/** A system that can be measured. */
export type System = {
  readonly name: string;
  /** Measures all operations of the system from an empty chain, which is reset afterwards. */
  measure(lab: Lab): Promise<GasRow[]>;
};
