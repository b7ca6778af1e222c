import { html } from "hono/html";
import type { Words } from "../../words/Words.ts";
import { type Html, layout } from "./layout.ts";

type EntryLink = {
  readonly words: Words;
  readonly id: string;
  /** Where the fan entered. */
  readonly draw: string;
  /** Page of the attester. */
  readonly check: string;
};

/** The page of an entry. Its script asks for the entry, and shows it. */
export function entryPage({ words, id, draw, check }: EntryLink): Html {
  const content = html`<section class="card" id="entry" aria-busy="true" data-id="${id}" data-draw="${draw}"
    data-check="${check}"><h1>${words.ticket.oneMoment}</h1></section>
    <noscript><p class="notice bad">${words.failed.noJavaScript}</p></noscript>`;
  return layout({ words, title: words.draw.yourEntry, content, script: "/entry.js", path: `/entries/${id}` });
}
