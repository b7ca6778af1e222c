import { toBeHex } from "ethers";
import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { readLogs } from "../chain/readLogs.ts";
import { GATE_KINDS, type GateKind } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { publishedEvent } from "./publishedEvent.ts";

const WIDTH = 32;

/** A key that may admit at an event, or once could. */
export type GateState = {
  readonly gate: Address;
  readonly kind: GateKind;
  /** The most rights that a desk may admit by hand at the whole event. */
  readonly byHandLimit: number;
  /** Rights that it has admitted by hand. */
  readonly byHand: number;
};

/**
 * Reads the gates that the current organizer of an event set, with those that it stopped (kind "none"); all at
 * one block.
 *
 * @throws EVENT_UNKNOWN, CHAIN_UNREACHABLE.
 * @example
 * import { type Connection, readGates } from "doorkey";
 *
 * async function desksOf(connection: Connection, eventId: number) {
 *   const gates = await readGates(connection, { eventId });
 *   return gates.filter(({ kind }) => kind === "desk");
 * }
 */
export async function readGates(
  connection: Connection,
  { eventId }: readGates.Parameters,
): Promise<readonly GateState[]> {
  const { provider, deployment, contracts } = connection;
  const published = await publishedEvent(connection, eventId);
  const { number } = await latestBlock(connection);
  const at = { blockTag: number };
  const { organizerId } = await askChain(() => contracts.events.eventOf(eventId, at));
  const { address } = deployment.contracts.EventRegistry;
  const { topicHash } = interfaces.EventRegistry.getEvent("GateSet");
  const topics = [topicHash, toBeHex(eventId, 32), toBeHex(organizerId, 32)];
  const gates = new Set<Address>();
  for await (const log of readLogs(provider, { address, topics }, published.block, number)) {
    gates.add(interfaces.EventRegistry.parseLog(log)?.args.gate);
  }
  return mapBounded([...gates], WIDTH, async (gate) => {
    const [place, byHand] = await askChain(() =>
      Promise.all([contracts.events.gateOf(eventId, gate, at), contracts.rights.byHandOf(eventId, gate, at)]),
    );
    const kind = GATE_KINDS[Number(place.kind)] ?? "none";
    return { gate, kind, byHandLimit: Number(place.byHandLimit), byHand: Number(byHand) };
  });
}

export declare namespace readGates {
  type Parameters = { readonly eventId: number };
}
