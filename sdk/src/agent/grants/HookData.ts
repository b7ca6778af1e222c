import type { Hex } from "../../core/Hex.ts";
import type { GrantClass } from "./GrantItem.ts";
import type { Grantable } from "./Ledger.ts";

/** A batch that is about to be granted. Its items are in the order of the records that the sale hook gets. */
export type HookedBatch = GrantClass & { readonly items: readonly Grantable[] };

/**
 * Returns the `hookData` of a batch: what the class's sale hook needs to decide, for example a proof. The contracts pass
 * it to the hook unread, and ignore it in a class without a hook. A batch that is tried again is asked for again.
 */
export type HookData = (batch: HookedBatch) => Hex | Promise<Hex>;
