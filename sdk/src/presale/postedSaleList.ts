import { contractAt } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Address, Hex } from "../core/Hex.ts";
import type { SaleListKind } from "./SaleList.ts";

/** The list of a class as the chain has it. */
export type PostedSaleList = {
  /** The class's MerkleSaleHook. */
  readonly saleHook: Address;
  readonly kind: SaleListKind;
  readonly root: Hex;
  /** Levels of the tree below the crown that was posted. */
  readonly levels: number;
  /** The presale ends at this time, in seconds. */
  readonly endsAt: number;
};

/** As `ListKind` of IMerkleSaleHook numbers them. */
export const LIST_KINDS = [undefined, "holders", "persons"] as const;

/**
 * Reads the list of a class. Undefined if none was posted, because then the class sells openly.
 *
 * @throws VALUE_INVALID; SALE_LIST_HOOK_MISSING when the class has no sale hook, or one of another kind; CALL_REVERTED with
 * EventNonexistent or ClassNonexistent; CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { postedSaleList } from "doorkey/agent";
 *
 * async function isPresale(connection: Connection, now: number) {
 *   const list = await postedSaleList(connection, { eventId: 7, classId: 1 });
 *   return list !== undefined && now < list.endsAt;
 * }
 */
export async function postedSaleList(
  connection: Connection,
  parameters: { readonly eventId: number; readonly classId: number },
): Promise<PostedSaleList | undefined> {
  const place = checked(connection, parameters, ["eventId", "classId"]);
  const saleHook = await merkleHookOf(connection, place);
  const hook = contractAt("MerkleSaleHook", saleHook, connection.provider);
  const list = await askChain(() => hook.listOf(place.eventId, place.classId));
  const kind = LIST_KINDS[Number(list.kind)];
  if (kind === undefined) return undefined;
  return {
    saleHook,
    kind,
    root: list.root as Hex,
    levels: Number(list.levels),
    endsAt: Number(list.endsAt),
  };
}

/**
 * The class's sale hook, after a check that it answers as a MerkleSaleHook of this suite does. One that trusts another
 * forwarder takes lists from the owner of that forwarder.
 */
export async function merkleHookOf(
  { contracts, provider, rightsRegistry, deployment }: Connection,
  { eventId, classId }: { readonly eventId: number; readonly classId: number },
): Promise<Address> {
  const { saleHook } = await askChain(() => contracts.events.classOf(eventId, classId));
  const hook = contractAt("MerkleSaleHook", saleHook as Address, provider);
  const forwarder = deployment.contracts.GasRelayForwarder.address;
  const isOurs = await ofHook(async () => {
    await hook.domainOf(eventId, classId);
    return (await hook.RIGHTS()) === rightsRegistry && (await hook.isTrustedForwarder(forwarder));
  });
  if (isOurs) return saleHook as Address;
  const details = [`Class ${classId} of event ${eventId} has the sale hook ${saleHook}.`];
  throw new DoorkeyError("SALE_LIST_HOOK_MISSING", { details });
}

/** What the hook answers. False if the contract has no such functions; a node that does not answer is an error. */
async function ofHook(ask: () => Promise<boolean>): Promise<boolean> {
  try {
    return await askChain(ask);
  } catch (error) {
    if (isDoorkeyError(error, "CALL_REVERTED") || isDoorkeyError(error, "CHAIN_ANSWER_MALFORMED")) return false;
    throw error;
  }
}
