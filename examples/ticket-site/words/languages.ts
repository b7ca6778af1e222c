import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { vi } from "./vi.ts";
import type { Words } from "./Words.ts";
import { zh } from "./zh.ts";

export const LANGUAGES = { en, ja, vi, zh } as const satisfies Readonly<Record<string, Words>>;

export type Language = keyof typeof LANGUAGES;

/** Cookie in which a browser keeps the language that its owner chose. Shop and ticket page read the same one. */
export const LANGUAGE_COOKIE = "language";

export function isLanguage(value: string | undefined): value is Language {
  return value !== undefined && Object.hasOwn(LANGUAGES, value);
}

/** The cookie of a chosen language. The page of the ticket sets it too, so it is not HttpOnly. Undefined for others. */
export function languageCookie(language: string | undefined): string | undefined {
  if (!isLanguage(language)) return undefined;
  return `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** Picks the first wish that the site speaks. A wish is a tag such as `zh-Hant-TW`; only its first part counts. */
export function languageFor(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.trim().split("-")[0]?.toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "en";
}
