import { flushed } from "./output.ts";

/** Exit codes of the program. */
export const EXIT = { done: 0, failed: 1, usage: 2, unchecked: 3, stopped: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the process once its output is written, because an open connection of a provider would keep it alive. */
export async function exit(code: ExitCode): Promise<never> {
  await flushed();
  process.exit(code);
}
