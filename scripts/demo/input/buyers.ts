import { CsvError, parse } from "csv-parse/sync";
import { decodeText, type Mistake, MistakeList, meant } from "../../cli/mistakes.ts";
import { type ClassInput, findClass, type Policy } from "./event.ts";

/** One paid order: a party that comes with one key. */
export type Order = {
  readonly row: number;
  readonly order: string;
  readonly class: ClassInput;
  readonly quantity: number;
  /** Numbers of the seats in the class, one a right; empty without seats. */
  readonly seats: readonly number[];
  /** What the attester saw of each person, such as a document number; empty when nobody was asked. */
  readonly persons: readonly string[];
};

export type ReadBuyers = { readonly orders: readonly Order[]; readonly mistakes: readonly Mistake[] };

const COLUMNS = ["order", "class", "quantity", "seats", "evidence"] as const;
type Column = (typeof COLUMNS)[number];

/** Rights that one key may hold in one batch of its own. */
const MAX_PARTY = 4;

type Row = { readonly row: number; readonly cells: readonly string[] };

/**
 * Reads the orders of a CSV file with the columns `order,class,quantity,seats,evidence`; several seats, or several
 * persons' evidence, are parted by spaces. Finds every mistake at once.
 *
 * @param event what is known of the event; without classes the orders' classes and seats stay unchecked.
 */
export function readBuyers(
  bytes: Uint8Array,
  file: string,
  event: { readonly classes?: readonly ClassInput[] | undefined; readonly policy?: Policy | undefined },
): ReadBuyers {
  const mistakes = new MistakeList(file);
  const text = decodeText(bytes, mistakes);
  const rows = text === undefined ? undefined : parseRows(text, mistakes);
  const [header, ...body] = rows ?? [];
  if (header === undefined) return { orders: [], mistakes: mistakes.all };
  const columns = readHeader(header, mistakes);
  if (body.length === 0) mistakes.add({}, "there is no buyer in it.");
  const register = new Register(mistakes, event.policy);
  const orders = body
    .map((row) => readOrder(row, header.cells.length, columns, event.classes, register, mistakes))
    .filter((order) => order !== undefined);
  register.checkSupplies();
  return { orders, mistakes: mistakes.all };
}

