import type { Language } from "doorkey/code";
import { en } from "./en.ts";
import type { Words } from "./Words.ts";

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
