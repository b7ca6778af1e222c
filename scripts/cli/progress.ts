import { SingleBar } from "cli-progress";

/** Steps of something that takes time. */
export type Progress = { step(count?: number): void; stop(): void };

/** A bar that goes away when it is done; where nobody watches, a plain line at every quarter. */
export function progressOn(out: NodeJS.WritableStream, lively: boolean, label: string, total: number): Progress {
  return lively ? bar(out, label, total) : lines(out, label, total);
}

function bar(stream: NodeJS.WritableStream, label: string, total: number): Progress {
  const bar = new SingleBar({
    format: `  {bar} {percentage} %  ${label}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    // The script itself knows what to do on Ctrl-C.
    gracefulExit: false,
    stream,
  });
  bar.start(total, 0);
  return { step: (count = 1) => bar.increment(count), stop: () => bar.stop() };
}

function lines(out: NodeJS.WritableStream, label: string, total: number): Progress {
  let done = 0;
  let told = 0;
  return {
    step: (count = 1) => {
      done += count;
      const quarter = Math.floor((4 * done) / Math.max(total, 1));
      if (quarter > told) out.write(`${label}: ${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}\n`);
      told = quarter;
    },
    stop: () => {},
  };
}
