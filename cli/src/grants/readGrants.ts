import { type Address, type EventDocument, type EventState, type Hex, isHex } from "doorkey";
import type { GrantRow } from "doorkey/agent";
import { type Mistake, MistakeList, plainName } from "doorkey/organizer";
import { type ColumnMap, OUR_NAMES } from "../tables/ColumnMap.ts";
import { readHolder } from "../tables/holder.ts";
import { count, type OrderClass, OrderReader } from "../tables/orders.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable, type TableRow } from "../tables/readTable.ts";

type Column = "order" | "class" | "holder" | "quantity" | "seats" | "evidence";
const REQUIRED: readonly Column[] = ["order", "class", "holder"];
const OPTIONAL: readonly Column[] = ["quantity", "seats", "evidence"];

/** The columns of a table of grants. */
export const GRANT_COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** Most rights that one pass may name and one code may admit. */
const MAX_PARTY = 8;

/** What a table of grants is checked against. */
export type GrantTerms = {
  readonly event: Pick<EventState, "classes" | "policy">;
  /** Gives the labels of seats. "missing" leaves seats unchecked. */
  readonly document: EventDocument | "missing" | undefined;
  /** The suite's Ballot. Classes that sell by it may have more rows than places. */
  readonly ballot?: Address | undefined;
  /** The columns by the names of the file, where they are not ours. */
  readonly columns?: ColumnMap | undefined;
};

type Class = OrderClass & EventState["classes"][number];

/** The rows of a table of grants that could be read, and every mistake. */
export type GrantReading = {
  readonly rows: readonly GrantRow[];
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
};

/**
 * Reads the columns order,class,holder and, if the table has them, quantity,seats,evidence, of a CSV file or a
 * spreadsheet. Spaces separate several seats, or the evidence for several rights. Finds every mistake at once.
 */
export async function readGrants(bytes: Uint8Array, file: string, terms: GrantTerms): Promise<GrantReading> {
  const { event, document, columns, ballot } = terms;
  const [mistakes, warnings] = [new MistakeList(file), new MistakeList(file)];
  const classes = event.classes.map((class_): Class => ({ ...class_, seats: labelsOf(class_.name, document) }));
  const reader = new OrderReader(classes, MAX_PARTY, mistakes, { seats: document !== "missing" });
  const rows = (await readRows(bytes, { columns, mistakes, warnings })).flatMap((row): GrantRow[] => {
    const { order, class: class_, quantity, seats } = reader.read(row);
    const holder = readHolder(row);
    const evidence = readEvidence(row, { class_, quantity, verified: event.policy.identityVerifier !== undefined });
    if (!order || !class_ || !quantity || !seats || !holder || !evidence) return [];
    return [{ order, className: class_.name, holder, quantity, seats, evidence }];
  });
  reader.checkSupplies(({ saleHook }) => saleHook !== undefined && saleHook === ballot);
  return { rows, mistakes: mistakes.all, warnings: warnings.all };
}

/** Whether a table names seats of one of these classes. If so, the event document is needed. */
export async function namesSeats(
  bytes: Uint8Array,
  classNames: readonly string[],
  columns?: ColumnMap | undefined,
): Promise<boolean> {
  const rows = await readRows(bytes, { columns, mistakes: new MistakeList(), warnings: new MistakeList() });
  const seated = classNames.map(plainName);
  return rows.some(
    (row) => seated.includes(plainName(row.cell("class") ?? "")) && (row.words("seats") ?? []).length > 0,
  );
}

type Lists = {
  readonly columns: ColumnMap | undefined;
  readonly mistakes: MistakeList;
  readonly warnings: MistakeList;
};

async function readRows(
  bytes: Uint8Array,
  { columns = OUR_NAMES, ...lists }: Lists,
): Promise<readonly TableRow<Column>[]> {
  const terms = { required: REQUIRED, optional: OPTIONAL, columns, ...lists };
  return readTable(await readSheet(bytes, { names: headerNames(terms), ...lists }), terms);
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
