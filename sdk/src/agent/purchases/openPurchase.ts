import { hexlify, randomBytes } from "ethers";
import { checked } from "../../chain/checked.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import { inTurn } from "../../core/inTurn.ts";
import type { Invitation } from "../../pass/Claim.ts";
import { checkedSeller } from "./checkedSeller.ts";
import { invitedNow, saleOf } from "./checkSale.ts";
import type { Invited } from "./Invited.ts";
import type { Purchase } from "./Purchase.ts";
import type { SaleCheck } from "./SaleCheck.ts";
import type { Seller } from "./Seller.ts";
import { type Wanted, wantedPlaces } from "./wantedPlaces.ts";

/** Default lifetime of an invitation, in seconds. */
const EXPIRES_IN = 3_600;

/**
 * Opens a paid order for the device that will claim it: an invitation with a key that cannot be guessed, for this order,
 * its places and a limited time. Show it with `invitationLink`. Safe to repeat: the same order has the same invitation
 * until it expires, and for good once it was claimed. There is no invitation for what cannot be sold now.
 *
 * @param parameters.orderId The order in the agent's books, unique in its store.
 * @param parameters.quantity 1 to 8 rights for one key. Defaults to 1. Up to four cost the least gas.
 * @param parameters.seats In a class with seats, one per right: labels of the event document, or numbers from 0.
 * @param parameters.expiresIn Seconds. Defaults to 3,600.
 * @throws VALUE_INVALID; EVENT_UNKNOWN, CLASS_UNKNOWN; PURCHASE_DIFFERENT when the order was opened for something else;
 * SALE_REFUSED when `checkSale` finds a problem, such as an event that is cancelled, paused, closed or sold out, a seat
 * that is taken, or an agent that is not designated.
 * @example
 * import { openPurchase, type Seller } from "doorkey/agent";
 *
 * const invite = (seller: Seller, orderId: string) =>
 *   openPurchase(seller, { orderId, eventId: 7, className: "standing", quantity: 2 });
 */
export async function openPurchase(seller: Seller, parameters: openPurchase.Parameters): Promise<Invitation> {
  checkedSeller(seller);
  const wanted = checked(seller.connection, parameters, ["eventId", "className"]);
  const fresh = await purchaseFor(seller, wanted);
  const { classId } = fresh.invitation;
  for (;;) {
    const known = await seller.purchases.ofOrder(wanted.orderId);
    if (known !== undefined) assertSameOrder(known, fresh);
    if (known?.grant !== undefined || known?.pass !== undefined) return known.invitation;
    const places = { classId, quantity: fresh.invitation.quantity, seats: fresh.seats };
    const others = () => invitedNow(seller, wanted.eventId, places, wanted.orderId);
    const check = await saleOf(seller, wanted, places, await others());
    assertSellable(check);
    if (known !== undefined && !isOver(known)) return known.invitation;
    const next = known === undefined ? fresh : { ...fresh, revision: known.revision + 1, declined: known.declined };
    const isSaved = await inTurn(seller.purchases, async () => {
      if (!leavesRoom(check, places.quantity, await others())) return false;
      return seller.purchases.save([next]);
    });
    if (isSaved) return next.invitation;
  }
}

/** Whether orders that were invited since the check leave room for this one. */
function leavesRoom({ invited, placesLeft, quotas }: SaleCheck, quantity: number, others: Invited): boolean {
  const more = others.rights - invited;
  if (placesLeft - more < quantity || quotas.some(({ left }) => left - more < quantity)) return false;
  return others.seats.length === 0;
}

export declare namespace openPurchase {
  type Parameters = Wanted & {
    readonly orderId: string;
    readonly expiresIn?: number | undefined;
  };
}

/** Throws SALE_REFUSED with every problem. It is retryable if the next block may solve them all. */
function assertSellable({ problems }: SaleCheck): void {
  if (problems.length === 0) return;
  const details = problems.map(({ sentence }) => sentence);
  throw new DoorkeyError("SALE_REFUSED", { details, retryable: problems.every(({ retryable }) => retryable) });
}

async function purchaseFor(
  { connection, agentId, documents }: Seller,
  { orderId, expiresIn = EXPIRES_IN, ...wanted }: openPurchase.Parameters,
): Promise<Purchase> {
  const { eventId, className } = wanted;
  const { classId, quantity, seats } = await wantedPlaces(connection, wanted, documents, [
    ...(typeof orderId === "string" && orderId !== "" ? [] : ["orderId must be a non-empty string."]),
    ...(Number.isInteger(expiresIn) && expiresIn > 0 ? [] : ["expiresIn must be a positive whole number of seconds."]),
  ]);
  const invitation: Invitation = {
    v: 1,
    event: { chainId: connection.chainId, rightsRegistry: connection.rightsRegistry, eventId },
    classId,
    agentId,
    purchaseKey: hexlify(randomBytes(32)) as Hex,
    quantity,
    expiresAt: Math.floor(Date.now() / 1_000) + expiresIn,
  };
  return { orderId, revision: 0, invitation, className, seats };
}

/** Whether it expired before a device claimed it; then its key is discarded. */
function isOver({ invitation, grant, pass }: Purchase): boolean {
  return grant === undefined && pass === undefined && Date.now() / 1_000 >= invitation.expiresAt;
}

function assertSameOrder(known: Purchase, fresh: Purchase): void {
  const [before, now] = [termsOf(known), termsOf(fresh)];
  const details = Object.entries(before).flatMap(([name, value]) =>
    now[name] === value ? [] : [`${name} was ${value}, and is now ${now[name]}.`],
  );
  if (details.length > 0) throw new DoorkeyError("PURCHASE_DIFFERENT", { details });
}

function termsOf({ invitation, className, seats }: Purchase): Record<string, string> {
  const { event, agentId, quantity } = invitation;
  return {
    event: `${event.chainId} ${event.rightsRegistry} ${event.eventId}`,
    className,
    agentId: String(agentId),
    quantity: String(quantity),
    seats: seats.join(", "),
  };
}
