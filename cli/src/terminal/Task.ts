import type { Terminal } from "./Terminal.ts";

/** What a command has while it works. */
export type Task = {
  readonly terminal: Terminal;
  /** Aborted by the first Ctrl-C: finish what is under way, then stop. The second one ends the program at once. */
  readonly stop: AbortSignal;
  /** What to run to go on, printed after a Ctrl-C and after a failure halfway. Undefined once all is done. */
  setResumeHint(hint: string | undefined): void;
};
