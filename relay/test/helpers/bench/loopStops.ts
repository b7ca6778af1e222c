import { monitorEventLoopDelay } from "node:perf_hooks";

/** Longest stops of an event loop, in milliseconds. */
export type LoopStops = {
  /** By the clock: other programs on the machine count. */
  readonly byClock: number;
  /** By the processor time that this process took meanwhile. */
  readonly byProcessor: number;
};

const EVERY = 10;

/** Watches the event loop until the returned function is called. */
export function watchLoop(): () => LoopStops {
  const delay = monitorEventLoopDelay({ resolution: EVERY });
  let [byProcessor, before] = [0, process.cpuUsage()];
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    byProcessor = Math.max(byProcessor, (user + system) / 1_000);
    before = process.cpuUsage();
  };
  delay.enable();
  const timer = setInterval(look, EVERY);
  return () => {
    delay.disable();
    clearInterval(timer);
    look();
    return { byClock: delay.max / 1e6, byProcessor };
  };
}
