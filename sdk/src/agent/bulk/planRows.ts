import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type Address, isHex } from "../../core/Hex.ts";
import { addressOf } from "../../documents/addressOf.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { type PublishedEvent, publishedEvent } from "../../state/publishedEvent.ts";
import type { Grantable } from "../grants/Ledger.ts";
import { placesFor } from "../grants/placesFor.ts";
import type { GrantRow } from "./GrantRow.ts";

/** A row, checked, in the form that the chain needs. */
export type PlannedRow = Grantable & { readonly row: number };

/** Most mistakes that are listed one by one. */
const MAX_TOLD = 100;

/** All rows in the form that the chain needs, or VALUE_INVALID once, with every mistake and its row. */
export async function planRows(
  connection: Connection,
  eventId: number,
  rows: readonly GrantRow[],
  document: EventDocument | undefined,
): Promise<readonly PlannedRow[]> {
  const published = await publishedEvent(connection, eventId);
  const planned = rows.map((row, i) => planRow(published, row, i, document));
  const details = planned.flatMap(({ mistakes }, i) => mistakes.map((mistake) => `rows[${i}].${mistake}`));
  if (details.length === 0) return planned.map(({ plan }) => plan);
  const more = details.length > MAX_TOLD ? [`And ${details.length - MAX_TOLD} more.`] : [];
  throw new DoorkeyError("VALUE_INVALID", { details: [...details.slice(0, MAX_TOLD), ...more] });
}

/** Stands for the holder of a row that has none, and is never granted. */
const ZERO: Address = "0x0000000000000000000000000000000000000000";

function planRow(
  { classes }: PublishedEvent,
  { order, className, holder, quantity = 1, seats = [], evidence = [] }: GrantRow,
  row: number,
  document: EventDocument | undefined,
): { readonly plan: PlannedRow; readonly mistakes: readonly string[] } {
  const class_ = classes.find(({ name }) => name === className);
  const mistakes: string[] = [];
  // No device can use a right that is bound to a mistyped key.
  const address = addressOf(holder);
  if (address === undefined) {
    mistakes.push("holder must be 20 hex bytes, not all zero, with a valid checksum if it has one.");
  }
  if (evidence.length !== 0 && evidence.length !== quantity) mistakes.push("evidence must be one per right or none.");
  if (!evidence.every((one) => isHex(one))) mistakes.push("evidence must be hex bytes.");
  if (class_ === undefined) mistakes.push(`className: the event has no class "${className}".`);
  const places = class_ && placesFor(class_, { quantity, seats }, document);
  mistakes.push(...(places?.mistakes ?? []));
  const classId = class_?.id ?? 0;
  const plan = { row, order, classId, holder: address ?? ZERO, quantity, seats: places?.seats ?? [], evidence };
  return { plan, mistakes };
}
