import type { RightId } from "../core/RightId.ts";
import type { RefusalName } from "./refusals.ts";

/** How one right of a call ended: with the status `done`, or refused. */
export type RightOutcome<done extends string, reason extends string = RefusalName> =
  | { readonly rightId: RightId; readonly status: done }
  | { readonly rightId: RightId; readonly status: "refused"; readonly reason: reason };
