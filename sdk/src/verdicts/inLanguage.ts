import { named } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import type { Language } from "./timeWriter.ts";

/** The texts of a language. Throws VALUE_INVALID for a language that has none. */
export function inLanguage<T>(texts: { readonly [language in Language]: T }, language: Language): T {
  if (Object.hasOwn(texts, language)) return texts[language];
  throw new PageError("VALUE_INVALID", { details: [`There are no sentences in ${named(language)}.`] });
}
