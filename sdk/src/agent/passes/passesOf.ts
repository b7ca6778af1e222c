import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import type { Pass } from "../../pass/Pass.ts";
import { findDocument } from "../../state/findDocument.ts";
import { type HeldRight, heldBy } from "../../state/heldBy.ts";
import { passMaker } from "./passMaker.ts";
import { cutRuns, joinRuns, type Run } from "./runs.ts";

/**
 * Makes the passes of a key from the chain: for a buyer who lost them, and after a party has changed its size. There is a
 * pass for each class and agent, with every run of live rights. A run has consecutive ids of one batch, at most eight.
 * See `runsOf` of doorkey/buyer for the entry code of each run.
 *
 * @param parameters.documents Documents of events, found by their hash; others are fetched.
 * @returns No pass if the key holds no live right of the event.
 * @throws VALUE_INVALID; EVENT_UNKNOWN; CHAIN_UNREACHABLE and what else reading the chain throws.
 * @example
 * import type { Connection } from "doorkey";
 * import { passesOf } from "doorkey/agent";
 *
 * async function rightsLeft(connection: Connection, eventId: number, holder: string) {
 *   const passes = await passesOf(connection, { eventId, holder });
 *   return passes.map(({ className, count, runs = [] }) => `${className}: ${runs.reduce((sum, run) => sum + run.count, count)}`);
 * }
 */
export async function passesOf(connection: Connection, parameters: passesOf.Parameters): Promise<readonly Pass[]> {
  const { eventId, holder, documents } = checked(connection, parameters, ["eventId", "holder"]);
  const rights = await heldBy(connection, eventId, [holder]);
  const groups = Map.groupBy(rights, ({ classId, agentId }) => `${classId} ${agentId}`);
  if (groups.size === 0) return [];
  const document = await findDocument(connection, eventId, documents);
  return Promise.all(
    [...groups.values()].map(async (group) => {
      const passes = cutRuns(group).map((run) => passOfRun(connection, eventId, run, document));
      return joinRuns((await Promise.all(passes)) as [Pass, ...Pass[]]);
    }),
  );
}

export declare namespace passesOf {
  type Parameters = {
    readonly eventId: number;
    readonly holder: string;
    readonly documents?: readonly EventDocument[] | undefined;
  };
}

async function passOfRun(
  connection: Connection,
  eventId: number,
  run: Run<HeldRight>,
  document: EventDocument | undefined,
): Promise<Pass> {
  const [{ rightId, classId, agentId, holder }] = run;
  const seats = run.map(({ seat }) => seat);
  const passOf = await passMaker(connection, { eventId, classId, agentId, document });
  return passOf({ rightId, count: run.length, seats, holder });
}
