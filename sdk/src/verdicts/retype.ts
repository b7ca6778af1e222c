import { BASE45_SIGNS } from "../codes/base45.ts";
import { keyboardLayouts, TYPED_SIGNS } from "./keyboardLayouts.ts";

/** The accent that a dead key holds back, by the mark that it leaves on the next letter. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0300": "`",
  "\u0301": "´",
  "\u0302": "^",
  "\u0303": "~",
  "\u0308": "¨",
  "\u030c": "ˇ",
  "\u0327": "¸",
};

/** The sign that a scanner meant, by what a host shows. */
type Meant = ReadonlyMap<string, string>;

function meantBy(shown: string): Meant {
  const meant = new Map(Array.from(TYPED_SIGNS, (sign, i) => [shown.charAt(i), sign]));
  // Apple's layouts have the euro where others have the sign for any currency.
  const currency = meant.get("¤");
  return currency === undefined || meant.has("€") ? meant : meant.set("€", currency);
}

/** The layout with Y and Z in each other's place, because many countries have it in both forms. */
function turned(shown: string): string {
  const [y, z] = [TYPED_SIGNS.indexOf("Y"), TYPED_SIGNS.indexOf("Z")];
  return Array.from(shown, (sign, i) => (i === y ? shown.charAt(z) : i === z ? shown.charAt(y) : sign)).join("");
}

const USUAL = Object.values(keyboardLayouts).map(meantBy);
const TURNED = Object.values(keyboardLayouts).map((shown) => meantBy(turned(shown)));

/**
 * What a scanner may have meant that typed US keys into a host with another layout, with Caps Lock on or off. Each text
 * is possible; a caller keeps the one that is a code.
 */
export function retype(text: string): readonly string[] {
  return retypeBy(text, USUAL);
}

/** The same for the rarer forms of the layouts. */
export function retypeRarely(text: string): readonly string[] {
  return retypeBy(text, TURNED);
}

function retypeBy(text: string, layouts: readonly Meant[]): readonly string[] {
  const typed = [text, swapCase(text)];
  return typed.flatMap((one) => layouts.flatMap((layout) => invert(one, layout) ?? []));
}

/** Undefined if the layout cannot show such a text. */
function invert(text: string, meant: Meant): string | undefined {
  let result = "";
  for (const sign of text) {
    const known = meant.get(sign) ?? invertAccent(sign, meant);
    if (known === undefined) return undefined;
    result += known;
  }
  return result;
}

/** Two keys that show one sign: a dead key, then a letter. */
function invertAccent(sign: string, meant: Meant): string | undefined {
  const [letter = "", mark = ""] = sign.normalize("NFD");
  const [first, second] = [meant.get(ACCENTS[mark] ?? ""), meant.get(letter)];
  return first === undefined || second === undefined ? undefined : first + second;
}

/** The text as Caps Lock turns it. */
export function swapCase(text: string): string {
  return Array.from(text, (sign) => {
    const lower = sign.toLowerCase();
    const other = sign === lower ? sign.toUpperCase() : lower;
    return other.length === sign.length ? other : sign;
  }).join("");
}

/** Lengths of codes, with room for dead keys that swallow a sign, and for what a scanner puts around a code. */
const SHORTEST = 90;
const LONGEST = 200;

/** Whether a text has the look of a code that a scanner typed through a layout that has no row. */
export function looksRetyped(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || /\p{Cc}|:\/\//u.test(text)) return false;
  const signs = Array.from(text);
  const isStrange = signs.some((sign) => !BASE45_SIGNS.includes(sign.toUpperCase()));
  const share = (pattern: RegExp) => signs.filter((sign) => pattern.test(sign)).length / signs.length;
  // A code is in capitals, and Caps Lock turns all of them. Keys for digits may show small letters.
  const minor = Math.min(share(/\p{Ll}/u), share(/\p{Lu}/u));
  return (
    isStrange &&
    new Set(signs).size >= 20 &&
    minor <= 0.3 &&
    share(/[\p{L}\p{M}]/u) >= 0.2 &&
    share(/[^\p{L}\p{M}\p{N}\s]/u) >= 0.015 &&
    share(/\s/u) <= 0.1
  );
}
