/** The look of our pages, light and dark. It loads no font, picture or script. */
const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #1d1c1a; --soft: #6b6760; --line: #e2ded5; --card: #fff;
  --in: #2f7d5b; --away: #c9a227; --freed: #b0603a; --unsold: #d8d3c8; --no: #b3362b; --live: #5b7fb5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161614; --ink: #eceae4; --soft: #9d988e; --line: #33312d; --card: #1f1e1b;
    --in: #5cb88d; --away: #dcbb4e; --freed: #d88a62; --unsold: #45423c; --no: #ee8579; --live: #7da2dc;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.15; margin: 0 0 .25rem; letter-spacing: -.02em; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 3rem 0 1rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .75rem; max-width: 44rem; }
.soft { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1.75rem 0; padding: 0; list-style: none; }
.figures li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem .9rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 0 .3rem 1rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: normal; }
thead th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--line); }
tbody + tbody tr:first-child > * { border-top: 1px solid var(--line); }
tbody th { font-weight: 400; }
tr.sum > * { font-weight: 650; }
.sign { display: inline-block; width: 1rem; color: var(--soft); }
.scroll + p { margin-top: .75rem; }
h3 .soft { font-weight: 400; }
.bar { display: flex; height: 1.1rem; border-radius: .3rem; overflow: hidden; margin: .3rem 0 .9rem; background: var(--unsold); }
.bar i { display: block; }
.in { background: var(--in); } .live { background: var(--live); } .away { background: var(--away); } .freed { background: var(--freed); } .unsold { background: var(--unsold); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: 0; list-style: none; color: var(--soft); font-size: .9rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .2rem; margin-right: .4rem; vertical-align: -.05rem; }
code { font: .875em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 36rem) {
  th, td { padding-left: .6rem; }
}
`;

/** Style of the demo's report. */
export const JOURNEY_STYLE = `${PAGE_STYLE}
.refusals { list-style: none; margin: 0; padding: 0; }
.refusals li { display: grid; grid-template-columns: 1fr auto; column-gap: 1rem; padding: .35rem 0; border-top: 1px solid var(--line); }
.refusals .soft { grid-column: 1 / -1; font-size: .9rem; }
.chapter { border-left: 2px solid var(--line); padding: 0 0 1.5rem 1.1rem; margin-left: .35rem; position: relative; }
.chapter::before { content: ""; position: absolute; left: -.41rem; top: .45rem; width: .7rem; height: .7rem; border-radius: 50%; background: var(--ink); }
.chapter:last-child { border-color: transparent; }
.chapter time { color: var(--soft); font-size: .9rem; }
.chapter ul { list-style: none; margin: .5rem 0 0; padding: 0; }
.chapter li { display: grid; grid-template-columns: 4.5rem 1fr; column-gap: .9rem; padding: .15rem 0; }
.chapter li > :first-child { text-align: right; font-variant-numeric: tabular-nums; }
.no { color: var(--no); }
.yes { color: var(--in); }
.pass { display: grid; grid-template-columns: minmax(0, 17rem) 1fr; gap: 1.5rem; align-items: start; }
.pass svg { width: 100%; height: auto; border-radius: .6rem; display: block; border: 1px solid var(--line); }
@media (max-width: 36rem) {
  .pass, .refusals li { grid-template-columns: 1fr; }
  .pass svg { max-width: 17rem; }
  .chapter li { grid-template-columns: 3.6rem 1fr; column-gap: .7rem; }
}
`;

/** Style of an event's report: columns over time, in six colours that differ in lightness too. */
export const REPORT_STYLE = `${PAGE_STYLE}
:root { --c0: #2f7d5b; --c1: #c9a227; --c2: #5b7fb5; --c3: #b0603a; --c4: #7a5a96; --c5: #8a8578; }
@media (prefers-color-scheme: dark) { :root { --c0: #5cb88d; --c1: #dcbb4e; --c2: #7da2dc; --c3: #d88a62; --c4: #b292cf; --c5: #aaa598; } }
section > h3 { margin: 1.5rem 0 .5rem; }
.chart { width: 100%; min-width: 34rem; height: auto; display: block; }
.chart text { fill: var(--soft); font: 12px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.chart line { stroke: var(--line); }
.c0 { fill: var(--c0); background: var(--c0); } .c1 { fill: var(--c1); background: var(--c1); } .c2 { fill: var(--c2); background: var(--c2); }
.c3 { fill: var(--c3); background: var(--c3); } .c4 { fill: var(--c4); background: var(--c4); } .c5 { fill: var(--c5); background: var(--c5); }
.legend { margin: .3rem 0 1rem; }
`;

/** Style of an audit: statements with their verdicts, and the charts of an event's report. */
export const AUDIT_STYLE = `${REPORT_STYLE}
:root { --flag: #9a6b00; --unknown: #5d5a80; }
@media (prefers-color-scheme: dark) { :root { --flag: #e0b45c; --unknown: #b3aee0; } }
.verdict { font-size: .85rem; white-space: nowrap; }
.figures .verdict { font-size: .95rem; display: inline; }
.verdict.false { color: var(--no); } .verdict.flag { color: var(--flag); } .verdict.unknown { color: var(--unknown); } .verdict.holds { color: var(--in); }
.say { margin: 0; padding-left: 1.5rem; }
.say li { padding: .25rem 0; overflow-wrap: anywhere; }
.statements, .evidence { list-style: none; margin: 0; padding: 0; }
.statements > li { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .55rem 0; display: flex; flex-wrap: wrap; gap: .1rem .75rem; align-items: baseline; }
summary > span { flex: 1 1 18rem; }
summary > .verdict { flex: 0 0 6rem; }
summary code { color: var(--soft); }
details > :not(summary) { margin-left: 1rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0 0 .75rem 1rem; }
dl div { display: flex; gap: .5rem; }
dt { color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.evidence { font-size: .9rem; margin: 0 0 .75rem 1rem; }
.evidence li { padding: .2rem 0; overflow-wrap: anywhere; }
.where { color: var(--soft); margin-left: .4rem; }
.gone { border-left: 3px solid var(--unknown); padding-left: .75rem; }
.steps { fill: none; stroke: var(--c0); stroke-width: 2; }
.chart line.least { stroke: var(--no); stroke-dasharray: 5 4; }
.legend i.least { background: var(--no); }
.strip { width: 100%; height: 1.75rem; display: block; background: var(--unsold); border-radius: .3rem; }
.ends { display: flex; justify-content: space-between; max-width: none; font-size: .85rem; }
footer .evidence { margin-left: 0; }
`;
