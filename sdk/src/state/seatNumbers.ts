import type { Connection } from "../chain/Connection.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { seatNumber } from "../documents/seats.ts";
import { fetchEventDocument } from "./fetchEventDocument.ts";

type SeatedClass = {
  readonly eventId: number;
  readonly className: string;
  /** Defaults to fetching it, if a seat is named by its label. */
  readonly document?: EventDocument | undefined;
};

/** Numbers of seats that are named by label or number, in ascending order, which costs the least gas. */
export async function seatNumbers(
  connection: Connection,
  { eventId, className, document }: SeatedClass,
  seats: readonly (string | number)[],
): Promise<number[]> {
  const labelled = seats.some((seat) => typeof seat === "string");
  const known = labelled ? (document ?? (await fetchEventDocument(connection, { eventId }))) : undefined;
  const numbers = seats.map((seat) =>
    typeof seat === "string" && known !== undefined ? seatNumber(known, className, seat) : Number(seat),
  );
  return numbers.sort((a, b) => a - b);
}
