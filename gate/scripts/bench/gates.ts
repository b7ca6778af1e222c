import { Client } from "../chaos/Client.ts";
import type { Night, Right, RunningHub } from "../stage/openNight.ts";

/** How long answers took, in milliseconds. */
export type Latencies = { readonly p50: number; readonly p99: number; readonly count: number };

/** Joins so many gates. */
export async function joinGates(night: Night, hub: RunningHub, count: number): Promise<readonly Client[]> {
  const clients: Client[] = [];
  for (let lane = 1; lane <= count; lane++) clients.push(await Client.join(night, hub, lane));
  return clients;
}

/** Seconds of processor time that the hub has used. */
export async function processorSeconds({ operate }: RunningHub): Promise<number> {
  const text = await operate("GET", "/metrics");
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/**
 * All gates scan as fast as the hub answers. Returns the hub's processor seconds for all of it. Throws unless each code
 * lets its holder in.
 */
export async function scanAll(hub: RunningHub, clients: readonly Client[], codes: readonly string[]): Promise<number> {
  // The hub closed connections that were idle, and this process was too busy to notice.
  await elapsed(100);
  const before = await processorSeconds(hub);
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let text = codes[next++]; text !== undefined; text = codes[next++]) await client.mustEnter(hub.url, text);
    }),
  );
  return (await processorSeconds(hub)) - before;
}

/** Each gate scans once a second, and asks the hub for nothing beside each scan. */
export async function scanOnceASecond(
  night: Night,
  hub: RunningHub,
  clients: readonly Client[],
  rights: readonly Right[],
  seconds: number,
): Promise<{ readonly scan: Latencies; readonly echo: Latencies }> {
  const [scan, echo]: [number[], number[]] = [[], []];
  const codes = [...rights];
  await Promise.all(
    clients.map(async (client, i) => {
      await elapsed((1_000 * i) / clients.length);
      for (let second = 0; second < seconds; second++) {
        const start = performance.now();
        const right = codes.pop();
        if (right === undefined) throw new Error("there are too few rights");
        const text = night.codeOf(right);
        scan.push(await time(() => client.mustEnter(hub.url, text)));
        echo.push(await time(() => fetch(`${hub.url}/livez`).then((answer) => answer.text())));
        await elapsed(Math.max(0, 1_000 - (performance.now() - start)));
      }
    }),
  );
  return { scan: latenciesOf(scan), echo: latenciesOf(echo) };
}

export function latenciesOf(times: readonly number[]): Latencies {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count: sorted.length };
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
