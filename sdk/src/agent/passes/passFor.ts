import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import { askChain } from "../../chain/fromNode.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Address } from "../../core/Hex.ts";
import { mapBounded } from "../../core/mapBounded.ts";
import { type RightId, rightsFrom, unpackRightId } from "../../core/RightId.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import type { Pass } from "../../pass/Pass.ts";
import { findDocument } from "../../state/findDocument.ts";
import { MAX_QUANTITY } from "../grants/placesFor.ts";
import { passMaker } from "./passMaker.ts";
import { cutRuns, joinRuns } from "./runs.ts";

/**
 * Makes the pass of rights from the chain and the event's document: after `grantMany`, or for a buyer who lost theirs.
 * Rights that are not consecutive are several runs of one pass, see `runsOf` of doorkey/buyer. The pass has the start of
 * the event as it is scheduled now. Without the document, it marks what it lacks, and completePass adds it later.
 *
 * @param parameters.rightId The first right.
 * @param parameters.count 1 to 8, the most of one run. Defaults to 1.
 * @param parameters.rightIds Instead of `rightId` and `count`: any rights of one holder, class, seller and event.
 * @param parameters.documents Documents of events, found by their hash; others are fetched.
 * @throws EVENT_UNKNOWN; CALL_REVERTED with RightNonexistent; VALUE_INVALID when the rights are not all of one holder,
 * class, seller and event.
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
  const { documents } = checked(connection, parameters);
  const ids = idsIn(parameters);
  const { rights } = connection.contracts;
  const states = await mapBounded(ids, WIDTH, async (rightId) => ({
    rightId,
    ...(await askChain(() => rights.rightOf(rightId)).then(({ holder, classId, agentId, seat }) => ({
      holder: holder as Address,
      classId: Number(classId),
      agentId: Number(agentId),
      seat: Number(seat),
    }))),
  }));
  const [first] = states;
  const { eventId } = unpackRightId(ids[0] ?? 0n);
  const isOfFirst = (one: (typeof states)[number]) =>
    one.holder === first?.holder &&
    one.classId === first.classId &&
    one.agentId === first.agentId &&
    unpackRightId(one.rightId).eventId === eventId;
  if (first === undefined || !states.every(isOfFirst)) {
    throw new DoorkeyError("VALUE_INVALID", {
      details: [`The ${ids.length} rights from ${ids[0]} do not have one holder, class, seller and event.`],
    });
  }
  const { holder, classId, agentId } = first;
  const document = await findDocument(connection, eventId, documents);
  const passOf = await passMaker(connection, { eventId, classId, agentId, document });
  const passes = cutRuns(states).map((run) =>
    passOf({ rightId: run[0].rightId, count: run.length, seats: run.map(({ seat }) => seat), holder }),
  );
  return joinRuns(passes as [Pass, ...Pass[]]);
}

export declare namespace passFor {
  type Parameters = {
    readonly documents?: readonly EventDocument[] | undefined;
  } & (
    | {
        readonly rightId: RightId;
        /** Defaults to 1. */
        readonly count?: number | undefined;
        readonly rightIds?: undefined;
      }
    | { readonly rightIds: readonly RightId[]; readonly rightId?: undefined; readonly count?: undefined }
  );
}

/** Requests at the same time. */
const WIDTH = 8;

/** The ids in ascending order, each once. */
function idsIn({ rightId, count = 1, rightIds }: passFor.Parameters): readonly RightId[] {
  if (rightIds !== undefined) return [...new Set(rightIds)].sort((a, b) => (a < b ? -1 : 1));
  if (rightId === undefined) throw new DoorkeyError("VALUE_INVALID", { details: ["rightId or rightIds is missing."] });
  if (Number.isInteger(count) && count >= 1 && count <= MAX_QUANTITY) return rightsFrom(rightId, count);
  throw new DoorkeyError("VALUE_INVALID", { details: [`count must be 1 to ${MAX_QUANTITY}, not ${count}.`] });
}
