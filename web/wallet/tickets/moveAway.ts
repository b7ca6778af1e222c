import { type Address, type SignedRebind, signRebind } from "doorkey/buyer";
import { inPieces } from "./inPieces.ts";
import { keyOf } from "./keyOf.ts";
import type { Means } from "./Means.ts";
import { peopleOf } from "./peopleOf.ts";
import { refreshTicket } from "./refreshTicket.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Moves the places of all who are outside to the key of another phone.
 *
 * @returns How many places moved.
 * @throws What loadDeviceKey and signRebind throw, and what the seller answers.
 */
export async function moveAway(means: Means, kept: Ticket, newHolder: Address): Promise<number> {
  const ticket = (await refreshTicket(means, kept)) ?? kept;
  const { pass } = ticket;
  if (pass === undefined) return 0;
  const key = await keyOf(means, ticket);
  const outside = peopleOf(pass, ticket.news).filter(({ state }) => state === "outside");
  const signed: SignedRebind[] = [];
  for (const { index, rebinds } of outside) signed.push(await signRebind(key, pass, { newHolder, index, rebinds }));
  let moved = 0;
  for (const piece of inPieces(signed)) {
    const results = await means.seller(ticket.seller).rebind(piece);
    moved += results.filter(({ status }) => status === "rebound").length;
  }
  await refreshTicket(means, ticket);
  return moved;
}
