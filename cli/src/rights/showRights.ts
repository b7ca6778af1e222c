import { type Connection, type EventState, type RightId, readEvent, unpackRightId } from "doorkey";
import { type RightState, readRight } from "doorkey/agent";
import type { Terminal } from "../terminal/Terminal.ts";

/** A right as the chain has it, with the name of its class. */
export type NamedRight = RightState & {
  readonly eventId: number;
  readonly className: string;
  /** Whether its class has seats. */
  readonly seated: boolean;
};

/** Reads rights, which may be of several events. */
export async function readRights(connection: Connection, rightIds: readonly RightId[]): Promise<readonly NamedRight[]> {
  const events = new Map<number, Promise<EventState>>();
  const eventOf = (eventId: number) => {
    const found = events.get(eventId) ?? readEvent(connection, { eventId });
    events.set(eventId, found);
    return found;
  };
  return Promise.all(
    rightIds.map(async (rightId) => {
      const { eventId } = unpackRightId(rightId);
      const { classes } = await eventOf(eventId);
      const right = await readRight(connection, { rightId });
      const class_ = classes.find(({ id }) => id === right.classId);
      return { ...right, eventId, className: class_?.name ?? "", seated: class_?.seated === true };
    }),
  );
}

/** A further column of a table of rights, with a cell for each right. */
export type RightColumn = { readonly title: string; readonly cells: readonly string[] };

/** A table of rights, before something happens to them that is final. */
export function showRights(
  terminal: Terminal,
  rights: readonly NamedRight[],
  ...further: readonly RightColumn[]
): void {
  terminal.table(
    [
      ["right", "event", "class", "status", "holder", ...further.map(({ title }) => title)],
      ...rights.map(({ rightId, eventId, className, status, holder }, i) => [
        String(rightId),
        String(eventId),
        className,
        status,
        holder,
        ...further.map(({ cells }) => cells[i] ?? ""),
      ]),
    ],
    6,
  );
}
