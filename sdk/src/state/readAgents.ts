import { toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { readLogs } from "../chain/readLogs.ts";
import { DESIGNATION_STATUSES } from "../core/contractEnums.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { classIdOf, publishedEvent } from "./publishedEvent.ts";
import { type TeamState, teamAt } from "./readTeam.ts";

/** Requests at the same time. */
const WIDTH = 32;

/** The agents of an event at a block: those that the organizer designated, each with those that it delegated to. */
export type AgentTree = {
  readonly eventId: number;
  readonly block: number;
  readonly classes: readonly {
    readonly id: number;
    readonly name: string;
    /** Directly under the organizer. */
    readonly agents: readonly AgentNode[];
  }[];
};

/** An agent's position in a class. */
export type AgentNode = {
  readonly agentId: number;
  /** The name that its team gave itself. */
  readonly name: string;
  readonly uri: string;
  /** Whether its team is active. An inactive team grants nothing; those under it still may. */
  readonly active: boolean;
  readonly status: "designated" | "dismissed";
  /** The most rights that it and those under it may ever grant. */
  readonly quota: number;
  /** The rights that it and those under it ever granted; returned and revoked ones still count. */
  readonly used: number;
  /** How many it may still grant: the least that it and those above have left; 0 if it, or one above, may not grant. */
  readonly left: number;
  readonly children: readonly AgentNode[];
};

/**
 * Reads the agents of an event, each under the one that delegated to it, all at one block.
 *
 * The chain has an agent's quota, its status, and how many rights it and those under it granted. Only the log has how
 * many of its rights were returned, rebound or revoked: read an event index for its conduct.
 *
 * @throws EVENT_UNKNOWN, CLASS_UNKNOWN, CHAIN_UNREACHABLE.
 * @example
 * import { type Connection, readAgents } from "doorkey";
 *
 * async function sellers(connection: Connection, eventId: number) {
 *   const { classes } = await readAgents(connection, { eventId, className: "standing" });
 *   return classes.flatMap(({ agents }) => agents.map(({ name, used, quota }) => `${name}: ${used} of ${quota}`));
 * }
 */
export async function readAgents(connection: Connection, parameters: readAgents.Parameters): Promise<AgentTree> {
  const { eventId, className } = checked(connection, parameters, ["eventId"]);
  const published = await publishedEvent(connection, eventId);
  const only = className === undefined ? undefined : await classIdOf(connection, eventId, className);
  const { number } = await latestBlock(connection);
  const found = await agentsInLog(connection, eventId, only, published.block, number);
  const [places, teams] = await Promise.all([
    mapBounded(found, WIDTH, (one) => readPlace(connection, eventId, one, number)),
    readTeams(connection, [...new Set(found.map(({ agentId }) => agentId))], number),
  ]);
  const classes = published.classes
    .filter(({ id }) => only === undefined || id === only)
    .map(({ id, name }) => {
      const here = places.filter(({ classId }) => classId === id);
      return { id, name, agents: nodesUnder(0, Number.POSITIVE_INFINITY, here, teams) };
    });
  return { eventId, block: number, classes };
}

export declare namespace readAgents {
  type Parameters = {
    readonly eventId: number;
    /** Defaults to all classes. */
    readonly className?: string | undefined;
  };
}

type AgentInClass = { readonly classId: number; readonly agentId: number };

type Place = AgentInClass & {
  readonly parent: number;
  readonly designated: boolean;
  readonly quota: number;
  readonly used: number;
};

/** Every agent that ever had a position, in the order in which they got it. */
async function agentsInLog(
  { provider, deployment }: Connection,
  eventId: number,
  classId: number | undefined,
  fromBlock: number,
  toBlock: number,
): Promise<readonly AgentInClass[]> {
  const { address } = deployment.contracts.EventRegistry;
  const abi = interfaces.EventRegistry;
  const placed = [abi.getEvent("AgentDesignated").topicHash, abi.getEvent("AgentDelegated").topicHash];
  const topics = [placed, toBeHex(eventId, 32), classId === undefined ? null : toBeHex(classId, 32)];
  const found = new Map<string, AgentInClass>();
  for await (const log of readLogs(provider, { address, topics }, fromBlock, toBlock)) {
    const args = abi.parseLog(log)?.args;
    if (args !== undefined) {
      const one = { classId: Number(args.classId), agentId: Number(args.agentId) };
      found.set(`${one.classId} ${one.agentId}`, one);
    }
  }
  return [...found.values()];
}

async function readPlace(
  { contracts }: Connection,
  eventId: number,
  { classId, agentId }: AgentInClass,
  block: number,
): Promise<Place> {
  const at = { blockTag: block };
  const [place, used] = await askChain(() =>
    Promise.all([
      contracts.events.designationOf(eventId, classId, agentId, at),
      contracts.rights.usedBy(eventId, classId, agentId, at),
    ]),
  );
  return {
    classId,
    agentId,
    parent: Number(place.parent),
    designated: DESIGNATION_STATUSES[Number(place.status)] === "designated",
    quota: Number(place.quota),
    used: Number(used),
  };
}

async function readTeams(
  connection: Connection,
  agentIds: readonly number[],
  block: number,
): Promise<ReadonlyMap<number, TeamState>> {
  const teams = await mapBounded(agentIds, WIDTH, (agentId) => teamAt(connection, { agentId }, block));
  return new Map(teams.map((team) => [team.id, team]));
}

/** The agents directly under `parent`; those above leave them `room`. */
function nodesUnder(
  parent: number,
  room: number,
  places: readonly Place[],
  teams: ReadonlyMap<number, TeamState>,
): readonly AgentNode[] {
  return places
    .filter((place) => place.parent === parent)
    .map(({ agentId, designated, quota, used }) => {
      const { name = "", uri = "", active = false } = teams.get(agentId) ?? {};
      const below = designated ? Math.min(room, Math.max(0, quota - used)) : 0;
      return {
        agentId,
        name,
        uri,
        active,
        status: designated ? "designated" : "dismissed",
        quota,
        used,
        left: active ? below : 0,
        children: nodesUnder(agentId, below, places, teams),
      };
    });
}
