import type { Language } from "doorkey/code";

/** Each language of the pages by its own name. */
export const LANGUAGES: { readonly [language in Language]: string } = {
  en: "English",
  ja: "日本語",
  vi: "Tiếng Việt",
  zh: "中文",
};

/** How each language writes dates and numbers. */
export const LOCALES: { readonly [language in Language]: string } = { en: "en-GB", ja: "ja", vi: "vi", zh: "zh" };

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/** Picks the first wish that the pages speak. A wish is a tag such as `zh-Hant-TW`; only its first part counts. */
export function languageFor(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.trim().split("-")[0]?.toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "en";
}
