import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import type { MistakeList } from "./mistakes.ts";

/**
 * Decodes a file as UTF-8. If its bytes are not UTF-8, returns undefined and adds a mistake that names the first line
 * with such bytes, and what to do.
 *
 * @param bytes The file's content.
 * @param mistakes The list that gets the mistake.
 * @param options.utf16 Whether to read UTF-16 too, as spreadsheets write it. Defaults to false.
 * @example
 * import { readFile } from "node:fs/promises";
 * import { decodeText, MistakeList } from "doorkey/organizer";
 *
 * const mistakes = new MistakeList("grants.csv");
 * const text = decodeText(await readFile("grants.csv"), mistakes);
 * console.log(text?.split("\n").length, mistakes.all);
 */
export function decodeText(
  bytes: Uint8Array,
  mistakes: MistakeList,
  options: decodeText.Options = {},
): string | undefined {
  given("mistakes", mistakes, "add");
  const { utf16 = false } = given("options", options);
  if (!(bytes instanceof Uint8Array))
    throw new PageError("VALUE_INVALID", { details: ["bytes must be a Uint8Array."] });
  const encoding = utf16Of(bytes);
  if (encoding === undefined) return decodeUtf8(bytes, mistakes, utf16);
  if (!utf16) {
    mistakes.add({}, "the file is UTF-16 text; save it as UTF-8.");
    return undefined;
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    mistakes.add({}, "the file ends in the middle of a character, or is not UTF-16 text; save it again, as UTF-8.");
    return undefined;
  }
}

export declare namespace decodeText {
  type Options = { readonly utf16?: boolean };
}

function decodeUtf8(bytes: Uint8Array, mistakes: MistakeList, isTable: boolean): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
    mistakes.add({}, "the file is not text; it has binary content.");
  } catch {
    explainBytes(bytes, mistakes, isTable);
  }
  return undefined;
}

/** The byte order of UTF-16 text: by its mark, or because every second byte at its start is zero. */
function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const start = bytes.subarray(0, 16);
  const isText = (byte: number, i: number, zeros: number) => (byte === 0) === (i % 2 === zeros);
  if (start.length < 4 || start.length % 2 === 1) return undefined;
  if (start.every((byte, i) => isText(byte, i, 1))) return "utf-16le";
  return start.every((byte, i) => isText(byte, i, 0)) ? "utf-16be" : undefined;
}

function explainBytes(bytes: Uint8Array, mistakes: MistakeList, isTable: boolean): void {
  if (bytes.includes(0)) {
    mistakes.add({}, "the file is not text; it has binary content.");
    return;
  }
  const before = validStart(bytes);
  const row = before.split("\n").length;
  const at = new TextEncoder().encode(before).length;
  const rest = bytes.subarray(at);
  if (rest.length < 4 && isBeginning(rest)) {
    mistakes.add({ row }, "the file ends in the middle of a character; it was cut off.");
    return;
  }
  const shown = new TextDecoder("windows-1252").decode(rest.subarray(0, 1));
  const ansi = /^[\p{L}\p{P}\p{S}]$/u.test(shown) ? `, and would be "${shown}" in ANSI (windows-1252)` : "";
  const byte = (rest[0] ?? 0).toString(16).toUpperCase();
  const inExcel = isTable ? ', in Excel as "CSV UTF-8 (comma delimited)"' : "";
  mistakes.add({ row }, `the byte ${byte} is not UTF-8 text${ansi}; save the file as UTF-8${inExcel}.`);
}

/** The text before the first byte that is not UTF-8. */
function validStart(bytes: Uint8Array): string {
  let [low, high] = [0, bytes.length];
  // Decoding a stream keeps an unfinished character back, so that a part ends anywhere.
  const decode = (end: number): string | undefined => {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end), {
        stream: true,
      });
    } catch {
      return undefined;
    }
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (decode(middle) === undefined) high = middle - 1;
    else low = middle;
  }
  return decode(low) ?? "";
}

/** Whether bytes are the beginning of one character that was cut off. */
function isBeginning(bytes: Uint8Array): boolean {
  const [first = 0, ...others] = bytes;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  return bytes.length < length && others.every((byte) => byte >> 6 === 0b10);
}
