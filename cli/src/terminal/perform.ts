import { DryRun } from "./dryRun.ts";
import { EXIT } from "./exit.ts";
import { failureOf, Refused, Stopped } from "./failures.ts";
import type { Task } from "./Task.ts";
import { Terminal } from "./Terminal.ts";

/** What a command does with its options and arguments. */
export type Work<O> = (task: Task, options: O, ...args: string[]) => Promise<unknown>;

type Common = { readonly json?: boolean; readonly debug?: boolean };

/** Does a command's work, prints how it ended, and returns the exit code. */
export async function perform<O extends object>(work: Work<O>, options: O & Common, args: string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  const terminal = new Terminal({ stdout, stderr, environment: env, json: options.json === true });
  let hint: string | undefined;
  const setResumeHint = (text: string | undefined): void => {
    hint = text;
  };
  const stop = stopOnInterrupt(terminal);
  try {
    const task = { terminal, stop, setResumeHint };
    const result = await work(task, options, ...args);
    stop.throwIfAborted();
    if (result !== undefined) terminal.data(result);
    return EXIT.done;
  } catch (error) {
    terminal.interrupt();
    if (error instanceof DryRun) return showDryRun(terminal, error);
    const failure = stop.aborted && !(error instanceof Refused) ? stop.reason : error;
    return showFailure(terminal, failure, hint, options.debug);
  }
}

function stopOnInterrupt(terminal: Terminal): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.stopped);
      terminal.interrupt();
      terminal.say();
      terminal.say("Stopping when the running work is done. Press Ctrl-C again to stop at once.", "dim");
      controller.abort(new Stopped("Stopped."));
    });
  }
  return controller.signal;
}

function showDryRun(terminal: Terminal, { call }: DryRun): number {
  terminal.good(`${call.name} would go through now, for about ${call.gas.toLocaleString("en-US")} gas.`);
  terminal.say("Nothing was sent: this was a dry run.");
  terminal.data({ dryRun: true, call });
  return EXIT.done;
}

function showFailure(terminal: Terminal, error: unknown, hint: string | undefined, debug = false): number {
  const { exit, ...failure } = failureOf(error);
  const details = failure.code === "INPUT" ? failure.details : failure.details.map((detail) => `  ${detail}`);
  // Mistakes in a file come first, because there may be many and people read the last line.
  if (failure.code === "INPUT") for (const detail of details) terminal.complain(detail);
  terminal.complain(`✗ ${failure.message}`, "red");
  if (failure.code !== "INPUT") for (const detail of details) terminal.complain(detail);
  if (failure.remedy !== "") terminal.complain(`  ${failure.remedy}`);
  if (hint !== undefined) terminal.complain(`  To continue: ${hint}`);
  if (debug) terminal.complain(error instanceof Error ? (error.stack ?? "") : "", "dim");
  const result = error instanceof Refused ? error.result : undefined;
  const shown = { ...failure, ...(hint !== undefined && { goOn: hint }) };
  // On one line, because it may be the last of many.
  terminal.data({ error: shown, ...(result !== undefined && { result }) }, 0);
  return exit;
}
