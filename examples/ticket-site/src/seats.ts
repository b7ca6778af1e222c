/** Finds the first `quantity` free seats side by side in one row. Undefined if there are none. */
export function seatsTogether(
  labels: readonly string[],
  taken: ReadonlySet<string>,
  quantity: number,
): readonly string[] | undefined {
  for (let from = 0; from + quantity <= labels.length; from++) {
    const seats = labels.slice(from, from + quantity);
    if (seats.every((seat) => !taken.has(seat) && rowOf(seat) === rowOf(seats[0]))) return seats;
  }
  return undefined;
}

/** The row of a seat, such as `A-3` of `A-3-12`. */
function rowOf(seat = ""): string {
  return seat.slice(0, seat.lastIndexOf("-"));
}
