import { html } from "hono/html";
import type { Words } from "../../words/Words.ts";
import { type Html, layout } from "./layout.ts";

/** What a person reads when a page fails. Scripts get the same as JSON. */
export function problemPage(words: Words, problem: { readonly message: string; readonly advice: string }): Html {
  const content = html`<section class="card">
    <h1>${problem.message}</h1>
    <p role="alert" class="notice bad">${problem.advice}</p>
    <p><a href="/">${words.shop.backToShop}</a></p>
  </section>`;
  return layout({ words, title: problem.message, content });
}
