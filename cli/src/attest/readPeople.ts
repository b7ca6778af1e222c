import { type Address, type Hex, isDoorkeyError } from "doorkey";
import { type EventKey, type IdentityDocument, type IdentityScope, personTag } from "doorkey/attester";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { type ColumnMap, OUR_NAMES } from "../tables/ColumnMap.ts";
import { readHolder } from "../tables/holder.ts";
import { count, type OrderClass, OrderReader } from "../tables/orders.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable, type TableRow } from "../tables/readTable.ts";

type Column = "order" | "class" | "holder" | "quantity" | "seats" | "documents";
const REQUIRED: readonly Column[] = ["order", "class", "holder"];
const OPTIONAL: readonly Column[] = ["quantity", "seats", "documents"];

/** The columns of a table of people. */
export const PEOPLE_COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

const MAX_PARTY = 8;

/** An order with the tags of its persons, without their documents. */
export type TaggedOrder = {
  readonly order: string;
  readonly className: string;
  readonly holder: Address;
  readonly quantity: number;
  readonly seats: string;
  /** One tag for each right. Empty if no document was shown. */
  readonly tags: readonly Hex[];
};

export type PeopleTerms = {
  readonly classes: readonly OrderClass[];
  readonly scope: IdentityScope;
  readonly maxPerPerson: number;
  /** The columns by the names of the file, where they are not ours. */
  readonly columns?: ColumnMap | undefined;
};

export type PeopleReading = {
  readonly orders: readonly TaggedOrder[];
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
};

/**
 * Reads the columns order,class,holder and, if the table has them, quantity,seats,documents, of a CSV file or a
 * spreadsheet. A document is `type:country:number`; spaces separate several. No mistake repeats any part of a document.
 */
export async function readPeople(
  bytes: Uint8Array,
  file: string,
  { classes, scope, maxPerPerson, columns = OUR_NAMES }: PeopleTerms,
  eventKey: EventKey,
): Promise<PeopleReading> {
  const [mistakes, warnings] = [new MistakeList(file), new MistakeList(file)];
  const terms = { required: REQUIRED, optional: OPTIONAL, columns, mistakes, warnings };
  const sheet = await readSheet(bytes, { names: headerNames(terms), mistakes, warnings });
  // `doorkey grant` checks seats, because the agent has the event document.
  const reader = new OrderReader(classes, MAX_PARTY, mistakes, { seats: false });
  const rightsOf = new Map<Hex, number>();
  const orders = readTable(sheet, terms).flatMap((row): TaggedOrder[] => {
    const { order, class: class_, quantity } = reader.read(row);
    const holder = readHolder(row);
    const tags = readTags(row, quantity, scope, eventKey);
    for (const tag of tags ?? []) {
      const rights = (rightsOf.get(tag) ?? 0) + 1;
      rightsOf.set(tag, rights);
      if (rights > maxPerPerson) {
        row.fault("documents", `one of these persons would hold ${rights} rights; the event allows ${maxPerPerson}.`);
      }
    }
    if (!order || !class_ || !quantity || !holder || !tags) return [];
    return [{ order, className: class_.name, holder, quantity, seats: row.cell("seats") ?? "", tags }];
  });
  return { orders, mistakes: mistakes.all, warnings: warnings.all };
}

/** The tags of a row's documents, one for each right; undefined if there is a mistake. */
export function readTags(
  row: TableRow<"documents">,
  quantity: number | undefined,
  scope: IdentityScope,
  eventKey: EventKey,
): readonly Hex[] | undefined {
  const words = row.words("documents");
  if (words === undefined || words.length === 0) return words === undefined ? undefined : [];
  if (quantity !== undefined && words.length !== quantity) {
    return row.fault(
      "documents",
      `names ${count(words.length, "document")} for a party of ${quantity}; name one for each person, or none.`,
    );
  }
  const tags = words.map((word, i) => {
    const document = documentIn(word);
    if (document === undefined)
      return row.fault("documents", `document ${i + 1} must have the form type:country:number.`);
    try {
      return personTag({ scope, document }, eventKey);
    } catch (error) {
      if (!isDoorkeyError(error, "VALUE_INVALID")) throw error;
      const [, why = ""] = error.message.split("\n");
      return row.fault("documents", `document ${i + 1}: ${why.replace(/^document\./, "its ")}`);
    }
  });
  const whole = tags.filter((tag) => tag !== undefined);
  return whole.length === tags.length ? whole : undefined;
}

function documentIn(word: string): IdentityDocument | undefined {
  const [type, country, number, ...more] = word.split(":");
  if (type === undefined || country === undefined || number === undefined || more.length > 0) return undefined;
  return { type, country, number };
}
