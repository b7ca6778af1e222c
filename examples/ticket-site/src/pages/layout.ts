import { html } from "hono/html";
import { LANGUAGES } from "../../words/languages.ts";
import type { Words } from "../../words/Words.ts";

export type Html = ReturnType<typeof html>;

type Page = {
  readonly words: Words;
  readonly title: string;
  readonly content: Html;
  /** Path of the page's script. Defaults to none. */
  readonly script?: string;
  /** Where the reader comes back to from a change of language. Defaults to the front page. */
  readonly path?: string;
};

/** A page of the shop, in the reader's language, with the other languages at its end. */
export const layout = ({ words, title, content, script, path = "/" }: Page): Html => html`<!doctype html>
<html lang="${words.tag}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="/icon.svg">
    <link rel="stylesheet" href="/style.css">
    ${script === undefined ? "" : html`<script type="module" src="${script}"></script>`}
  </head>
  <body>
    <main id="view" tabindex="-1">${content}</main>
    <nav class="languages" aria-label="${words.language}">
      ${Object.entries(LANGUAGES).map(([language, { tag, name }]) =>
        tag === words.tag
          ? html`<span lang="${tag}" aria-current="true">${name}</span>`
          : html`<a href="/language/${language}?to=${encodeURIComponent(path)}" lang="${tag}" hreflang="${tag}">${name}</a>`,
      )}
    </nav>
  </body>
</html>`;
