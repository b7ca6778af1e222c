/** How the program ends. */
export const EXIT = { done: 0, failed: 1, usage: 2, stopped: 130 } as const;

/** Ends the process once its output is written: a connection that a provider keeps open would hold it. */
export async function exit(code: number): Promise<never> {
  await new Promise((done) => process.stdout.write("", done));
  process.exit(code);
}
