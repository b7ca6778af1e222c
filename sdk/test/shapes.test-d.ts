/** A shape stands for exactly one type, so that a type cannot change without its checks; tsc is the test. */
import {
  JOURNAL_HEAD,
  JOURNALED_BATCH,
  type JournaledBatch,
  type JournalHead,
} from "../src/agent/bulk/GrantJournal.ts";
import { PURCHASE, type Purchase } from "../src/agent/purchases/Purchase.ts";
import type { Hex } from "../src/core/Hex.ts";
import {
  assertShape,
  fields,
  hex,
  list,
  literal,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from "../src/core/shape.ts";
import { INDEX_PIECE, type IndexPiece } from "../src/eventIndex/IndexStore.ts";
import { KEY_RECORD, type KeyRecord } from "../src/keys/KeyStore.ts";
import { CLAIM, type Claim, INVITATION, type Invitation } from "../src/pass/Claim.ts";
import { PASS, type Pass } from "../src/pass/Pass.ts";
import type { Prepared, RelayInfo, RequestStatus, Submitted } from "../src/relay/wire.ts";
import { PREPARED, RELAY_INFO, REQUEST_STATUS, SUBMITTED } from "../src/relay/wireShapes.ts";
import { MANIFEST, type Manifest } from "../src/verdicts/Manifest.ts";

type Ticket = {
  readonly v: 1;
  readonly kind: "standing" | "seated";
  readonly holder: Hex;
  readonly url?: string;
  readonly note?: string | undefined;
  readonly event: { readonly name: string; readonly seats: readonly number[] };
};
const event: Shape<Ticket["event"]> = fields({ name: text, seats: list(whole(0)) });
const rest = { v: literal(1), holder: hex, url: optional(text), note: optional(text) } as const;
const kind = oneOf("standing", "seated");

export const ticket: Shape<Ticket> = fields({ ...rest, kind, event });
export const nested: Shape<Ticket> = fields({ ...rest, kind, event: fields({ name: text, seats: list(whole(0)) }) });

export const incomplete: Shape<Ticket>[] = [
  // @ts-expect-error kind has no check
  fields({ ...rest, event }),
  // @ts-expect-error url has no check, although it may be absent
  fields({ v: literal(1), holder: hex, note: optional(text), kind, event }),
  // @ts-expect-error event.seats has no check
  fields({ ...rest, kind, event: fields({ name: text }) }),
  // @ts-expect-error no field has a check
  fields({}),
];
export const different: Shape<Ticket>[] = [
  // @ts-expect-error a string may not be bytes
  fields({ ...rest, kind, event, holder: text }),
  // @ts-expect-error url must have an optional check
  fields({ ...rest, kind, event, url: text }),
  // @ts-expect-error kind is required
  fields({ ...rest, kind: optional(kind), event }),
  // @ts-expect-error one word is missing
  fields({ ...rest, kind: oneOf("standing"), event }),
  // @ts-expect-error one word too many
  fields({ ...rest, kind: oneOf("standing", "seated", "lying"), event }),
  // @ts-expect-error the seats are numbers
  fields({ ...rest, kind, event: fields({ name: text, seats: list(text) }) }),
  // @ts-expect-error the type has no such field
  fields({ ...rest, kind, event, category: text }),
  // @ts-expect-error the event has no such field
  fields({ ...rest, kind, event: fields({ name: text, seats: list(whole(0)), hall: text }) }),
];

// A checked value has the type of its shape.
export function ticketIn(value: unknown): Ticket {
  assertShape("PASS_MALFORMED", ticket, value);
  return value;
}
export function headIn(value: unknown): Ticket {
  const nothing = fields({});
  assertShape("PASS_MALFORMED", nothing, value);
  // @ts-expect-error a shape of unknown checks nothing
  return value;
}

type Grown<T> = T & { readonly category: string };
/** None of these compiles once its type has a new field. */
export const grown = [
  // @ts-expect-error no check of the new field
  PASS satisfies Shape<Grown<Pass>>,
  // @ts-expect-error no check of the new field
  INVITATION satisfies Shape<Grown<Invitation>>,
  // @ts-expect-error no check of the new field
  CLAIM satisfies Shape<Grown<Claim>>,
  // @ts-expect-error no check of the new field
  PURCHASE satisfies Shape<Grown<Purchase>>,
  // @ts-expect-error no check of the new field
  MANIFEST satisfies Shape<Grown<Manifest>>,
  // @ts-expect-error no check of the new field
  KEY_RECORD satisfies Shape<Grown<KeyRecord>>,
  // @ts-expect-error no check of the new field
  JOURNAL_HEAD satisfies Shape<Grown<JournalHead>>,
  // @ts-expect-error no check of the new field
  JOURNALED_BATCH satisfies Shape<Grown<JournaledBatch>>,
  // @ts-expect-error no check of the new field
  INDEX_PIECE satisfies Shape<Grown<IndexPiece>>,
  // @ts-expect-error no check of the new field
  PREPARED satisfies Shape<Grown<Prepared>>,
  // @ts-expect-error no check of the new field
  REQUEST_STATUS satisfies Shape<Grown<RequestStatus>>,
  // @ts-expect-error no check of the new field
  SUBMITTED satisfies Shape<Grown<Submitted>>,
  // @ts-expect-error no check of the new field
  RELAY_INFO satisfies Shape<Grown<RelayInfo>>,
];
