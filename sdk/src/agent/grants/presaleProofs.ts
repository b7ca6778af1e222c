import type { Connection } from "../../chain/Connection.ts";
import { checkedConnection } from "../../chain/checked.ts";
import { latestBlock } from "../../chain/latestBlock.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import { type Hex, sameAddress } from "../../core/Hex.ts";
import { postedSaleList } from "../../presale/postedSaleList.ts";
import { packProofs, type SaleList } from "../../presale/SaleList.ts";
import type { HookData, HookedBatch } from "./HookData.ts";
import { tagsIn } from "./tagsIn.ts";

/**
 * The `hookData` of grants in a presale: the proofs that the holders or persons of a batch are in a list. A batch of a
 * class without one of these lists, without a posted list, or after its presale gets none. Who is not in the list is
 * refused with NotListed, and the others are granted.
 *
 * @param lists Lists of classes of one event. A class whose list was replaced on chain needs the new file.
 * @throws VALUE_INVALID; while it grants: SALE_LIST_DIFFERENT when the chain has another list for the class.
 * @example
 * import type { Connection } from "doorkey";
 * import { type GrantRow, grantMany, presaleProofs, type SaleList } from "doorkey/agent";
 *
 * const sell = (connection: Connection, rows: readonly GrantRow[], members: SaleList) =>
 *   grantMany(connection, { agentId: 1, eventId: 7, rows, hookData: presaleProofs(connection, [members]) });
 */
export function presaleProofs(connection: Connection, lists: readonly SaleList[]): HookData {
  checkedConnection(connection);
  if (!Array.isArray(lists)) throw new DoorkeyError("VALUE_INVALID", { details: ["lists must be a list."] });
  for (const [i, list] of lists.entries()) given(`lists[${i}]`, list, "event", "root", "proofOf");
  return async (batch) => {
    const { eventId, classId } = batch;
    const list = lists.find((one) => one.event.eventId === eventId && one.classId === classId);
    if (list === undefined) return "0x";
    const posted = await postedSaleList(connection, { eventId, classId });
    if (posted === undefined) return "0x";
    if ((await latestBlock(connection)).timestamp >= posted.endsAt) return "0x";
    if (posted.root !== list.root || posted.levels !== list.crown.levels || posted.kind !== list.kind) {
      const details = [`Class ${classId} of event ${eventId} has the list ${posted.root}; this one is ${list.root}.`];
      throw new DoorkeyError("SALE_LIST_DIFFERENT", { details });
    }
    return packProofs(list, list.kind === "holders" ? holdersOf(batch) : personsOf(batch));
  };
}

/** Holders of the records, a run of the same one once. */
function holdersOf({ items }: HookedBatch): readonly Hex[] {
  const holders = items.map(({ holder }) => holder);
  return holders.filter((holder, i) => !sameAddress(holder, holders[i - 1] ?? "0x"));
}

/** The person of each record. */
function personsOf({ items }: HookedBatch): readonly Hex[] {
  return items.flatMap(({ evidence }) => tagsIn(evidence));
}
