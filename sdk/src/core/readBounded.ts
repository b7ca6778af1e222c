import { concat } from "./bytes.ts";

/**
 * Reads the body of an answer. Stops and returns undefined once it has more than `most` bytes. Rejects if the signal
 * aborts first.
 */
export async function readBounded(
  { body }: Response,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  // Not every browser can iterate over a body.
  const reader = body?.getReader();
  // The caller's fetch may not end the body when the signal aborts.
  signal.addEventListener("abort", () => void reader?.cancel().catch(() => undefined));
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length <= most) continue;
    await reader?.cancel();
    return undefined;
  }
  signal.throwIfAborted();
  return concat(...parts);
}
