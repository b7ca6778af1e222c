import { readdirSync, readFileSync } from "node:fs";

/** Ticks of a second in `/proc`, on every Linux that Node runs on. */
const TICKS = 100;

type Stat = { readonly pid: number; readonly parent: number; readonly ticks: number };

/**
 * Processor time of processes and all their children, in seconds; `undefined` on a system without `/proc`. Children that
 * ended count with their parent.
 */
export function cpuSeconds(...pids: readonly number[]): number | undefined {
  try {
    const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? statOf(Number(name)) : []));
    const counted = new Set(pids);
    // A child may have a lower number than its parent, so the list is read until nothing is added.
    for (let size = 0; size !== counted.size; ) {
      size = counted.size;
      for (const { pid, parent } of all) if (counted.has(parent)) counted.add(pid);
    }
    const ticks = all.reduce((sum, one) => sum + (counted.has(one.pid) ? one.ticks : 0), 0);
    return ticks / TICKS;
  } catch {
    return undefined;
  }
}

function statOf(pid: number): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may have spaces in it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number];
    return [{ pid, parent: Number(fields[1]), ticks: user + system + childUser + childSystem }];
  } catch {
    return []; // It ended meanwhile.
  }
}
