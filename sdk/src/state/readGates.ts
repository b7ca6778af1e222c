import { interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import { GATE_KINDS, type GateKind } from "../core/contractEnums.ts";
import type { Address } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { logsOfEra } from "./logsOfEra.ts";

const WIDTH = 32;

/** A key that may admit at an event, or could since the event last changed hands. */
export type GateState = {
  readonly gate: Address;
  readonly kind: GateKind;
  /** The most rights that a desk may admit by hand at the whole event. */
  readonly byHandLimit: number;
  /** Rights that it has admitted by hand. */
  readonly byHand: number;
};

/**
 * Reads the gates that were set since an event last changed hands, with those that were stopped by kind "none", all at
 * one block. Earlier gates have ended, even if the event comes back to the organizer that set them.
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
  parameters: readGates.Parameters,
): Promise<readonly GateState[]> {
  const { eventId } = checked(connection, parameters, ["eventId"]);
  const { deployment, contracts } = connection;
  const { number: block } = await latestBlock(connection);
  const at = { blockTag: block };
  const { address } = deployment.contracts.EventRegistry;
  const { topicHash } = interfaces.EventRegistry.getEvent("GateSet");
  const gates = new Set<Address>();
  for (const log of await logsOfEra(connection, { eventId, address, topicHash, block })) {
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
