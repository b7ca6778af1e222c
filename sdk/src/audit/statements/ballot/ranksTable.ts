import type { StatementTable } from "../../Statement.ts";
import type { Played } from "./ballotFindings.ts";
import { countOf, type Playing } from "./Playing.ts";
import { at } from "./shareOut.ts";

/** Most rows for the parties of one size. Larger pools have several ranks in a row. */
const MOST_ROWS = 1_000;

/** The share of places that each rank took, by class and size of party. `rank` is the first of the row. */
export function ranksTable(draws: readonly Played[]): StatementTable {
  const rows = draws.flatMap(({ className, playing }) =>
    [1, 2, 3, 4].flatMap((size) => sharesOf(playing, size).map(([rank, won]) => [className, size, rank, won] as const)),
  );
  return { name: "ranks", columns: ["class", "size", "rank", "won"], rows };
}

function sharesOf({ book, marks }: Playing, size: number): (readonly [rank: number, won: number])[] {
  const parties = at(book.parties, size);
  const width = Math.ceil(parties / MOST_ROWS);
  return Array.from({ length: width === 0 ? 0 : Math.ceil(parties / width) }, (_, row) => {
    const [from, until] = [row * width, Math.min((row + 1) * width, parties)];
    let taken = 0;
    for (let rank = from; rank < until; rank++) taken += countOf(marks.get(size * 2 ** 32 + rank) ?? { taken: 0 });
    return [from, Math.round((100 * taken) / (size * (until - from))) / 100] as const;
  });
}