function parseRows(text: string, mistakes: MistakeList): readonly Row[] | undefined {
  try {
    // Lengths are checked row by row: the parser would stop at the first row of another length.
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const rows = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    if (rows.length === 0) mistakes.add({}, `the file is empty; it needs a first row ${COLUMNS.join(",")}.`);
    return rows.map(({ record, info }) => ({ row: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error.lines === "number" ? error.lines : undefined;
    mistakes.add({ row }, `this is not CSV: ${error.message.replace(/ (?:at|on) line \d+.*$/s, "")}.`);
    return undefined;
  }
}

function readHeader(header: Row, mistakes: MistakeList): ReadonlyMap<Column, number> {
  const columns = new Map<Column, number>();
  header.cells.forEach((name, index) => {
    const column = COLUMNS.find((known) => known === name);
    const place = { row: header.row, field: name || `column ${index + 1}` };
    if (column === undefined) {
      mistakes.add(place, `is no column we know${meant(name, COLUMNS)}; known: ${COLUMNS.join(", ")}.`);
    } else if (columns.has(column)) mistakes.add(place, "the column stands twice.");
    else columns.set(column, index);
  });
  for (const column of COLUMNS) {
    if (!columns.has(column)) mistakes.add({ row: header.row, field: column }, "the column is missing.");
  }
  return columns;
}

function readOrder(
  { row, cells }: Row,
  width: number,
  columns: ReadonlyMap<Column, number>,
  classes: readonly ClassInput[] | undefined,
  register: Register,
  mistakes: MistakeList,
): Order | undefined {
  if (cells.length !== width) {
    mistakes.add({ row }, `has ${cells.length} cells, the first row has ${width}.`);
    return undefined;
  }
  const fault = (field: Column, sentence: string): undefined => void mistakes.add({ row, field }, sentence);
  /** The cell of a column; nothing when the whole column is missing, which was said once. */
  const cell = (column: Column): string | undefined => cells[columns.get(column) ?? -1];
  const words = (column: Column): readonly string[] | undefined =>
    cell(column)
      ?.split(/\s+/)
      .filter((word) => word !== "");

  const order = cell("order");
  if (order === "") fault("order", "is empty.");
  else if (order !== undefined) register.order(row, order);

  const quantity = readQuantity(cell("quantity"), fault);
  const className = cell("class");
  const class_ = className === undefined || classes === undefined ? undefined : readClass(className, classes, fault);
  const labels = words("seats");
  const seats = labels && class_ && readSeats(row, labels, class_, quantity, register, fault);
  const persons = words("evidence");
  if (persons !== undefined) checkPersons(row, persons, class_, quantity, register, fault);
  if (class_ !== undefined && quantity !== undefined) register.sell(class_, quantity);

  if (!order || !class_ || !quantity || !seats || !persons) return undefined;
  return { row, order, class: class_, quantity, seats, persons };
}

type Fault = (field: Column, sentence: string) => undefined;

function readQuantity(text: string | undefined, fault: Fault): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    return fault("quantity", `must be a whole number from 1 to ${MAX_PARTY}, not "${text}".`);
  const quantity = Number(text);
  if (quantity === 0) return fault("quantity", "a party has at least one person.");
  if (quantity > MAX_PARTY)
    return fault("quantity", `a party of ${quantity} is too large: at most ${MAX_PARTY} share a key.`);
  return quantity;
}

function readClass(name: string, classes: readonly ClassInput[], fault: Fault): ClassInput | undefined {
  if (name === "") return fault("class", "is empty.");
  const found = findClass(classes, name);
  return typeof found === "string" ? fault("class", found) : found;
}

function readSeats(
  row: number,
  labels: readonly string[],
  class_: ClassInput,
  quantity: number | undefined,
  register: Register,
  fault: Fault,
): readonly number[] | undefined {
  if (class_.seats.length === 0) {
    return labels.length === 0 ? [] : fault("seats", `class ${class_.name} has no seats; leave this empty.`);
  }
  const seats = labels.map((label) => {
    const seat = register.seatOf(class_, label);
    if (seat === undefined) return fault("seats", `class ${class_.name} has no seat ${label}.`);
    register.seat(row, class_, label);
    return seat;
  });
  if (quantity !== undefined && labels.length !== quantity) {
    return fault("seats", `names ${count(labels.length, "seat")} for a party of ${quantity}.`);
  }
  const known = seats.filter((seat) => seat !== undefined);
  return known.length === seats.length ? known : undefined;
}

function checkPersons(
  row: number,
  persons: readonly string[],
  class_: ClassInput | undefined,
  quantity: number | undefined,
  register: Register,
  fault: Fault,
): void {
  if (persons.length === 0) {
    if (class_?.named && !class_.reserved)
      fault("evidence", `class ${class_.name} is named: every right needs a person.`);
    return;
  }
  if (register.policy?.attested === false) {
    fault("evidence", "the event has no identityVerifier; leave this empty.");
    return;
  }
  if (quantity !== undefined && persons.length !== quantity) {
    fault("evidence", `names ${count(persons.length, "person")} for a party of ${quantity}; name all or none.`);
  }
  for (const person of persons) register.person(row, person);
}

/** What only all rows together show: things that stand twice, and too many of them. */
class Register {
  readonly policy: Policy | undefined;
  readonly #mistakes: MistakeList;
  readonly #orders = new Map<string, number>();
  readonly #seats = new Map<string, number>();
  readonly #persons = new Map<string, number>();
  readonly #sold = new Map<ClassInput, number>();
  readonly #seatNumbers = new Map<ClassInput, ReadonlyMap<string, number>>();

  constructor(mistakes: MistakeList, policy: Policy | undefined) {
    this.#mistakes = mistakes;
    this.policy = policy;
  }

  order(row: number, order: string): void {
    this.#once(this.#orders, order, { row, field: "order" }, `order ${order}`);
  }

  seat(row: number, class_: ClassInput, label: string): void {
    this.#once(this.#seats, `${class_.id} ${label}`, { row, field: "seats" }, `seat ${label}`);
  }

  person(row: number, person: string): void {
    const rights = (this.#persons.get(person) ?? 0) + 1;
    this.#persons.set(person, rights);
    const limit = this.policy?.maxPerPerson;
    if (limit !== undefined && rights > limit) {
      this.#mistakes.add(
        { row, field: "evidence" },
        `${person} would hold ${rights} rights, the event allows ${limit}.`,
      );
    }
  }

  /** Counts places for `checkSupplies`. */
  sell(class_: ClassInput, quantity: number): void {
    this.#sold.set(class_, (this.#sold.get(class_) ?? 0) + quantity);
  }

  checkSupplies(): void {
    for (const [{ name, supply }, sold] of this.#sold) {
      if (sold <= supply) continue;
      this.#mistakes.add({ field: "quantity" }, `class ${name} has ${supply} places, the orders ask for ${sold}.`);
    }
  }

  seatOf(class_: ClassInput, label: string): number | undefined {
    let numbers = this.#seatNumbers.get(class_);
    if (numbers === undefined) {
      numbers = new Map(class_.seats.map((seat, number) => [seat, number]));
      this.#seatNumbers.set(class_, numbers);
    }
    return numbers.get(label);
  }

  #once(seen: Map<string, number>, key: string, place: { row: number; field: Column }, what: string): void {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place.row);
    else this.#mistakes.add(place, `${what} stands in row ${first} already.`);
  }
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
