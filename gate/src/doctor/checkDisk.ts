import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, findings } from "doorkey-server";

const { good, doubtful, bad } = findings("disk");

const ROUNDS = 40;
const BLOCK = Buffer.alloc(4_096, 1);

/** A scan waits for the disk once, and a person waits for the scan. */
const SLOW_MS = 50;
const TOO_SLOW_MS = 500;

/** How long the disk takes to keep what was written, in the hub's own folder. */
export async function checkDisk(folder: string): Promise<Finding> {
  let probe: string | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    probe = await mkdtemp(join(folder, "probe-"));
    const times = (await timesOf(join(probe, "file"))).toSorted((a, b) => a - b);
    const middle = times[ROUNDS >> 1] ?? 0;
    const most = times.at(-2) ?? 0;
    const said = `The disk keeps a scan in ${middle.toFixed(1)} ms, rarely in ${most.toFixed(0)} ms.`;
    if (middle > TOO_SLOW_MS) return bad(`${said} People would wait. Put \`data\` on an SSD of this machine.`);
    return middle > SLOW_MS ? doubtful(`${said} An SSD of this machine is faster.`) : good(said);
  } catch (error) {
    return bad(`${folder} does not take writes: ${error instanceof Error ? error.message : error}.`);
  } finally {
    if (probe !== undefined) await rm(probe, { recursive: true, force: true });
  }
}

async function timesOf(path: string): Promise<number[]> {
  const file = await open(path, "w", 0o600);
  try {
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const start = performance.now();
      await file.write(BLOCK);
      await file.datasync();
      times.push(performance.now() - start);
    }
    return times;
  } finally {
    await file.close();
  }
}
