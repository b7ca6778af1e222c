import { decodeText, type MistakeList } from "doorkey/organizer";
import { readDelimited } from "./readDelimited.ts";
import { readXlsx } from "./readXlsx.ts";
import { MAX_TABLE_BYTES, type Sheet } from "./Sheet.ts";
import type { SheetTerms } from "./SheetTerms.ts";

const SAVE = 'save it as .xlsx, or as "CSV UTF-8"';

/** What the first bytes of files are that people take for a table. */
const OTHERS: readonly (readonly [start: string, sentence: string])[] = [
  ["\xd0\xcf\x11\xe0", `the file is an old Excel file (.xls), or has a password; in Excel, ${SAVE}.`],
  ["%PDF", "the file is a PDF, not a table; export the table itself."],
  ["\x1f\x8b", "the file is compressed; unpack it first."],
  ["\x89PNG", "the file is a picture, not a table."],
  ["\xff\xd8\xff", "the file is a picture, not a table."],
  ["GIF8", "the file is a picture, not a table."],
  ["{\\rtf", `the file is a text document, not a table; in a spreadsheet, ${SAVE}.`],
];

/** Reads the rows of a table: text with a separator, in UTF-8 or UTF-16, or a spreadsheet (.xlsx). */
export async function readSheet(bytes: Uint8Array, terms: SheetTerms): Promise<Sheet | undefined> {
  if (isTooLarge(bytes, terms.mistakes)) return undefined;
  return startOf(bytes).startsWith("PK\x03\x04") ? await readXlsx(bytes, terms) : readTextSheet(bytes, terms);
}

/** Reads the rows of a table that is text, as `readSheet` does. */
export function readTextSheet(bytes: Uint8Array, terms: SheetTerms): Sheet | undefined {
  const { mistakes } = terms;
  if (isTooLarge(bytes, mistakes)) return undefined;
  const start = startOf(bytes);
  const other = OTHERS.find(([mark]) => start.startsWith(mark))?.[1];
  if (other !== undefined) {
    mistakes.add({}, other);
    return undefined;
  }
  const text = decodeText(bytes, mistakes, { utf16: true });
  if (text === undefined) return undefined;
  const kind = /^\s*[[{]/.test(text) ? "JSON" : /^\s*<(?:!doctype|html|table|\?xml|script)/i.test(text) ? "HTML" : "";
  if (kind === "") return readDelimited(text, terms);
  mistakes.add({}, `the file is ${kind}, not a table; in a spreadsheet, ${SAVE}.`);
  return undefined;
}

function isTooLarge({ length }: Uint8Array, mistakes: MistakeList): boolean {
  if (length <= MAX_TABLE_BYTES) return false;
  mistakes.add({}, `the file has ${length} bytes, more than ${MAX_TABLE_BYTES}; split it.`);
  return true;
}

function startOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 8));
}
