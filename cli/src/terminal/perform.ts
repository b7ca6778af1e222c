import { type DryRun, dryRunIn } from "./dryRun.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { failureOf, Refused, Stopped } from "./failures.ts";
import { flushed, isUnread } from "./output.ts";
import type { Task } from "./Task.ts";
import { Terminal } from "./Terminal.ts";

/** What a command does with its options and arguments. */
export type Work<O, A extends readonly unknown[] = string[]> = (task: Task, options: O, ...args: A) => Promise<unknown>;

type Common = { readonly json?: boolean; readonly debug?: boolean };

/** Does a command's work, prints how it ended, and returns the exit code. */
export async function perform<O extends object, A extends readonly unknown[]>(
  work: Work<O, A>,
  options: O & Common,
  args: A,
): Promise<ExitCode> {
  const { stdout, stderr, env } = process;
  const terminal = new Terminal({ stdout, stderr, environment: env, json: options.json === true });
  let hint: string | undefined;
  const setResumeHint = (text: string | undefined): void => {
    hint = text;
  };
  let code: ExitCode = EXIT.done;
  const endWith = (wanted: ExitCode): void => {
    code = wanted;
  };
  const controller = stopOnInterrupt(terminal);
  const stop = controller.signal;
  const halt = (failure: Error): void => controller.abort(failure);
  try {
    const result = await work({ terminal, stop, halt, endWith, setResumeHint }, options, ...args);
    // A result is whole, also when Ctrl-C came while its last part was under way.
    if (result === undefined) stop.throwIfAborted();
    else terminal.data(result);
    return await afterReader(terminal, "key" in options || "as" in options, code);
  } catch (error) {
    terminal.interrupt();
    const dryRun = dryRunIn(error);
    if (dryRun !== undefined) return showDryRun(terminal, dryRun);
    const failure = stop.aborted && !(error instanceof Refused || error instanceof Stopped) ? stop.reason : error;
    return showFailure(terminal, failure, hint, options.debug);
  }
}

/**
 * The exit code of a command that did its work. If the reader of the output went away, a program may miss the JSON that
 * it asked for, so that is a failure. Words are for people, who learn from stderr that the work is done.
 */
async function afterReader(terminal: Terminal, acts: boolean, code: ExitCode): Promise<ExitCode> {
  await flushed();
  if (!isUnread()) return code;
  if (terminal.json) {
    terminal.complain("✗ The reader of the output went away before it had the whole result. The work itself is done.");
    return EXIT.failed;
  }
  if (acts) terminal.complain("! The reader of the output went away. The work went on to its end, and is done.");
  return code;
}

function stopOnInterrupt(terminal: Terminal): AbortController {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.stopped);
      terminal.interrupt();
      terminal.say();
      terminal.say("Stopping when the running work is done. Press Ctrl-C again to stop at once.", "dim");
      controller.abort(new Stopped("Stopped."));
    });
  }
  return controller;
}

function showDryRun(terminal: Terminal, { call }: DryRun): ExitCode {
  terminal.good(`${call.name} would go through now, for about ${call.gas.toLocaleString("en-US")} gas.`);
  terminal.say("Nothing was sent: this was a dry run.");
  terminal.data({ dryRun: true, call });
  return EXIT.done;
}

function showFailure(terminal: Terminal, error: unknown, hint: string | undefined, debug = false): ExitCode {
  const { exit, ...failure } = failureOf(error);
  const details = failure.code === "INPUT" ? failure.details : failure.details.map((detail) => `  ${detail}`);
  // Mistakes in a file come first, because there may be many and people read the last line.
  if (failure.code === "INPUT") for (const detail of details) terminal.complain(detail);
  terminal.complain(`✗ ${failure.message}`, "red");
  if (failure.code !== "INPUT") for (const detail of details) terminal.complain(detail);
  if (failure.remedy !== "") terminal.complain(`  ${failure.remedy}`);
  if (hint !== undefined) terminal.complain(`  To continue: ${hint}`);
  if (debug) terminal.complain(error instanceof Error ? (error.stack ?? "") : "", "dim");
  const result = error instanceof Refused || error instanceof Stopped ? error.result : undefined;
  const shown = { ...failure, ...(hint !== undefined && { goOn: hint }) };
  // On one line, because it may be the last of many.
  terminal.data({ error: shown, ...(result !== undefined && { result }) }, 0);
  return exit;
}
