import type { ExitCode } from "./exit.ts";
import type { Terminal } from "./Terminal.ts";

/** What a command works with. */
export type Task = {
  readonly terminal: Terminal;
  /** Aborted by the first Ctrl-C. The command then finishes running work, and stops. A second one ends the program. */
  readonly stop: AbortSignal;
  /** Stops the command as Ctrl-C does, and lets it end with this failure. */
  halt(failure: Error): void;
  /** Sets the exit code of a command that did its work, such as a check that found something. Defaults to 0. */
  endWith(code: ExitCode): void;
  /** Sets what to run to continue, printed after Ctrl-C and after a failure. Undefined once everything is done. */
  setResumeHint(hint: string | undefined): void;
};
