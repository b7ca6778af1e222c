import type { DrawRun } from "./DrawStep.ts";
import type { Wave } from "./Playing.ts";

/** Seconds of a wave's window in which people could be granted their places. */
export function secondsOnSale({ changes }: Pick<DrawRun, "changes">, { startAt, deadline }: Wave): number {
  let [sum, isStopped, from] = [0, false, startAt];
  for (const change of changes) {
    if (change.at >= deadline) break;
    if (change.at > from) {
      if (!isStopped) sum += change.at - from;
      from = change.at;
    }
    isStopped = change.isStopped;
  }
  return isStopped ? sum : sum + (deadline - from);
}

/** Whether an agent was designated at a time in seconds. */
export function hadAgent({ changes }: Pick<DrawRun, "changes">, time: number): boolean {
  return changes.findLast(({ at }) => at <= time)?.hasAgent ?? false;
}
