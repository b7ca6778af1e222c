import type { Language } from "doorkey/code";
import { en } from "./en.ts";
import type { Words } from "./Words.ts";

/** Each language by its own name. */
export const LANGUAGES: { readonly [language in Language]: string } = {
  en: "English",
  ja: "日本語",
  vi: "Tiếng Việt",
  zh: "中文",
};

/** A device downloads the words of its own language, and its service worker the others. English comes with the page. */
const WORDS: { readonly [language in Language]: () => Promise<Words> } = {
  en: async () => en,
  ja: async () => (await import("./ja.ts")).ja,
  vi: async () => (await import("./vi.ts")).vi,
  zh: async () => (await import("./zh.ts")).zh,
};

/** Loads the texts of the page in a language. Fails if neither a network nor the service worker has them. */
export function wordsIn(language: Language): Promise<Words> {
  return WORDS[language]();
}

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
