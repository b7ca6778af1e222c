import { hexlify, randomBytes } from "ethers";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { given } from "../../core/given.ts";
import type { Hex } from "../../core/Hex.ts";
import type { Invitation } from "../../pass/Claim.ts";
import { classIdOf, publishedEvent } from "../../state/publishedEvent.ts";
import { placesFor } from "../grants/placesFor.ts";
import { findDocument } from "../passes/findDocument.ts";
import { checkedSeller } from "./checkedSeller.ts";
import type { Purchase } from "./Purchase.ts";
import type { Seller } from "./Seller.ts";

/** Default lifetime of an invitation, in seconds. */
const EXPIRES_IN = 3_600;

/**
 * Opens a paid order for the device that will claim it: an invitation with a key that nobody can guess, for this order,
 * its places and a limited time. Show it with `invitationLink`. Safe to repeat: the same order has the same invitation
 * until it expires, and for good once it was claimed.
 *
 * @param parameters.orderId The order in the agent's books, unique in its store.
 * @param parameters.quantity 1 to 8 rights for one key. Defaults to 1. Up to four cost the least gas.
 * @param parameters.seats In a class with seats, one per right: labels of the event document, or numbers from 0.
 * @param parameters.expiresIn Seconds. Defaults to 3,600.
 * @throws VALUE_INVALID; EVENT_UNKNOWN, CLASS_UNKNOWN; PURCHASE_DIFFERENT when the order was opened for something else.
 * @example
 * import { openPurchase, type Seller } from "doorkey/agent";
 *
 * const invite = (seller: Seller, orderId: string) =>
 *   openPurchase(seller, { orderId, eventId: 7, className: "standing", quantity: 2 });
 */
export async function openPurchase(seller: Seller, parameters: openPurchase.Parameters): Promise<Invitation> {
  checkedSeller(seller);
  given("parameters", parameters);
  const fresh = await purchaseFor(seller, parameters);
  for (;;) {
    const known = await seller.purchases.ofOrder(parameters.orderId);
    if (known !== undefined) assertSameOrder(known, fresh);
    if (known !== undefined && !isOver(known)) return known.invitation;
    const next = known === undefined ? fresh : { ...fresh, revision: known.revision + 1, declined: known.declined };
    if (await seller.purchases.save([next])) return next.invitation;
  }
}

export declare namespace openPurchase {
  type Parameters = {
    readonly orderId: string;
    readonly eventId: number;
    readonly className: string;
    readonly quantity?: number | undefined;
    readonly seats?: readonly (string | number)[] | undefined;
    readonly expiresIn?: number | undefined;
  };
}

async function purchaseFor(
  seller: Seller,
  { orderId, eventId, className, quantity = 1, seats = [], expiresIn = EXPIRES_IN }: openPurchase.Parameters,
): Promise<Purchase> {
  const { connection, agentId } = seller;
  const classId = await classIdOf(connection, eventId, className);
  const { classes } = await publishedEvent(connection, eventId);
  const class_ = classes[classId - 1];
  const labelled = seats.some((seat) => typeof seat === "string");
  const document = labelled ? await findDocument(connection, eventId, seller.documents) : undefined;
  const places = class_ && placesFor(class_, { quantity, seats }, document);
  const details = [
    ...(typeof orderId === "string" && orderId !== "" ? [] : ["orderId must be a non-empty string."]),
    ...(Number.isInteger(expiresIn) && expiresIn > 0 ? [] : ["expiresIn must be a positive whole number of seconds."]),
    ...(places?.mistakes ?? []),
  ];
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
  const invitation: Invitation = {
    v: 1,
    event: { chainId: connection.chainId, rightsRegistry: connection.rightsRegistry, eventId },
    classId,
    agentId,
    purchaseKey: hexlify(randomBytes(32)) as Hex,
    quantity,
    expiresAt: Math.floor(Date.now() / 1_000) + expiresIn,
  };
  return { orderId, revision: 0, invitation, className, seats: places?.seats ?? [] };
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
