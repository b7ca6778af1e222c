import { LANGUAGE_COOKIE, LANGUAGES, languageFor } from "../words/languages.ts";
import type { Words } from "../words/Words.ts";

/** The texts in the language that the reader chose, else in the browser's first that the site speaks. */
export const words: Words = LANGUAGES[languageFor([chosen(), ...navigator.languages])];

function chosen(): string | undefined {
  const cookies = document.cookie.split("; ").map((cookie) => cookie.split("="));
  return cookies.find(([name]) => name === LANGUAGE_COOKIE)?.[1];
}
