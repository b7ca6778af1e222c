import { readFile } from "node:fs/promises";
import { ConfigError, type Mistake } from "doorkey-server";

/** A right that the reference of an order names. */
export type Guest = { readonly reference: string; readonly serial: number };

const MOST = 200_000;

/**
 * Reads which rights the references of orders name: a line each, the reference, a comma, the right's id. The first line
 * may be a heading.
 *
 * @throws ConfigError with every mistake and its line.
 */
export async function readGuests(file: string, eventId: number): Promise<Guest[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new ConfigError(file, [{ path: "", message: "cannot be read" }]);
  });
  const mistakes: Mistake[] = [];
  const guests = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .flatMap((line, i): Guest[] => {
      const [reference = "", right = "", ...rest] = line.split(",").map((cell) => cell.trim());
      if (line.trim() === "" || (i === 0 && !/^\d+$/.test(right))) return [];
      const problem = problemOf({ reference, right, rest, eventId });
      if (problem === undefined) return [{ reference, serial: Number(BigInt(right) & 0xffff_ffffn) }];
      mistakes.push({ path: reference || "(no reference)", line: i + 1, message: problem });
      return [];
    });
  if (guests.length > MOST) mistakes.push({ path: "", message: `has more than ${MOST} lines` });
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);
  return guests;
}

type Row = {
  readonly reference: string;
  readonly right: string;
  readonly rest: readonly string[];
  readonly eventId: number;
};

function problemOf({ reference, right, rest, eventId }: Row): string | undefined {
  if (rest.length > 0) return "must have two cells, the reference and the right's id";
  if (reference === "" || reference.length > 80) return "the reference must have 1 to 80 characters";
  if (!/^\d{1,20}$/.test(right)) return `"${right.slice(0, 30)}" is not the id of a right`;
  return BigInt(right) >> 32n === BigInt(eventId) ? undefined : `the right is not of event ${eventId}`;
}
