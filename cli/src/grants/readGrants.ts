import { type EventDocument, type EventState, type Hex, isHex } from "doorkey";
import type { GrantRow } from "doorkey/agent";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { readTable, type TableRow } from "../tables/csv.ts";
import { readHolder } from "../tables/holder.ts";
import { count, type OrderClass, OrderReader } from "../tables/orders.ts";

const COLUMNS = ["order", "class", "holder", "quantity", "seats", "evidence"] as const;
type Column = (typeof COLUMNS)[number];

/** Most rights that one pass may name and one code may admit. */
const MAX_PARTY = 8;

/** What a table of grants is checked against. */
export type GrantTerms = {
  readonly event: Pick<EventState, "classes" | "policy">;
  /** Gives the labels of seats. "missing" leaves seats unchecked. */
  readonly document: EventDocument | "missing" | undefined;
};

type Class = OrderClass & EventState["classes"][number];

/** The rows of a table of grants that could be read, and every mistake. */
export type GrantReading = { readonly rows: readonly GrantRow[]; readonly mistakes: readonly Mistake[] };

/**
 * Reads `order,class,holder,quantity,seats,evidence`. Spaces separate several seats, or the evidence for several
 * rights. Finds every mistake at once.
 */
export function readGrants(bytes: Uint8Array, file: string, { event, document }: GrantTerms): GrantReading {
  const mistakes = new MistakeList(file);
  const classes = event.classes.map((class_): Class => ({ ...class_, seats: labelsOf(class_.name, document) }));
  const reader = new OrderReader(classes, MAX_PARTY, mistakes, { seats: document !== "missing" });
  const rows = readTable(bytes, COLUMNS, mistakes).flatMap((row): GrantRow[] => {
    const { order, class: class_, quantity, seats } = reader.read(row);
    const holder = readHolder(row);
    const evidence = readEvidence(row, { class_, quantity, verified: event.policy.identityVerifier !== undefined });
    if (!order || !class_ || !quantity || !seats || !holder || !evidence) return [];
    return [{ order, className: class_.name, holder, quantity, seats, evidence }];
  });
  reader.checkSupplies();
  return { rows, mistakes: mistakes.all };
}

/** Whether a table names seats of one of these classes. If so, the event document is needed. */
export function namesSeats(bytes: Uint8Array, classNames: readonly string[]): boolean {
  return readTable(bytes, COLUMNS, new MistakeList()).some(
    (row) => classNames.includes(row.cell("class") ?? "") && (row.words("seats") ?? []).length > 0,
  );
}

function labelsOf(className: string, document: GrantTerms["document"]): readonly string[] {
  return document === undefined || document === "missing"
    ? []
    : (document.classes.find(({ name }) => name === className)?.seats ?? []);
}

type Known = {
  readonly class_: Class | undefined;
  readonly quantity: number | undefined;
  readonly verified: boolean;
};

function readEvidence(row: TableRow<Column>, { class_, quantity, verified }: Known): readonly Hex[] | undefined {
  const words = row.words("evidence");
  if (words === undefined) return undefined;
  if (words.length === 0) {
    if (!class_?.named || class_.reserved) return [];
    return row.fault("evidence", `class ${class_.name} is named, so every right needs evidence of its person.`);
  }
  if (!verified) return row.fault("evidence", "the event has no identityVerifier; leave this empty.");
  const evidence = words.filter((word): word is Hex => isHex(word));
  if (evidence.length < words.length)
    return row.fault("evidence", 'must be evidence that "doorkey attest" wrote: 0x and hex digits.');
  if (quantity !== undefined && words.length !== quantity) {
    return row.fault(
      "evidence",
      `covers ${count(words.length, "right")} of a party of ${quantity}; give it for every right, or for none.`,
    );
  }
  return evidence;
}
