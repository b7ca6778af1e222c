import { assertString } from "./assertString.ts";
import { htmlFault } from "./htmlFault.ts";

/** Scripts in which a joiner between two letters changes how they are written. */
const JOINING = [
  "Arabic",
  "Bengali",
  "Devanagari",
  "Gujarati",
  "Gurmukhi",
  "Kannada",
  "Khmer",
  "Malayalam",
  "Mongolian",
  "Myanmar",
  "Nko",
  "Oriya",
  "Sinhala",
  "Syriac",
  "Tamil",
  "Telugu",
  "Tibetan",
]
  .map((script) => `\\p{Script=${script}}`)
  .join("");

/** Joiners and selectors where writing needs them: between such letters, and in emoji. */
const NEEDED =
  `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])` +
  "|(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})" +
  "|(?<=\\p{Emoji})[\\ufe0e\\ufe0f]";

const BREAKING = "[\\p{Cc}\\p{Zl}\\p{Zp}]";
const TURNING = "[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]";
/** Characters without a shape of their own. Fillers and selectors are letters and marks to Unicode. */
const INVISIBLE =
  "[\\p{Cf}\\p{Co}\\p{Noncharacter_Code_Point}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f" +
  "\\u2800\\u3164\\uffa0\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]";

/** The kinds of characters that a reader does not see, in this order. The first kind is harmless. */
const HIDDEN = new RegExp(`(${NEEDED})|(${BREAKING})|(${TURNING})|(${INVISIBLE})`, "gu");

/** More marks on one letter are drawn over the lines above and below. */
const STACKED = /\p{M}{6}/u;

/**
 * Says what makes a text unfit as a name that people read: control characters, characters that are invisible or turn
 * the text around them, and HTML.
 *
 * @returns The rest of a sentence whose subject is the name; undefined if the name is fit.
 */
export function nameFault(text: string): string | undefined {
  if (!text.isWellFormed()) return "must not contain an incomplete character.";
  for (const [found, needed, breaking, turning] of text.matchAll(HIDDEN)) {
    if (needed !== undefined) continue;
    if (breaking !== undefined) return "must not contain line breaks or other control characters.";
    return `must not contain ${codeOf(found)}, which ${turning === undefined ? "is invisible" : "turns the text around it"}.`;
  }
  if (/^\p{M}/u.test(text)) return `must not begin with ${codeOf(text)}, a mark that needs a letter before it.`;
  if (STACKED.test(text)) return "must not stack more than five marks on one letter.";
  return htmlFault(text);
}

/**
 * Replaces the characters of a text that could steer a terminal, forge a line, turn the text around them or hide.
 *
 * @param text Any text, such as a name that another party chose.
 * @example
 * import { visibleText } from "doorkey/organizer";
 *
 * console.log(visibleText("VIP\nstaff")); // VIP�staff
 */
export function visibleText(text: string): string {
  assertString("text", text);
  return text.replace(HIDDEN, (_found, needed: string | undefined) => needed ?? "\ufffd").toWellFormed();
}

/** `U+202E` */
export function codeOf(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
