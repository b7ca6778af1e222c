import { type SignedReturn, signReturn } from "doorkey/buyer";
import { inPieces } from "./inPieces.ts";
import { keyOf } from "./keyOf.ts";
import type { Means } from "./Means.ts";
import { peopleOf } from "./peopleOf.ts";
import { refreshTicket } from "./refreshTicket.ts";
import type { Ticket } from "./Ticket.ts";

/**
 * Gives the places of the last `count` people back who are outside.
 *
 * @returns How many places the seller took back. Fewer than `count` when it refused some.
 * @throws What loadDeviceKey and signReturn throw, and what the seller answers.
 */
export async function giveBack(means: Means, kept: Ticket, count: number): Promise<number> {
  // How often each right changed its key is in what is signed, so it must be today's.
  const ticket = (await refreshTicket(means, kept)) ?? kept;
  const { pass } = ticket;
  if (pass === undefined) return 0;
  const key = await keyOf(means, ticket);
  const outside = peopleOf(pass, ticket.news).filter(({ state }) => state === "outside");
  const signed: SignedReturn[] = [];
  for (const { index, rebinds } of outside.slice(-count)) {
    signed.push(await signReturn(key, pass, { index, count: 1, rebinds }));
  }
  let returned = 0;
  for (const piece of inPieces(signed)) {
    const results = await means.seller(ticket.seller).return(piece);
    returned += results.filter(({ status }) => status === "returned").length;
  }
  await refreshTicket(means, ticket);
  return returned;
}
