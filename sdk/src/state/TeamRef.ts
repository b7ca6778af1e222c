import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";

/** A team: the team of an organizer, or the team of an agent. */
export type TeamRef =
  | { readonly organizerId: number; readonly agentId?: undefined }
  | { readonly agentId: number; readonly organizerId?: undefined };

/** Where a team is. One registry has the organizers, the other the agents, with the same functions. */
export type TeamPlace = { readonly contract: "EventRegistry" | "AgentRegistry"; readonly id: number };

/** Throws VALUE_INVALID unless `team` has the id of one team. */
export function placeOfTeam(team: TeamRef): TeamPlace {
  const { organizerId, agentId } = given("team", team);
  if (isId(organizerId) && agentId === undefined) return { contract: "EventRegistry", id: organizerId };
  if (isId(agentId) && organizerId === undefined) return { contract: "AgentRegistry", id: agentId };
  const details = ["team must have an organizerId or an agentId, which is a whole number from 1."];
  throw new DoorkeyError("VALUE_INVALID", { details });
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value < 2 ** 32;
}
