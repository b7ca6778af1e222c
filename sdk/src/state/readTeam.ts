import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { placeOfTeam, type TeamRef } from "./TeamRef.ts";

/** A team as the chain has it. */
export type TeamState = {
  readonly id: number;
  readonly name: string;
  /** Address of a page about the team. */
  readonly uri: string;
  /** Whether its members may act for it. */
  readonly active: boolean;
  /** Whether it accepts calls through the forwarder. */
  readonly relayed: boolean;
  /** Number of its admins. */
  readonly admins: number;
};

/**
 * Reads the team of an organizer or an agent.
 *
 * @throws CALL_REVERTED with TeamNonexistent; CHAIN_UNREACHABLE.
 * @example
 * import { type Connection, readTeam } from "doorkey";
 *
 * async function sellerOf(connection: Connection, agentId: number) {
 *   const { name } = await readTeam(connection, { agentId });
 *   return name;
 * }
 */
export async function readTeam(connection: Connection, team: readTeam.Parameters): Promise<TeamState> {
  checked(connection, team);
  return teamAt(connection, team, "latest");
}

export declare namespace readTeam {
  type Parameters = TeamRef;
}

/** The team as the chain had it at a block. */
export async function teamAt({ contracts }: Connection, team: TeamRef, block: number | "latest"): Promise<TeamState> {
  const { contract, id } = placeOfTeam(team);
  const registry = contract === "EventRegistry" ? contracts.events : contracts.agents;
  const { name, uri, active, relayed, admins } = await askChain(() => registry.teamOf(id, { blockTag: block }));
  return { id, name, uri, active, relayed, admins: Number(admins) };
}
