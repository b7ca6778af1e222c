/** Streams whose reader went away, as `head` does after its last line, and a terminal that was closed. */
const unread = new Set<NodeJS.WriteStream>();

/**
 * Keeps a command working when the reader of its output goes away. Otherwise the failed write would end the process in
 * the middle of its work.
 */
export function surviveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => void unread.add(stream));
}

/** Whether the reader of stdout went away. Complete only after `flushed`. */
export function isUnread(): boolean {
  return unread.has(process.stdout);
}

/** Calls back as soon as the reader of stdout is known to be away. */
export function whenUnread(callback: () => void): void {
  process.stdout.on("error", callback);
}

/** Resolves once all output is written, or cannot be. */
export async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write("", done));
}
