import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { LANGUAGE_COOKIE, LANGUAGES, languageFor } from "../words/languages.ts";
import type { Words } from "../words/Words.ts";

/** What the site knows about each request. */
export type Site = { Variables: { words: Words } };

/** Finds the reader's language: the chosen one, else the browser's first that the site speaks. */
export const readLanguage: MiddlewareHandler<Site> = async (c, next) => {
  const chosen = getCookie(c, LANGUAGE_COOKIE);
  const preferred = c.req.header("accept-language")?.split(",") ?? [];
  const language = languageFor([chosen, ...preferred.map((one) => one.split(";")[0])]);
  c.set("words", LANGUAGES[language]);
  c.header("Content-Language", LANGUAGES[language].tag);
  c.header("Vary", "Accept-Language, Cookie", { append: true });
  await next();
};
