import { isDoorkeyError } from "doorkey/buyer";
import { type Person, peopleOf } from "./peopleOf.ts";
import type { Ticket } from "./Ticket.ts";

/** What a ticket is now, as far as this phone knows. It never says that a ticket is good: only a gate decides. */
export type Standing =
  /** The seller has the claim, or will get it; there is no pass so far. */
  | { readonly is: "claiming" }
  /** This phone asked another phone, or the box office, for the ticket. */
  | { readonly is: "awaited" }
  /** Its record was changed, so it shows no code. */
  | { readonly is: "damaged" }
  | { readonly is: "cancelled" }
  /** Codes can be shown for the people who are outside. */
  | { readonly is: "open"; readonly people: readonly Person[] }
  /** All who still have a place are in. */
  | { readonly is: "entered"; readonly people: readonly Person[] }
  /** Each place was given back, taken back by the seller, or moved to another phone. */
  | { readonly is: "returned" | "revoked" | "moved"; readonly people: readonly Person[] };

export function standingOf({ claim, pass, facts, news }: Ticket): Standing {
  if (pass === undefined) return { is: claim === undefined ? "awaited" : "claiming" };
  let people: readonly Person[];
  try {
    people = peopleOf(pass, news);
  } catch (error) {
    if (isDoorkeyError(error, "PASS_MALFORMED")) return { is: "damaged" };
    throw error;
  }
  const has = (state: Person["state"]) => people.some((one) => one.state === state);
  if (has("outside")) return facts?.isCancelled === true ? { is: "cancelled" } : { is: "open", people };
  if (has("in")) return { is: "entered", people };
  const lost = (["moved", "returned", "revoked"] as const).find(has) ?? "revoked";
  return { is: lost, people };
}
