import { type MistakeList, suggestName } from "doorkey/organizer";
import type { TableRow } from "./csv.ts";

/** What a table of orders is checked against. */
export type OrderClass = {
  readonly name: string;
  readonly supply: number;
  /** Labels of the seats, in the order of their numbers. Empty in a class without seats. */
  readonly seats: readonly string[];
};

/** What every table of orders says about an order. */
export type OrderCells<class_ extends OrderClass> = {
  readonly row: number;
  readonly order: string;
  readonly class: class_;
  readonly quantity: number;
  /** Numbers of the seats in the class, from 0, one for each right. Empty without seats. */
  readonly seats: readonly number[];
};

type Column = "order" | "class" | "quantity" | "seats";

/** Reads orders row by row. Finds what only several rows show: orders and seats that appear twice, oversold classes. */
export class OrderReader<class_ extends OrderClass> {
  readonly #classes: readonly class_[] | undefined;
  readonly #mistakes: MistakeList;
  readonly #maxParty: number;
  readonly #checksSeats: boolean;
  readonly #orders = new Map<string, number>();
  readonly #seats = new Map<string, number>();
  readonly #sold = new Map<class_, number>();
  readonly #seatNumbers = new Map<class_, ReadonlyMap<string, number>>();

  /**
   * @param classes Classes of the event. If undefined, classes and seats stay unchecked.
   * @param maxParty Most rights that one order may give to its key.
   * @param options.seats Whether to check seats, which needs their labels. Defaults to true.
   */
  constructor(
    classes: readonly class_[] | undefined,
    maxParty: number,
    mistakes: MistakeList,
    { seats = true }: { readonly seats?: boolean } = {},
  ) {
    this.#checksSeats = seats;
    this.#classes = classes;
    this.#maxParty = maxParty;
    this.#mistakes = mistakes;
  }

  /** Returns those cells of a row that could be read. */
  read(row: TableRow<Column>): Partial<OrderCells<class_>> {
    const order = row.cell("order");
    if (order === "") row.fault("order", "is empty.");
    else if (order !== undefined) this.#once(this.#orders, order, row, "order", `order ${order}`);

    const quantity = readQuantity(row, this.#maxParty);
    const class_ = this.#readClass(row);
    const seats = class_ && this.#checksSeats ? this.#readSeats(row, class_, quantity) : undefined;
    if (class_ !== undefined && quantity !== undefined) {
      this.#sold.set(class_, (this.#sold.get(class_) ?? 0) + quantity);
    }
    return {
      row: row.row,
      ...(order && { order }),
      ...(class_ && { class: class_ }),
      ...(quantity && { quantity }),
      ...(seats && { seats }),
    };
  }

  /** Adds a mistake for each oversold class. Call it after the last row. */
  checkSupplies(): void {
    for (const [{ name, supply }, sold] of this.#sold) {
      if (sold <= supply) continue;
      this.#mistakes.add({ field: "quantity" }, `class ${name} has ${supply} places, but the orders ask for ${sold}.`);
    }
  }

  #readClass(row: TableRow<Column>): class_ | undefined {
    const name = row.cell("class");
    if (name === undefined || this.#classes === undefined) return undefined;
    if (name === "") return row.fault("class", "is empty.");
    const found = findClass(this.#classes, name);
    return typeof found === "string" ? row.fault("class", found) : found;
  }

  #readSeats(row: TableRow<Column>, class_: class_, quantity: number | undefined): readonly number[] | undefined {
    const labels = row.words("seats");
    if (labels === undefined) return undefined;
    if (class_.seats.length === 0) {
      return labels.length === 0 ? [] : row.fault("seats", `class ${class_.name} has no seats; leave this empty.`);
    }
    const seats = labels.map((label) => {
      const seat = this.#seatOf(class_, label);
      if (seat === undefined) return row.fault("seats", `class ${class_.name} has no seat ${label}.`);
      this.#once(this.#seats, `${class_.name} ${label}`, row, "seats", `seat ${label}`);
      return seat;
    });
    if (quantity !== undefined && labels.length !== quantity) {
      return row.fault(
        "seats",
        `names ${count(labels.length, "seat")} for a party of ${quantity}; name one for each person.`,
      );
    }
    const known = seats.filter((seat) => seat !== undefined);
    return known.length === seats.length ? known : undefined;
  }

  #seatOf(class_: class_, label: string): number | undefined {
    let numbers = this.#seatNumbers.get(class_);
    if (numbers === undefined) {
      numbers = new Map(class_.seats.map((seat, number) => [seat, number]));
      this.#seatNumbers.set(class_, numbers);
    }
    return numbers.get(label);
  }

  #once(seen: Map<string, number>, key: string, row: TableRow<Column>, field: Column, what: string): void {
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row.row);
    else row.fault(field, `${what} is already in row ${first}.`);
  }
}

function readQuantity(row: TableRow<Column>, maxParty: number): number | undefined {
  const text = row.cell("quantity");
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) {
    return row.fault("quantity", `must be a whole number from 1 to ${maxParty}, not "${text}".`);
  }
  const quantity = Number(text);
  if (quantity === 0) return row.fault("quantity", "a party has at least one person.");
  if (quantity > maxParty) {
    return row.fault("quantity", `a party of ${quantity} is too large; at most ${maxParty} can share a key.`);
  }
  return quantity;
}

/** Finds a class by its name, or returns a sentence that lists the classes. */
function findClass<class_ extends OrderClass>(classes: readonly class_[], name: string): class_ | string {
  const names = classes.map((class_) => class_.name);
  return (
    classes.find((class_) => class_.name === name) ??
    `the event has no class "${name}"${suggestName(name, names)}; its classes are ${names.join(", ")}.`
  );
}

/** `2 seats` */
export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
