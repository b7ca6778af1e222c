import { randomInt } from "node:crypto";

/** Without letters and digits that look alike. */
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** A number for the receipt: short enough to be read out. */
export function newOrder(): string {
  return `B-${Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("")}`;
}
