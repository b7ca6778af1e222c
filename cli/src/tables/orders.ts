import { type MistakeList, plainName, suggestName } from "doorkey/organizer";
import type { TableRow } from "./readTable.ts";
import { spreadsheetFault } from "./spreadsheetFault.ts";

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
  readonly #orders = new Map<string, { readonly row: number; readonly order: string }>();
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
    const order = this.#readOrder(row);
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

  /**
   * Adds a mistake for each oversold class. Call it after the last row.
   *
   * @param isDrawn Whether a class sells by a draw, which decides who of those who ask gets a place.
   */
  checkSupplies(isDrawn: (class_: class_) => boolean = () => false): void {
    for (const [class_, sold] of this.#sold) {
      const { name, supply } = class_;
      if (sold <= supply || isDrawn(class_)) continue;
      this.#mistakes.add({ field: "quantity" }, `class ${name} has ${supply} places, but the orders ask for ${sold}.`);
    }
  }

  #readOrder(row: TableRow<Column>): string | undefined {
    const order = row.cell("order");
    if (order === undefined) return undefined;
    if (order === "") return row.fault("order", "is empty.");
    if (row.isFormula("order")) {
      return row.fault(
        "order",
        `"${order}" begins as a formula does; if it is a name, write "'${order}" in its place.`,
      );
    }
    const changed = spreadsheetFault(order);
    if (changed !== undefined) return row.fault("order", changed);
    const first = this.#orders.get(order.toLowerCase());
    if (first === undefined) this.#orders.set(order.toLowerCase(), { row: row.row, order });
    else if (first.order === order) row.fault("order", `order ${order} is already in row ${first.row}.`);
    else row.fault("order", `order ${order} differs from order ${first.order} in row ${first.row} by case only.`);
    return order;
  }

  #readClass(row: TableRow<Column>): class_ | undefined {
    const name = row.cell("class");
    if (name === undefined || this.#classes === undefined) return undefined;
    if (name === "") return row.fault("class", "is empty.");
    const found = findClass(this.#classes, name);
    return typeof found === "string" ? row.fault("class", spreadsheetFault(name) ?? found) : found;
  }

  #readSeats(row: TableRow<Column>, class_: class_, quantity: number | undefined): readonly number[] | undefined {
    const labels = row.words("seats");
    if (labels === undefined) return undefined;
    if (class_.seats.length === 0) {
      return labels.length === 0 ? [] : row.fault("seats", `class ${class_.name} has no seats; leave this empty.`);
    }
    const seats = labels.map((label) => {
      const seat = this.#seatOf(class_, label);
      if (seat === undefined) return row.fault("seats", seatFault(class_, label));
      const first = this.#seats.get(`${class_.name} ${label}`);
      if (first !== undefined) row.fault("seats", `seat ${label} is already in row ${first}.`);
      this.#seats.set(`${class_.name} ${label}`, first ?? row.row);
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
}

/** Says why a class has no such seat, as far as a spreadsheet explains it. */
function seatFault({ name, seats }: OrderClass, label: string): string {
  const none = `class ${name} has no seat ${label}`;
  const changed = spreadsheetFault(label);
  if (changed !== undefined) return `${none}: ${changed}`;
  const bare = (text: string): string => text.replace(/(?<!\d)0+(?=\d)/g, "");
  const zeros = seats.find((seat) => bare(seat) === bare(label));
  if (zeros === undefined) return `${none}.`;
  return `${none} (did you mean "${zeros}"?); spreadsheets drop zeros at the beginning, so format the column as text.`;
}

function readQuantity(row: TableRow<Column>, maxParty: number): number | undefined {
  const text = row.cell("quantity");
  if (text === undefined) return undefined;
  // A table of positions has one row for each person.
  if (text === "" && !row.hasColumn("quantity")) return Math.max(1, row.words("seats")?.length ?? 1);
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
export function findClass<class_ extends { readonly name: string }>(
  classes: readonly class_[],
  name: string,
): class_ | string {
  const names = classes.map((class_) => class_.name);
  return (
    classes.find((class_) => plainName(class_.name) === plainName(name)) ??
    `the event has no class "${name}"${suggestName(name, names)}; its classes are ${names.join(", ")}.`
  );
}

/** `2 seats` */
export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
