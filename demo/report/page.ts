import type { EventDocument } from "doorkey";
import { html, Markup } from "../../cli/src/pages/html.ts";
import { JOURNEY_STYLE } from "../../cli/src/pages/style.ts";
import type { Told } from "../journey.ts";
import { formatNumber } from "../screen.ts";
import type { Statement } from "../statement.ts";
import type { Chapter, Line } from "../story.ts";

/** The whole report as one page that needs nothing else. */
export function reportPage({ input: { event }, story, accounts, shown }: Told): string {
  const { sum } = accounts;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${event.name}: the books</title>
<style>${new Markup(JOURNEY_STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${event.name}</h1>
<p class="soft">${event.venue} · ${story.time(Date.parse(event.startsAt) / 1000)}</p>
<p>The life of ${formatNumber(sum.granted)} entry rights, from the first sale to the last admission, on a chain made for it.
The books below were read back from that chain.</p>
<ul class="figures">
${figure(sum.granted, "rights granted")}${figure(sum.admitted, "people admitted")}${figure(sum.returned, "given back")}${figure(accounts.turnedAway, "turned away at the gate")}${figure(accounts.requests, "requests relayed")}${figure(0, "ether held by teams and buyers")}
</ul>
</header>
<section>
<h2>The house</h2>
${event.classes.map(({ id, name }) => bar(name, accounts.ledger.classes.get(id)))}
<ul class="legend"><li><i class="in"></i>admitted</li><li><i class="away"></i>did not come</li><li><i class="freed"></i>freed, not reopened</li><li><i class="unsold"></i>unsold</li></ul>
</section>
<section>
<h2>The books</h2>
<div class="scroll">${statementTable(event, accounts.statement)}</div>
<p class="soft">Each last line follows from those above it, class by class; every figure was counted twice, from the chain and by the journey itself.</p>
</section>
<section>
<h2>One code</h2>
<div class="pass">
${new Markup(shown.svg)}
<div>
<p>Shown at ${story.time(shown.scannedAt)} in lane 1, signed by a ${shown.showing.key.kind} key for one person and one moment: <b class="yes">let in</b>.</p>
<p>Shown again six minutes later in lane 2, as a picture: <b class="no">refused</b>, by the gate without a network and by the chain for good.</p>
<p class="soft"><code>${shown.text}</code></p>
</div>
</div>
</section>
<section>
<h2>What was refused</h2>
<ul class="refusals">
${story.chapters.flatMap(({ lines }) => lines.filter(({ kind }) => kind === "refused")).map(refusalItem)}
</ul>
</section>
<section>
<h2>What happened</h2>
${story.chapters.map(chapterSection)}
</section>
<section>
<h2>What it cost</h2>
<div class="scroll">${plainTable(accounts.gas)}</div>
<p class="soft">Whole transactions, the forwarder among them: all paid by one relay key.</p>
</section>
<footer>Made by Doorkey's journey. A right is bound to a key and enters once; whoever has the key can still lend it.</footer>
</main>
</body>
</html>
`.text;
}

function figure(number: number, text: string): Markup {
  return html`<li><b>${formatNumber(number)}</b><span class="soft">${text}</span></li>`;
}

type Shares = {
  readonly supply: number;
  readonly admitted: number;
  readonly away: number;
  readonly freed: number;
  readonly unsold: number;
};

function bar(name: string, tally: Shares | undefined): Markup {
  if (tally === undefined) return html``;
  const part = (kind: string, places: number): Markup =>
    html`<i class="${kind}" style="width:${((100 * places) / tally.supply).toFixed(3)}%"></i>`;
  const { admitted, away, freed, unsold, supply } = tally;
  return html`<h3>${name} <span class="soft">${formatNumber(admitted)} in, of ${formatNumber(supply)} places</span></h3>
<div class="bar" role="img" aria-label="${admitted} admitted, ${away} did not come, ${freed} freed, ${unsold} unsold">${part("in", admitted)}${part("away", away)}${part("freed", freed)}${part("unsold", unsold)}</div>
`;
}

function statementTable({ classes }: EventDocument, { sections }: Statement): Markup {
  const head = ["", ...classes.map(({ name }) => name), "all"];
  return html`<table><thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
${sections.map(
  (rows) =>
    html`<tbody>${rows.map(
      ({ label, cells, isSum }) =>
        html`<tr class="${isSum ? "sum" : ""}"><th scope="row"><span class="sign">${label.slice(0, 1)}</span>${label.slice(2)}</th>${cells.map((cell) => html`<td>${formatNumber(cell)}</td>`)}</tr>`,
    )}</tbody>`,
)}</table>`;
}

function plainTable([head = [], ...rows]: readonly (readonly string[])[]): Markup {
  return html`<table><thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
</tbody></table>`;
}

function refusalItem({ text, note, said }: Line): Markup {
  const gate = said === undefined ? html`` : html`<span class="soft">The gate: ${said}</span>`;
  return html`<li><span>${text}</span><code class="no">${note}</code>${gate}</li>`;
}

function chapterSection({ title, when, lines }: Chapter): Markup {
  return html`<div class="chapter"><h3>${title}</h3><time>${when}</time><ul>${lines.map(lineItem)}</ul></div>
`;
}

function lineItem({ kind, number, text, note }: Line): Markup {
  const left =
    kind === "refused"
      ? html`<span class="no">refused</span>`
      : kind === "checked"
        ? html`<span class="yes">checked</span>`
        : html`<b>${number === "" ? "" : formatNumber(number)}</b>`;
  return html`<li>${left}<span>${text}${note === "" ? "" : html` <span class="soft">${note}</span>`}</span></li>`;
}
