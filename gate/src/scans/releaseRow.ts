import { contentProblem } from "../merge/checkRow.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { act, type Hub } from "./Hub.ts";
import { mergeByHand, mergeRow } from "./mergeRow.ts";
import { raiseApart } from "./uploadRows.ts";

/** Merges a row that was kept apart, because the organizer asked for it. */
export async function releaseRow(hub: Hub, id: number): Promise<void> {
  const found = hub.chains.apart().find((one) => one.id === id && one.releasedAt === undefined);
  if (found === undefined) throw new ProblemError("ROW_UNKNOWN");
  const { row } = found;
  if (contentProblem(row, hub.manifest()) !== undefined) throw new ProblemError("ROW_UNPROVEN");
  await act(hub, (acting) => {
    if (!hub.chains.release(id, acting.at)) throw new ProblemError("ROW_UNKNOWN");
    if (row.verdict === "hand") mergeByHand(row, acting);
    else if (mergeRow(hub, row, acting) !== undefined) throw new ProblemError("ROW_UNPROVEN");
  });
  raiseApart(hub);
}
