/** Exit codes of the program. */
export const EXIT = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

/** Ends the process once its output is written, because an open connection of a provider would keep it alive. */
export async function exit(code: number): Promise<never> {
  await new Promise((done) => process.stdout.write("", done));
  process.exit(code);
}
