/** A team: the team of an organizer, or the team of an agent. */
export type TeamRef =
  | { readonly organizerId: number; readonly agentId?: undefined }
  | { readonly agentId: number; readonly organizerId?: undefined };

/** Where a team is. One registry has the organizers, the other the agents, with the same functions. */
export type TeamPlace = { readonly contract: "EventRegistry" | "AgentRegistry"; readonly id: number };

export function placeOfTeam(team: TeamRef): TeamPlace {
  if (team.organizerId !== undefined) return { contract: "EventRegistry", id: team.organizerId };
  return { contract: "AgentRegistry", id: team.agentId };
}
