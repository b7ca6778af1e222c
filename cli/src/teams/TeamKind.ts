import type { Command } from "commander";
import type { TeamRef } from "doorkey";
import type { SignerOptions } from "../terminal/chainOptions.ts";
import { wholeNumber } from "../terminal/values.ts";

/** The teams of organizers and of agents have the same commands, each in the group of its kind. */
export type TeamKind = "organizer" | "agent";

/** The groups of commands. */
export const GROUPS = { organizer: "organizer", agent: "agents" } as const satisfies Record<TeamKind, string>;

/** The option that names a team. It has the name of its kind. */
export type TeamOptions = SignerOptions & Partial<Record<TeamKind, number>>;

export function withTeam(command: Command, kind: TeamKind): Command {
  return command.requiredOption(`--${kind} <id>`, `the ${kind}'s id`, wholeNumber());
}

export function teamIn(options: Partial<Record<TeamKind, number>>, kind: TeamKind): { id: number; team: TeamRef } {
  const id = options[kind];
  if (id === undefined) throw new Error(`--${kind} is a required option`);
  return { id, team: kind === "organizer" ? { organizerId: id } : { agentId: id } };
}
