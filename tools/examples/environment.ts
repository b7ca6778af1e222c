/** `NAME=value` lines, as the examples print them for a `.env`. */
export function readEnvironment(output: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...output.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
}

/** Waits until `time`, in seconds. */
export function until(time: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.max(0, time * 1000 - Date.now())));
}
