import { given } from "../core/given.ts";
import type { IndexState } from "./IndexState.ts";

/** Throws VALUE_INVALID unless the value is the state of an index. */
export function assertState(state: IndexState): void {
  given("state", state, "events", "holders");
}
