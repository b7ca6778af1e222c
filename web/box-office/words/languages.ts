import type { Language } from "doorkey/code";
import { en } from "./en.ts";
import type { Words } from "./Words.ts";

/** A clerk downloads the words of one language. English comes with the page. */
const WORDS: { readonly [language in Language]: () => Promise<Words> } = {
  en: async () => en,
  ja: async () => (await import("./ja.ts")).ja,
  vi: async () => (await import("./vi.ts")).vi,
  zh: async () => (await import("./zh.ts")).zh,
};

/** Loads the texts of the page in a language. */
export function wordsIn(language: Language): Promise<Words> {
  return WORDS[language]();
}
