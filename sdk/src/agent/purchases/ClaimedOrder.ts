import type { Pass } from "../../pass/Pass.ts";
import type { GrantItem } from "../grants/GrantItem.ts";
import type { Purchase } from "./Purchase.ts";

/** A purchase that was claimed, in the form that the chain needs. */
export type ClaimedOrder = GrantItem & { readonly purchase: Purchase };

/**
 * How a claimed order ended. `changed`: another process changed its purchase before anything was sent; read it again.
 */
export type OrderOutcome =
  | { readonly status: "granted"; readonly pass: Pass }
  | { readonly status: "changed" }
  | { readonly status: "failed"; readonly error: unknown };
