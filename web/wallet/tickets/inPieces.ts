/** Most statements that a seller takes at once. */
const MOST = 8;

/** A list in pieces that a seller takes. */
export function inPieces<T>(list: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / MOST) }, (_, i) => list.slice(MOST * i, MOST * (i + 1)));
}
