import type { Language } from "doorkey/code";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { vi } from "./vi.ts";
import type { Words } from "./Words.ts";
import { zh } from "./zh.ts";

/** The texts of the page in each language that verdicts have. */
export const LANGUAGES: { readonly [language in Language]: Words } = { en, ja, vi, zh };

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/** Picks the first wish that the page speaks. A wish is a tag such as `zh-Hant-TW`; only its first part counts. */
export function languageFor(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.trim().split("-")[0]?.toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "en";
}
