import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import { unpackRightId } from "../../core/RightId.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import type { Pass } from "../../pass/Pass.ts";
import { type HeldRight, heldBy } from "../../state/heldBy.ts";
import { MAX_QUANTITY } from "../grants/placesFor.ts";
import { findDocument } from "./findDocument.ts";
import { passOf } from "./passFor.ts";

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
      const [first, ...others] = await Promise.all(
        cutRuns(group).map((run) => passOfRun(connection, eventId, run, document)),
      );
      const runs = others.map(({ rightId, count, seats }) => ({ rightId, count, seats }));
      return { ...(first as Pass), ...(runs.length > 0 ? { runs } : {}) };
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

/** At least one right. */
type Run = readonly [HeldRight, ...HeldRight[]];

/** The rights in runs of consecutive ids of one batch. */
function cutRuns(rights: readonly HeldRight[]): readonly Run[] {
  const runs: [HeldRight, ...HeldRight[]][] = [];
  for (const right of rights) {
    const run = runs.at(-1);
    if (run !== undefined && run.length < MAX_QUANTITY && follows(run.at(-1), right)) run.push(right);
    else runs.push([right]);
  }
  return runs;
}

function follows(before: HeldRight | undefined, { rightId }: HeldRight): boolean {
  if (before === undefined || rightId !== before.rightId + 1n) return false;
  return unpackRightId(rightId).batch === unpackRightId(before.rightId).batch;
}

function passOfRun(
  connection: Connection,
  eventId: number,
  run: Run,
  document: EventDocument | undefined,
): Promise<Pass> {
  const [{ rightId, classId, agentId, holder }] = run;
  const seats = run.map(({ seat }) => seat);
  return passOf(connection, { eventId, classId, agentId, rightId, count: run.length, seats, holder, document });
}
