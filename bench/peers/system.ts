import type { Lab } from "./lab.ts";
import type { GasRow } from "./rows.ts";

/** What can be measured. */
export type System = {
  readonly name: string;
  /** All that it does, from nothing, on a chain that forgets it afterwards. */
  measure(lab: Lab): Promise<GasRow[]>;
};
