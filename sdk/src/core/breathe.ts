/** Milliseconds of work after which the event loop gets its turn. */
const SLICE = 20;

type Waiting = () => void;

const waiting: Waiting[] = [];
let isPumping = false;

/**
 * Resolves when it is this caller's turn to compute. Callers that come at the same time compute one after the other,
 * and the event loop handles what arrived meanwhile at least every 20 ms, unless a single computation takes longer.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!isPumping) void pump();
  });
}

async function pump(): Promise<void> {
  isPumping = true;
  // The first caller awaits its promise only after this call, and shall compute before the pump looks for more.
  await undefined;
  for (let from = 0; from < waiting.length; ) {
    const until = performance.now() + SLICE;
    while (from < waiting.length && performance.now() < until) {
      waiting[from++]?.();
      // The caller computes in the microtask that its promise starts.
      await undefined;
    }
    // Callers that had their turn are dropped in one piece, because dropping each moves all that wait.
    waiting.splice(0, from);
    from = 0;
    if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  isPumping = false;
}
