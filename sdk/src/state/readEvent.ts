import { ZeroAddress } from "ethers";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import type { EventPolicy, EventSchedule } from "../documents/EventDocument.ts";
import { countLive } from "./countLive.ts";
import { publishedEvent } from "./publishedEvent.ts";
import { teamAt } from "./readTeam.ts";
import { scheduleOf } from "./scheduleOf.ts";

/** Requests at the same time. */
const WIDTH = 32;

/** An event as the chain had it at a block. */
export type EventState = {
  readonly eventId: number;
  readonly block: number;
  /** Time of that block, in seconds. */
  readonly takenAt: number;
  readonly organizer: { readonly organizerId: number; readonly name: string; readonly uri: string };
  readonly name: string;
  /** Address of the event document. */
  readonly uri: string;
  readonly documentHash: Hex;
  readonly schedule: EventSchedule;
  readonly policy: EventState.Policy;
  readonly cancelled: boolean;
  /** Whether sales are paused: no rights are granted until they resume. */
  readonly paused: boolean;
  /** Hash of event and classes as they are now; a hand-over is bound to it. */
  readonly termsHash: Hex;
  readonly classes: readonly ClassState[];
};

export declare namespace EventState {
  /** Has the verifier's address. `scope` is the event in whose scope persons are counted, its own unless shared. */
  type Policy = Omit<EventPolicy, "identityVerifier"> & { readonly identityVerifier?: Address | undefined };
}

/** A class as the chain had it. */
export type ClassState = {
  readonly id: number;
  readonly name: string;
  readonly supply: number;
  readonly reserved: boolean;
  readonly seated: boolean;
  readonly named: boolean;
  readonly saleHook?: Address | undefined;
  /** Live rights and admitted ones. */
  readonly granted: number;
  /** Places that were returned or revoked and not reopened, so they cannot be granted yet. */
  readonly freed: number;
  /** Live rights. Before doors open, all of them; afterwards only if `countLive` asked for them. */
  readonly live?: number | undefined;
};

/**
 * Reads a whole event, with its classes and how many places are granted, all at one block.
 *
 * @param parameters.countLive After doors open, the chain does not count the rights that have not entered. If true,
 * they are counted batch by batch, which takes seconds for a large house.
 * @throws EVENT_UNKNOWN, CHAIN_UNREACHABLE.
 * @example
 * import { type Connection, readEvent } from "doorkey";
 *
 * async function placesLeft(connection: Connection, eventId: number) {
 *   const { classes } = await readEvent(connection, { eventId });
 *   return classes.map(({ name, supply, granted, freed }) => `${name}: ${supply - granted - freed}`);
 * }
 */
export async function readEvent(connection: Connection, parameters: readEvent.Parameters): Promise<EventState> {
  const { eventId, countLive: wanted = false } = checked(connection, parameters, ["eventId"]);
  const published = await publishedEvent(connection, eventId);
  const { events, rights } = connection.contracts;
  const block = await latestBlock(connection);
  const at = { blockTag: block.number };

  const [event, termsHash] = await askChain(() =>
    Promise.all([events.eventOf(eventId, at), events.termsHashOf(eventId, at)]),
  );
  const schedule = scheduleOf(event);
  const doorsOpen = block.timestamp >= schedule.doorsOpenAt;
  const [organizer, live, classes] = await Promise.all([
    teamAt(connection, { organizerId: Number(event.organizerId) }, block.number),
    doorsOpen && wanted ? countLive(connection, eventId, block.number) : undefined,
    mapBounded(published.classes, WIDTH, async ({ id, name }) => {
      const [class_, places] = await askChain(() =>
        Promise.all([events.classOf(eventId, id, at), rights.placesOf(eventId, id, at)]),
      );
      return { id, name, class_, granted: Number(places.granted), freed: Number(places.freed) };
    }),
  ]);
  return {
    eventId,
    block: block.number,
    takenAt: block.timestamp,
    organizer: { organizerId: organizer.id, name: organizer.name, uri: organizer.uri },
    name: event.name,
    uri: event.uri,
    documentHash: event.documentHash as Hex,
    schedule,
    policy: {
      ...(event.identityVerifier === ZeroAddress ? {} : { identityVerifier: event.identityVerifier as Address }),
      scope: Number(event.scope),
      maxPerPerson: Number(event.maxPerPerson),
      maxRebinds: Number(event.maxRebinds),
      minPublicBps: Number(event.minPublicBps),
    },
    cancelled: event.cancelled,
    paused: event.paused,
    termsHash: termsHash as Hex,
    classes: classes.map(({ id, name, class_: { supply, reserved, seated, named, saleHook }, granted, freed }) => ({
      id,
      name,
      supply: Number(supply),
      reserved,
      seated,
      named,
      ...(saleHook === ZeroAddress ? {} : { saleHook: saleHook as Address }),
      granted,
      freed,
      ...(doorsOpen ? live && { live: live.get(id) ?? 0 } : { live: granted }),
    })),
  };
}

export declare namespace readEvent {
  type Parameters = { readonly eventId: number; readonly countLive?: boolean | undefined };
}
