import { type Hex, isHex } from "doorkey";
import { arrangeEntrants, type Entrant, type EntrantKind } from "doorkey/ballot";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { type ColumnMap, OUR_NAMES } from "../tables/ColumnMap.ts";
import { findClass } from "../tables/orders.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable, type TableRow } from "../tables/readTable.ts";

type Column = "order" | "class" | "tag" | "person" | "holder" | "party";
const REQUIRED: readonly Column[] = ["order", "class"];
const OPTIONAL: readonly Column[] = ["tag", "person", "holder", "party"];

/** The columns of a table of entrants. A person tag may stand under `tag` or under `person`. */
export const ENTRY_COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** A class of the event, with what enters its draw. Missing if it has no draw. */
export type EntryClass = { readonly name: string; readonly kind?: EntrantKind | undefined };

/** Most persons in a party, or places of a key. */
const MOST_PARTY = 4;

export type EntryTerms = { readonly classes: readonly EntryClass[]; readonly columns?: ColumnMap | undefined };

/** The entrants of a table by class, and everything that is wrong in it. */
export type EntryReading = {
  readonly classes: readonly { readonly className: string; readonly entrants: readonly Entrant[] }[];
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
};

type Read = { readonly row: number; readonly class: EntryClass; readonly kind: EntrantKind; readonly entrant: Entrant };

/**
 * Reads the columns order,class, then tag (or person), or holder in a draw by key, and party, of a CSV file or a
 * spreadsheet. In a draw of persons, `party` is the order of the leader, and empty for one who leads or comes alone; in a
 * draw by key it is the number of places. Finds every mistake at once. Who stands there twice with the same wish is a
 * warning that names both rows.
 */
export async function readEntries(bytes: Uint8Array, file: string, terms: EntryTerms): Promise<EntryReading> {
  const { classes, columns = OUR_NAMES } = terms;
  const [mistakes, warnings] = [new MistakeList(file), new MistakeList(file)];
  const table = { required: REQUIRED, optional: OPTIONAL, columns, mistakes, warnings };
  const rows = readTable(await readSheet(bytes, { names: headerNames(table), mistakes, warnings }), table);
  const [first] = rows;
  if (first !== undefined && !(["tag", "person", "holder"] as const).some((name) => first.hasColumn(name))) {
    mistakes.add({ row: 1 }, 'the table needs a column "tag" (or "person"), or "holder" for a draw by key.');
    return { classes: [], mistakes: mistakes.all, warnings: warnings.all };
  }
  const read = rows.flatMap((row) => readRow(row, classes));
  const groups = Map.groupBy(read, ({ class: class_ }) => class_);
  const found = [...groups].map(([{ name }, some]) => {
    const kind = some[0]?.kind ?? "persons";
    const entrants = some.map(({ entrant }) => entrant);
    const rowOf = (i: number) => some[i]?.row ?? 0;
    const arranged = arrangeEntrants(kind, entrants, (i) => `row ${rowOf(i)}`);
    for (const { row, field, sentence } of arranged.mistakes) {
      mistakes.add({ row: rowOf(row), field: columnOf(field, kind, rows[0]) }, sentence);
    }
    for (const { row, first: before } of arranged.doubled) {
      const who = kind === "persons" ? "person" : "key";
      warnings.add({ row: rowOf(row) }, `is the same ${who} as row ${rowOf(before)}, and counts once.`);
    }
    return { className: name, entrants };
  });
  return { classes: found, mistakes: mistakes.all, warnings: warnings.all };
}

function readRow(row: TableRow<Column>, classes: readonly EntryClass[]): Read[] {
  const order = row.cell("order") ?? "";
  const class_ = readClass(row, classes);
  if (class_?.kind === undefined) return [];
  const { kind } = class_;
  const entry = kind === "persons" ? readTag(row) : (row.cell("holder") ?? "");
  const party = row.cell("party") ?? "";
  if (entry === undefined) return [];
  // What is not hex has no bytes; `arrangeEntrants` says what an entry must be.
  if (!isHex(entry)) {
    const wanted = kind === "persons" ? "a person tag: 0x and 64 hex digits" : "an address: 0x and 40 hex digits";
    row.fault(kind === "persons" ? tagColumn(row) : "holder", `must be ${wanted}, not "${entry}".`);
    return [];
  }
  const entrant = entrantOf(row, kind, { order, entry, party });
  return entrant === undefined ? [] : [{ row: row.row, class: class_, kind, entrant }];
}

function readClass(row: TableRow<Column>, classes: readonly EntryClass[]): EntryClass | undefined {
  const name = row.cell("class");
  if (name === undefined) return undefined;
  if (name === "") return row.fault("class", "is empty.");
  const found = findClass(classes, name);
  if (typeof found === "string") return row.fault("class", found);
  if (found.kind !== undefined) return found;
  return row.fault("class", `class ${found.name} has no draw; open it first with doorkey draw open.`);
}

function readTag(row: TableRow<Column>): string | undefined {
  const [tag, person] = [row.cell("tag") ?? "", row.cell("person") ?? ""];
  if (tag !== "" && person !== "" && tag !== person) {
    return row.fault("person", "differs from the tag in this row; a row has one person.");
  }
  return tag === "" ? person : tag;
}

function tagColumn(row: TableRow<Column>): Column {
  return row.hasColumn("tag") ? "tag" : "person";
}

type Cells = { readonly order: string; readonly entry: Hex; readonly party: string };

function entrantOf(row: TableRow<Column>, kind: EntrantKind, { order, entry, party }: Cells): Entrant | undefined {
  if (party === "") return { order, entry };
  if (kind === "persons") return { order, entry, leader: party };
  if (/^\d{1,9}$/.test(party)) return { order, entry, places: Number(party) };
  return row.fault("party", `must be the places of the key, 1 to ${MOST_PARTY}, not "${party}".`);
}

/** The column of the table for a field of an entrant. */
function columnOf(field: string, kind: EntrantKind, row: TableRow<Column> | undefined): string {
  if (field === "order") return "order";
  if (field !== "entry") return "party";
  return kind === "holders" || row === undefined ? "holder" : tagColumn(row);
}
