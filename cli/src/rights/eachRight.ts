import { isDoorkeyError, type RightId } from "doorkey";
import { type DryRun, dryRunIn } from "../terminal/dryRun.ts";
import { Refused, Stopped } from "../terminal/failures.ts";
import type { Task } from "../terminal/Task.ts";

/** How the change of one right ended. `reason` is a sentence. */
export type Changed = { readonly rightId: RightId; readonly status: "done" | "refused"; readonly reason?: string };

/**
 * Changes rights one after the other, because the contract takes one at a time. If the contract refuses one, the others
 * are changed all the same. In a dry run, every one is simulated.
 *
 * @throws Stopped after Ctrl-C, with what was done; a DryRun if all would go through.
 */
export async function eachRight<T extends { readonly rightId: RightId }>(
  task: Task,
  items: readonly T[],
  change: (item: T) => Promise<unknown>,
): Promise<readonly Changed[]> {
  const changed: Changed[] = [];
  let dryRun: DryRun | undefined;
  for (const item of items) {
    const { rightId } = item;
    if (task.stop.aborted && dryRun === undefined) {
      task.setResumeHint("run the same command again; it passes over the rights that are done.");
      throw new Stopped(`Stopped after ${changed.length} of ${items.length} rights.`, { rights: changed });
    }
    try {
      await change(item);
      changed.push({ rightId, status: "done" });
    } catch (error) {
      const simulated = dryRunIn(error);
      if (simulated !== undefined) dryRun = simulated;
      else if (isDoorkeyError(error, "CALL_REVERTED")) {
        changed.push({ rightId, status: "refused", reason: error.shortMessage });
      } else throw error;
    }
  }
  if (dryRun === undefined) return changed;
  const refused = changed.map(({ rightId, reason }) => `right ${rightId}: ${reason}`);
  if (refused.length > 0) throw new Refused(`The chain would refuse ${refused.join("; ")}`);
  throw dryRun;
}
