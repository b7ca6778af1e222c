import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { findDocument } from "../../state/findDocument.ts";
import { classIdOf, publishedEvent } from "../../state/publishedEvent.ts";
import { placesFor } from "../grants/placesFor.ts";

/** The places of an event that a buyer asks for. */
export type Wanted = {
  readonly eventId: number;
  readonly className: string;
  /** 1 to 8 rights for one key. Defaults to 1. */
  readonly quantity?: number | undefined;
  /** In a class with seats, one per right: labels of the event document, or numbers from 0. */
  readonly seats?: readonly (string | number)[] | undefined;
};

/** The same in the numbers of the chain; seats ascending, none in a class without seats. */
export type WantedPlaces = { readonly classId: number; readonly quantity: number; readonly seats: readonly number[] };

/** Looks up class and seats. Throws VALUE_INVALID with every mistake, `further` ones included. */
export async function wantedPlaces(
  connection: Connection,
  { eventId, className, quantity = 1, seats = [] }: Wanted,
  documents: readonly EventDocument[] | undefined,
  further: readonly string[] = [],
): Promise<WantedPlaces> {
  const classId = await classIdOf(connection, eventId, className);
  const { classes } = await publishedEvent(connection, eventId);
  const class_ = classes[classId - 1];
  const labelled = seats.some((seat) => typeof seat === "string");
  const document = labelled ? await findDocument(connection, eventId, documents) : undefined;
  const places = class_ && placesFor(class_, { quantity, seats }, document);
  const details = [...further, ...(places?.mistakes ?? [])];
  if (details.length > 0) throw new DoorkeyError("VALUE_INVALID", { details });
  return { classId, quantity, seats: places?.seats ?? [] };
}
