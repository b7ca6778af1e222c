import { SingleBar } from "cli-progress";

/** Steps of a task that takes time. */
export type Progress = { step(count?: number): void; stop(): void };

/** Shows a bar until the task is done, or prints a line at every quarter if no person watches. */
export function progressOn(out: NodeJS.WritableStream, lively: boolean, progress: progressOn.Parameters): Progress {
  return lively ? bar(out, progress) : lines(out, progress);
}

export declare namespace progressOn {
  type Parameters = {
    readonly label: string;
    readonly total: number;
    readonly indent?: string;
    /** Whether to show how long it will still take. */
    readonly timeLeft?: boolean;
  };
}

function bar(
  stream: NodeJS.WritableStream,
  { label, total, indent = "  ", timeLeft = false }: progressOn.Parameters,
): Progress {
  const bar = new SingleBar({
    format: `${indent}{bar} {percentage} %  ${label}${timeLeft ? ", {eta_formatted} left" : ""}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    // The caller handles Ctrl-C itself.
    gracefulExit: false,
    stream,
  });
  bar.start(total, 0);
  return { step: (count = 1) => bar.increment(count), stop: () => bar.stop() };
}

function lines(out: NodeJS.WritableStream, { label, total, indent = "  " }: progressOn.Parameters): Progress {
  let done = 0;
  let told = 0;
  return {
    step: (count = 1) => {
      done += count;
      const quarter = Math.floor((4 * done) / Math.max(total, 1));
      if (quarter > told) out.write(`${indent}${label}: ${formatted(done)} of ${formatted(total)}\n`);
      told = quarter;
    },
    stop: () => {},
  };
}

function formatted(number: number): string {
  return number.toLocaleString("en-US");
}
