import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import { askChain } from "../../chain/fromNode.ts";
import { checksummed } from "../../core/checksummed.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Address } from "../../core/Hex.ts";
import { type RightId, rightsFrom, unpackRightId } from "../../core/RightId.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { completePass } from "../../pass/completePass.ts";
import type { Pass } from "../../pass/Pass.ts";
import { publishedEvent } from "../../state/publishedEvent.ts";
import { MAX_QUANTITY } from "../grants/placesFor.ts";
import { findDocument } from "./findDocument.ts";

/**
 * Makes the pass of consecutive rights from the chain and the event's document: after `grantMany`, or for a buyer who
 * lost theirs. The pass has the start of the event as it is scheduled now. Without the document, it marks what it lacks,
 * and completePass adds it later.
 *
 * @param parameters.rightId The first right.
 * @param parameters.count 1 to 8, the most that a pass may name. Defaults to 1.
 * @param parameters.documents Documents of events, found by their hash; others are fetched.
 * @throws EVENT_UNKNOWN; CALL_REVERTED with RightNonexistent; VALUE_INVALID when the rights are not all of one holder and
 * class.
 * @example
 * import type { Connection } from "doorkey";
 * import { type GrantedRow, passFor } from "doorkey/agent";
 *
 * const passesOf = (connection: Connection, rows: readonly GrantedRow[]) =>
 *   Promise.all(rows.flatMap((row) => {
 *     if (row.status !== "granted" || row.refused.length > 0) return [];
 *     const [rightId] = row.rightIds;
 *     return rightId === undefined ? [] : [passFor(connection, { rightId, count: row.rightIds.length })];
 *   }));
 */
export async function passFor(connection: Connection, parameters: passFor.Parameters): Promise<Pass> {
  const { rightId, count = 1, documents } = checked(connection, parameters, ["rightId"]);
  const { rights } = connection.contracts;
  if (!Number.isInteger(count) || count < 1 || count > MAX_QUANTITY) {
    throw new DoorkeyError("VALUE_INVALID", { details: [`count must be 1 to ${MAX_QUANTITY}, not ${count}.`] });
  }
  const [first, ...others] = await Promise.all(
    rightsFrom(rightId, count).map((id) => askChain(() => rights.rightOf(id))),
  );
  if (first === undefined || others.some((other) => other.holder !== first.holder || other.classId !== first.classId)) {
    throw new DoorkeyError("VALUE_INVALID", {
      details: [`The ${count} rights from ${rightId} do not have one holder.`],
    });
  }
  const { eventId } = unpackRightId(rightId);
  return passOf(connection, {
    eventId,
    classId: Number(first.classId),
    agentId: Number(first.agentId),
    rightId,
    count,
    seats: [first, ...others].map(({ seat }) => Number(seat)),
    holder: first.holder as Address,
    document: await findDocument(connection, eventId, documents),
  });
}

export declare namespace passFor {
  type Parameters = {
    readonly rightId: RightId;
    /** Defaults to 1. */
    readonly count?: number | undefined;
    readonly documents?: readonly EventDocument[] | undefined;
  };
}

/** A pass of rights that the caller has checked. `seats` has a number per right; a class without seats ignores it. */
export async function passOf(connection: Connection, known: passOf.Parameters): Promise<Pass> {
  const { chainId, rightsRegistry, contracts } = connection;
  const { eventId, classId, agentId, rightId, count, holder, document } = known;
  const published = await publishedEvent(connection, eventId);
  const class_ = published.classes[classId - 1];
  const isSeated = class_?.seated === true;
  const [seller, event] = await Promise.all([
    askChain(() => contracts.agents.teamOf(agentId)),
    askChain(() => contracts.events.eventOf(eventId)),
  ]);
  const pass: Pass = {
    v: 1,
    chainId,
    rightsRegistry,
    eventId,
    rightId: String(rightId),
    count,
    className: class_?.name ?? "",
    seats: [],
    holder: checksummed(holder),
    event: { name: published.name, url: published.uri },
    seller: { agentId, name: seller.name },
    lacks: {
      fields: isSeated ? ["startsAt", "seats", "reportUrl"] : ["startsAt", "reportUrl"],
      documentHash: published.documentHash,
      doorsOpenAt: Number(event.doorsOpenAt),
      seatNumbers: isSeated ? known.seats : [],
    },
  };
  return document === undefined ? pass : completePass(pass, { document });
}

export declare namespace passOf {
  type Parameters = {
    readonly eventId: number;
    readonly classId: number;
    readonly agentId: number;
    readonly rightId: RightId;
    readonly count: number;
    readonly seats: readonly number[];
    readonly holder: Address;
    readonly document: EventDocument | undefined;
  };
}
