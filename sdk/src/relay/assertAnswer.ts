import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Shape } from "../core/shape.ts";

/** Throws RELAY_DISHONEST, with every mistake and its path, unless the answer of a relay has this shape. */
export function assertAnswer<T>(shape: Shape<T>, answer: unknown): asserts answer is T {
  const details: string[] = [];
  if (!shape(answer, "", details)) throw new DoorkeyError("RELAY_DISHONEST", { details });
}
