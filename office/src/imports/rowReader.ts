import { checksummed, isHex } from "doorkey";
import { MOST_OF_ORDER, ORDER_PATTERN } from "../sales/orderText.ts";
import type { ImportKind, OrderRow, RefusedLine } from "./Import.ts";

/** A class of the event, for reading orders. */
export type ClassTerms = {
  readonly name: string;
  readonly seated: boolean;
  /** Labels of its seats; empty while there is no document. */
  readonly seats: readonly string[];
};

type Column = "order" | "class" | "holder" | "quantity" | "seats" | "evidence";

type Terms = {
  readonly kind: ImportKind;
  readonly classes: readonly ClassTerms[];
  readonly columns: ReadonlyMap<Column, number>;
  /** Cells of the header row. */
  readonly width: number;
};

/** The rights that one key can have from one order. */
const MOST_RIGHTS = 8;
const ORDER = new RegExp(ORDER_PATTERN, "u");

/** Thrown for the first mistake of a row. */
class Mistake extends Error {
  readonly column: string;

  constructor(column: string, sentence: string) {
    super(sentence);
    this.column = column;
  }
}

/** Reads the rows of one file. It remembers orders and seats, so that none is in it twice. */
export function rowReader(terms: Terms): (cells: readonly string[], line: number) => OrderRow | RefusedLine {
  const { columns, width } = terms;
  const classes = new Map(terms.classes.map((one) => [one.name, { ...one, labels: new Set(one.seats) }]));
  const seen = new Map<string, number>();

  function read(cells: readonly string[], line: number): OrderRow {
    if (cells.length !== width) throw new Mistake("(row)", `has ${cells.length} cells; the header row has ${width}.`);
    const cell = (column: Column): string => {
      const place = columns.get(column);
      const text = place === undefined ? "" : (cells[place] ?? "");
      if (/^[=+\-@＝＋－＠]/.test(text))
        throw new Mistake(column, `"${shown(text)}" begins as a formula does; write ' before it.`);
      // What a spreadsheet took for text.
      return text.replace(/^'(?=[=+\-@＝＋－＠])/, "");
    };
    const order = orderIn(cell("order"));
    const className = cell("class");
    const class_ = classes.get(className);
    if (class_ === undefined) {
      throw new Mistake(
        "class",
        `the event has no class "${shown(className)}"; it has ${[...classes.keys()].join(", ")}.`,
      );
    }
    const holder = terms.kind === "grants" ? holderIn(cell("holder")) : undefined;
    const seats = cell("seats").split(/\s+/).filter(Boolean);
    const quantity = quantityIn(cell("quantity"), seats.length);
    if (class_.seated !== seats.length > 0) {
      throw new Mistake(
        "seats",
        class_.seated ? "is empty; name one seat for each right." : `class "${className}" has no seats.`,
      );
    }
    if (class_.seated && seats.length !== quantity) {
      throw new Mistake("seats", `has ${seats.length} seats for ${quantity} rights.`);
    }
    const unknown = class_.seats.length > 0 ? seats.find((seat) => !class_.labels.has(seat)) : undefined;
    if (unknown !== undefined) throw new Mistake("seats", `class "${className}" has no seat "${shown(unknown)}".`);
    const evidence = evidenceIn(cell("evidence"), quantity);
    once(
      terms.kind === "links" ? [`order ${order}`] : [`order ${order}, class ${className} and holder ${holder}`],
      "order",
      line,
    );
    once(
      seats.map((seat) => `seat ${seat} of class ${className}`),
      "seats",
      line,
    );
    return { line, order, className, ...(holder !== undefined && { holder }), quantity, seats, evidence };
  }

  function once(keys: readonly string[], column: string, line: number): void {
    for (const [i, key] of keys.entries()) {
      const before = keys.indexOf(key) < i ? line : seen.get(key);
      if (before !== undefined) throw new Mistake(column, `${key} is in line ${before} already.`);
    }
    for (const key of keys) seen.set(key, line);
  }

  return (cells, line) => {
    try {
      return read(cells, line);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      const order = cells[columns.get("order") ?? -1];
      return {
        line,
        ...(order !== undefined && order !== "" && { order: shown(order) }),
        reason: "ROW_INVALID",
        sentence: `${error.column}: ${error.message}`,
      };
    }
  };
}

function orderIn(text: string): string {
  if (text === "") throw new Mistake("order", "is empty.");
  if (text.length > MOST_OF_ORDER) throw new Mistake("order", `is longer than ${MOST_OF_ORDER} characters.`);
  if (!ORDER.test(text)) throw new Mistake("order", "must be one line of letters, digits and signs.");
  return text;
}

function holderIn(text: string): string {
  if (!isHex(text, 20)) throw new Mistake("holder", `"${shown(text)}" is not an address; write 0x and 40 hex digits.`);
  if (/^0x0*$/.test(text)) throw new Mistake("holder", "is the zero address, which has no key.");
  const right = checksummed(text);
  const digits = text.slice(2);
  // An address in one case has no checksum.
  if (digits !== digits.toLowerCase() && digits !== digits.toUpperCase() && text !== right) {
    throw new Mistake("holder", `${text} has a wrong checksum; check it for a typo.`);
  }
  return right;
}

function quantityIn(text: string, seats: number): number {
  if (text === "") return Math.max(1, seats);
  const quantity = Number(text);
  if (/^\d+$/.test(text) && quantity >= 1 && quantity <= MOST_RIGHTS) return quantity;
  throw new Mistake("quantity", `"${shown(text)}" is not a whole number from 1 to ${MOST_RIGHTS}.`);
}

function evidenceIn(text: string, quantity: number): `0x${string}`[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length > 0 && words.length !== quantity)
    throw new Mistake("evidence", `has ${words.length} words for ${quantity} rights.`);
  return words.map((word) => {
    if (!isHex(word)) throw new Mistake("evidence", "is not hex bytes.");
    return word;
  });
}

/** A value in a sentence, cut where it is too long. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
