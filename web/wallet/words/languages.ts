import type { Language } from "doorkey/code";
import type { Words } from "./Words.ts";

/** A phone downloads the words of its own language, and its service worker the others. */
const WORDS: { readonly [language in Language]: () => Promise<Words> } = {
  en: async () => (await import("./en.ts")).en,
  ja: async () => (await import("./ja.ts")).ja,
  vi: async () => (await import("./vi.ts")).vi,
  zh: async () => (await import("./zh.ts")).zh,
};

/** A language with the texts of the wallet in it. */
export type Speech = { readonly language: Language; readonly words: Words };

/** Loads the texts of the wallet in a language. Fails if neither a network nor the service worker has them. */
export async function speechIn(language: Language): Promise<Speech> {
  return { language, words: await WORDS[language]() };
}

/** Loads the texts in a language, else those in another. Fails if neither can be had. */
export function speechOr(wish: Language, other: Language): Promise<Speech> {
  return speechIn(wish).catch(() => speechIn(other));
}
