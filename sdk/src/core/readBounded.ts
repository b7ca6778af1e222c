import { concat } from "./bytes.ts";

/**
 * The body of an answer; undefined when it has more than `most` bytes: no more of it is read then. Rejects when the
 * signal comes first.
 */
export async function readBounded(
  { body }: Response,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  // By hand: not every browser lets a loop run over a body.
  const reader = body?.getReader();
  // Whatever fetch this is from, it may not end the body with its signal.
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
