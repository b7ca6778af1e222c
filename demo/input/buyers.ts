import type { EventClass, EventPolicy } from "doorkey";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { readTable, type TableRow } from "../../cli/src/tables/csv.ts";
import { count, type OrderCells, OrderReader } from "../../cli/src/tables/orders.ts";

/** One paid order: a party that comes with one key. */
export type Order = OrderCells<EventClass> & {
  /** What the attester saw of each person, such as a document number; empty when nobody was asked. */
  readonly persons: readonly string[];
};

export type ReadBuyers = { readonly orders: readonly Order[]; readonly mistakes: readonly Mistake[] };

const COLUMNS = ["order", "class", "quantity", "seats", "evidence"] as const;
type Column = (typeof COLUMNS)[number];

/** Rights that one key may hold in one batch of its own: the journey shows how parties share a slot. */
const MAX_PARTY = 4;

/**
 * Reads the orders of a CSV file with the columns `order,class,quantity,seats,evidence`; several seats, or several
 * persons' evidence, are parted by spaces. Finds every mistake at once.
 *
 * @param event what is known of the event; without classes the orders' classes and seats stay unchecked.
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
  const orders = readTable(bytes, COLUMNS, mistakes).flatMap((row) => {
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
  /** How many rights each person holds by the rows so far. */
  readonly rightsOf: Map<string, number>;
};

function checkPersons(
  { fault }: TableRow<Column>,
  persons: readonly string[],
  { class_, quantity, policy, rightsOf }: Known,
): void {
  if (persons.length === 0) {
    if (class_?.named && !class_.reserved) {
      fault("evidence", `class ${class_.name} is named: every right needs a person.`);
    }
    return;
  }
  if (policy !== undefined && policy.identityVerifier === undefined) {
    fault("evidence", "the event has no identityVerifier; leave this empty.");
    return;
  }
  if (quantity !== undefined && persons.length !== quantity) {
    fault("evidence", `names ${count(persons.length, "person")} for a party of ${quantity}; name all or none.`);
  }
  for (const person of persons) {
    const rights = (rightsOf.get(person) ?? 0) + 1;
    rightsOf.set(person, rights);
    if (policy !== undefined && rights > policy.maxPerPerson) {
      fault("evidence", `${person} would hold ${rights} rights, the event allows ${policy.maxPerPerson}.`);
    }
  }
}
