import type { EventClass, EventPolicy } from "doorkey";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { count, type OrderCells, OrderReader } from "../../cli/src/tables/orders.ts";
import { readTextSheet } from "../../cli/src/tables/readSheet.ts";
import { readTable, type TableRow } from "../../cli/src/tables/readTable.ts";

/** One paid order. Its party comes with one key. */
export type Order = OrderCells<EventClass> & {
  /** What the attester saw of each person, such as a document number. Empty if the attester saw no person. */
  readonly persons: readonly string[];
};

export type ReadBuyers = { readonly orders: readonly Order[]; readonly mistakes: readonly Mistake[] };

const COLUMNS = ["order", "class", "quantity", "seats", "evidence"] as const;
type Column = (typeof COLUMNS)[number];

/** Most rights that one key may hold in one batch. The journey shows how parties share a slot. */
const MAX_PARTY = 4;

/**
 * Reads the orders of a CSV file with the columns `order,class,quantity,seats,evidence`. Spaces separate several seats,
 * or the evidence of several persons. Finds every mistake at once.
 *
 * @param event What is known about the event. Without classes, the classes and seats of orders stay unchecked.
 */
export function readBuyers(
  bytes: Uint8Array,
  file: string,
  {
    classes,
    policy,
  }: { readonly classes?: readonly EventClass[] | undefined; readonly policy?: EventPolicy | undefined },
): ReadBuyers {
  const mistakes = new MistakeList(file);
  const reader = new OrderReader(classes, MAX_PARTY, mistakes);
  const rightsOf = new Map<string, number>();
  const terms = { required: COLUMNS, optional: [], mistakes, warnings: new MistakeList(file) };
  const sheet = readTextSheet(bytes, { names: COLUMNS, ...terms });
  const orders = readTable(sheet, terms).flatMap((row) => {
    const { order, class: class_, quantity, seats } = reader.read(row);
    const persons = row.words("evidence");
    if (persons !== undefined) checkPersons(row, persons, { class_, quantity, policy, rightsOf });
    if (!order || !class_ || !quantity || !seats || !persons) return [];
    return { row: row.row, order, class: class_, quantity, seats, persons };
  });
  reader.checkSupplies();
  return { orders, mistakes: mistakes.all };
}

type Known = {
  readonly class_: EventClass | undefined;
  readonly quantity: number | undefined;
  readonly policy: EventPolicy | undefined;
  /** How many rights the rows so far give to each person. */
  readonly rightsOf: Map<string, number>;
};

function checkPersons(
  { fault }: TableRow<Column>,
  persons: readonly string[],
  { class_, quantity, policy, rightsOf }: Known,
): void {
  if (persons.length === 0) {
    if (class_?.named && !class_.reserved) {
      fault("evidence", `class ${class_.name} is named, so every right needs a person.`);
    }
    return;
  }
  if (policy !== undefined && policy.identityVerifier === undefined) {
    fault("evidence", "the event has no identityVerifier; leave this empty.");
    return;
  }
  if (quantity !== undefined && persons.length !== quantity) {
    fault(
      "evidence",
      `names ${count(persons.length, "person")} for a party of ${quantity}; name every person, or none.`,
    );
  }
  for (const person of persons) {
    const rights = (rightsOf.get(person) ?? 0) + 1;
    rightsOf.set(person, rights);
    if (policy !== undefined && rights > policy.maxPerPerson) {
      fault("evidence", `${person} would hold ${rights} rights; the event allows ${policy.maxPerPerson}.`);
    }
  }
}
