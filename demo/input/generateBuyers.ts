// Writes examples/concert/buyers.csv: `node --import tsx demo/input/generateBuyers.ts`.
// The same count and seed always make the same file; a test proves that the committed one is fresh.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { randomBySeed } from "../../tools/support/randomBySeed.ts";

export const COUNT = 1_000;
export const SEED = 20_270_320;

/** Share of party sizes 1 to 4, in percent. */
const PARTY_PERCENT = [45, 40, 7, 8];
const BLOCKS = ["A", "B"];
const ROWS = 10;
const SEATS_IN_ROW = 40;

/** The orders of `count` buyers: about 56 % standing, 40 % seated, 4 % staff, in the order they came in. */
export function generateBuyers(count: number, seed: number): string {
  const random = randomBySeed(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const hall = new Hall();
  const staff = Math.max(5, Math.round(count * 0.04));
  const seated = Math.round(count * 0.4);

  const partySize = (): number => {
    const point = below(100);
    return PARTY_PERCENT.filter((_, i) => sum(PARTY_PERCENT.slice(0, i)) <= point).length;
  };
  /** A fifth of the small standing parties showed their identity cards: each guest is one person, no more than twice. */
  const cards = (quantity: number): string[] =>
    quantity <= 2 && below(5) === 0
      ? Array.from({ length: quantity }, (_, i) => `card-${100_000 + below(800_000) + i}`)
      : [];

  const rows = Array.from({ length: count }, (_, i): string[] => {
    // Every fifth of the staff is not known by name yet.
    if (i < staff) return ["staff", "1", "", i % 5 === 4 ? "" : `crew-${String(i + 1).padStart(3, "0")}`];
    const quantity = partySize();
    if (i < staff + seated) return ["seated", String(quantity), hall.seat(quantity).join(" "), ""];
    return ["standing", String(quantity), "", cards(quantity).join(" ")];
  });
  for (let i = rows.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [rows[i], rows[j]] = [rows[j] ?? [], rows[i] ?? []];
  }
  const lines = rows.map((cells, i) => [`H-${10_001 + i}`, ...cells].join(","));
  return `order,class,quantity,seats,evidence\n${lines.join("\n")}\n`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** Seats parties side by side, in the first row with room. */
class Hall {
  readonly #rows = BLOCKS.flatMap((block) =>
    Array.from({ length: ROWS }, (_, row) => ({ label: `${block}-${row + 1}`, taken: 0 })),
  );

  seat(party: number): string[] {
    const row = this.#rows.find(({ taken }) => taken + party <= SEATS_IN_ROW);
    if (row === undefined) throw new Error("the hall is full: fewer buyers, or another seed");
    return Array.from({ length: party }, () => `${row.label}-${++row.taken}`);
  }
}

const file = fileURLToPath(new URL("../../examples/concert/buyers.csv", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, generateBuyers(COUNT, SEED));
