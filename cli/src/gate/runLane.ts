import type { Verdict } from "doorkey/code";
import type { Lane } from "doorkey/gate";
import type { Task } from "../terminal/Task.ts";
import type { Scan } from "./scans.ts";
import { showImageProblem, showVerdict, type Telling } from "./showVerdict.ts";

/** Totals of a lane. */
export type LaneCount = { scans: number; letIn: number; stopped: number };

/** What staff type, or scan from a card, after they checked a person. */
const LOOKED_AT = /^(ok|y|yes)$/i;

/** Decides on every scan and shows the verdict, until the scans end. */
export async function runLane(
  { terminal, stop }: Task,
  scans: AsyncIterable<Scan>,
  { lane, now, telling }: runLane.Parameters,
): Promise<LaneCount> {
  const total: LaneCount = { scans: 0, letIn: 0, stopped: 0 };
  let waiting: Extract<Verdict, { status: "identify" }> | undefined;
  for await (const { from, read } of scans) {
    if (stop.aborted) break;
    if (typeof read !== "string") {
      total.scans++;
      total.stopped++;
      showImageProblem(terminal, read, from);
      continue;
    }
    const at = await now();
    const shown = { from, manifest: lane.manifest, now: at, telling };
    if (waiting !== undefined && LOOKED_AT.test(read)) {
      await lane.letIn(waiting);
      total.letIn += waiting.rights.length;
      showVerdict(terminal, { ...waiting, status: "admit", reason: "valid" }, shown);
      waiting = undefined;
      continue;
    }
    const verdict = await lane.scan(read, at);
    waiting = verdict.status === "identify" ? verdict : undefined;
    total.scans++;
    if (verdict.status === "admit") total.letIn += verdict.rights.length;
    if (verdict.status === "refuse") total.stopped++;
    showVerdict(terminal, verdict, shown);
    if (waiting !== undefined) terminal.say('  Type "ok" if it is the right person. Any other input cancels.', "dim");
  }
  return total;
}

export declare namespace runLane {
  type Parameters = {
    readonly lane: Pick<Lane, "scan" | "letIn" | "manifest">;
    /** Seconds. */
    readonly now: () => Promise<number>;
    readonly telling: Telling;
  };
}
