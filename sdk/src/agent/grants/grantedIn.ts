import type { Transaction } from "../../calls/Call.ts";
import { logsOf, requireLog } from "../../calls/logs.ts";
import type { Connection } from "../../chain/Connection.ts";
import { type RightId, rightsFrom } from "../../core/RightId.ts";
import { type RefusalName, refusalName } from "../../rights/refusals.ts";
import type { GrantItem } from "./GrantItem.ts";

/** A right that was void when its batch was granted, and the reason. */
export type RefusedRight = { readonly rightId: RightId; readonly reason: RefusalName };

/** How one item of a batch ended. */
export type GrantedItem = { readonly rightIds: readonly RightId[]; readonly refused: readonly RefusedRight[] };

/** The results of a grant's transaction, one per item. */
export function grantedIn(
  connection: Connection,
  transaction: Transaction,
  items: readonly GrantItem[],
): readonly GrantedItem[] {
  let next: bigint = requireLog(connection, transaction, "EntryRightRegistry", "RightsGranted").first;
  const refusals = new Map<bigint, RefusalName>(
    logsOf(connection, transaction, "EntryRightRegistry", "GrantRefused").map(({ rightId, why }) => [
      rightId,
      refusalName(why),
    ]),
  );
  return items.map(({ quantity }) => {
    const all = rightsFrom(next, quantity);
    next += BigInt(quantity);
    return {
      rightIds: all.filter((rightId) => !refusals.has(rightId)),
      refused: all.flatMap((rightId) => {
        const reason = refusals.get(rightId);
        return reason === undefined ? [] : [{ rightId, reason }];
      }),
    };
  });
}
