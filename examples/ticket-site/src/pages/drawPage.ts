import type { BallotTerms, EventDocument } from "doorkey";
import { html } from "hono/html";
import { atVenue } from "../../words/times.ts";
import type { Words } from "../../words/Words.ts";
import { eventFacts } from "./eventFacts.ts";
import { MOST } from "./frontPage.ts";
import { type Html, layout } from "./layout.ts";

type Draw = {
  readonly words: Words;
  readonly document: EventDocument;
  readonly class_: { readonly id: number; readonly name: string };
  readonly terms: BallotTerms;
  /** Whether the shop still takes entries. */
  readonly isOpen: boolean;
  /** Name of the entry whose party the fan joins. */
  readonly party: string | undefined;
  /** What the page's script needs: the event of the phone's key, the agent, and the page of the attester. */
  readonly data: Readonly<Record<"chain" | "registry" | "event" | "agent" | "check", string | number>>;
};

/** Seconds between the seal of a draw and its round of the beacon. */
const GAP = 3_600;

/** Where fans enter the draw of a class. */
export const drawPath = (classId: number): string => `/draws/${classId}`;

/** What a draw is, its times, and the form that enters it. */
export function drawPage({ words, document, class_, terms, isOpen, party, data }: Draw): Html {
  const { draw } = words;
  const at = (seconds: number) => atVenue(words.tag, seconds, document.startsAt);
  const content = html`<section class="card">
    <p class="eyebrow">${draw.title(class_.name)}</p>
    <h1>${document.name}</h1>
    ${eventFacts(words, document)}
    <p>${draw.noRace}</p>
    <ul>
      <li>${draw.enterUntil(at(terms.listUntil))}</li>
      ${terms.by === "person" ? html`<li>${draw.appealUntil(at(terms.sealAt))}</li>` : ""}
      <li>${draw.drawnOn(at(terms.sealAt + GAP))}</li>
    </ul>
    <p id="entered" hidden><a href="">${draw.yourEntry}</a></p>
    ${isOpen ? "" : html`<p role="status" class="notice bad">${draw.closed}</p>`}
    ${isOpen || terms.by === "person" ? form({ words, terms, class_, isOpen, party, data }) : ""}
    <p><a href="/">${words.shop.backToShop}</a></p>
  </section>`;
  return layout({ words, title: draw.title(class_.name), content, script: "/draw.js", path: drawPath(class_.id) });
}

type Form = Pick<Draw, "words" | "terms" | "class_" | "isOpen" | "party" | "data">;

const form = ({ words, terms, class_, isOpen, party, data }: Form) => html`
  <form id="enter" data-class="${class_.name}" data-id="${class_.id}" data-by="${terms.by}" data-chain="${data.chain}"
    data-registry="${data.registry}" data-event="${data.event}" data-agent="${data.agent}" data-check="${data.check}"
    data-party="${party ?? ""}">
    ${party === undefined ? "" : html`<p class="notice">${words.draw.withFriends}</p>`}
    ${
      terms.by === "person"
        ? html`<p class="small">${isOpen ? words.draw.whyCheck : words.draw.enteredBefore}</p>`
        : html`<label for="places">${words.shop.howMany}</label>
    <select id="places">${Array.from({ length: MOST }, (_, i) => html`<option>${i + 1}</option>`)}</select>`
    }
    ${isOpen ? html`<p class="small">${words.draw.thisPhone}</p>` : ""}
    <p id="failed" role="alert" class="notice bad" hidden></p>
    <button disabled>${terms.by === "key" ? words.draw.enter : isOpen ? words.draw.confirm : words.draw.confirmAgain}</button>
  </form>
  <noscript><p class="notice bad">${words.failed.noJavaScript}</p></noscript>`;
