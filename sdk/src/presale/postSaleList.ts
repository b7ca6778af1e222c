import type { Interface } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { SendOptions, Sent, Until } from "../calls/Call.ts";
import { sendPlain } from "../calls/send.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { LIST_KINDS, merkleHookOf } from "./postedSaleList.ts";
import type { SaleList } from "./SaleList.ts";

/**
 * Posts the list of a class and the end of its presale. The first list must be posted before sales open. Until the
 * presale ends, the list may be replaced, and its end brought forward but not put off. For admins.
 *
 * @param parameters.endsAt When the class begins to sell openly, in seconds.
 * @throws VALUE_INVALID; SALE_LIST_DIFFERENT for a list of another chain or suite; SALE_LIST_HOOK_MISSING; CALL_REVERTED with
 * TeamAdminOnly, ListTooLate, PresaleEndInvalid or ListUnchanged; what `send` throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { postSaleList, type SaleList } from "doorkey/organizer";
 *
 * const endNow = (connection: Connection, list: SaleList, now: number) =>
 *   postSaleList(connection, { list, endsAt: now + 60 });
 */
export async function postSaleList<until extends Until = "mined">(
  connection: Connection,
  parameters: postSaleList.Parameters,
  options?: SendOptions<until>,
): Promise<Sent<object, until>> {
  const { list, endsAt } = checked(connection, parameters, ["endsAt"]);
  const { chainId, rightsRegistry } = connection;
  const { event, classId, kind, crown } = given("list", list, "event", "kind", "crown");
  const { eventId } = event;
  if (!sameEvent(event, { chainId, rightsRegistry, eventId })) {
    const details = [`It is for chain ${event.chainId} and EntryRightRegistry ${event.rightsRegistry}.`];
    throw new DoorkeyError("SALE_LIST_DIFFERENT", { details });
  }
  const to = await merkleHookOf(connection, { eventId, classId });
  const abi: Interface = interfaces.MerkleSaleHook;
  const args = [eventId, classId, LIST_KINDS.indexOf(kind), crown.levels, crown.nodes, endsAt];
  const data = abi.encodeFunctionData("postList", args) as Hex;
  return sendPlain(connection, { to, data, name: "postList" }, options);
}

export declare namespace postSaleList {
  type Parameters = { readonly list: SaleList; readonly endsAt: number };
}
