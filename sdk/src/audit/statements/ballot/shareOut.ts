/** A number for each size of party, 1 to 4. */
export type PerSize = readonly [number, number, number, number];

const SIZES = [1, 2, 3, 4] as const;

/**
 * How the Ballot shares free places among the parties that were not offered one: every size above 1 gets its share
 * rounded down; what is left goes to singles, then to the smallest parties that fit. See Shares of the contracts.
 */
export function shareOut(left: PerSize, free: number): { readonly offered: PerSize; readonly places: number } {
  const people = SIZES.reduce((sum, size) => sum + size * at(left, size), 0);
  if (free >= people) return { offered: left, places: people };
  const offered: [number, number, number, number] = [0, 0, 0, 0];
  let places = 0;
  for (const size of SIZES.slice(1)) {
    // Both factors may have 32 bits.
    offered[size - 1] = Number((BigInt(free) * BigInt(at(left, size))) / BigInt(people));
    places += size * at(offered, size);
  }
  for (const size of SIZES) {
    const more = Math.min(Math.floor((free - places) / size), at(left, size) - at(offered, size));
    offered[size - 1] = at(offered, size) + more;
    places += size * more;
  }
  return { offered, places };
}

/** The number of a size. */
export function at(numbers: PerSize, size: number): number {
  return numbers[size - 1] ?? 0;
}

export function perSize(make: (size: number) => number): PerSize {
  return [make(1), make(2), make(3), make(4)];
}
