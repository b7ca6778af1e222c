/** The chart of the README: gas to issue a ticket, alone and in a batch of 100, and gas of its whole life. */

import { type Bar, bars, type Panel, panelHeight, text } from "./bars.ts";
import { lives } from "./life.ts";
import type { Results } from "./results.ts";
import { findRow, type GasRow } from "./rows.ts";
import { DOORKEY } from "./systems/doorkey.ts";
import { THEMES, type ThemeName } from "./themes.ts";

const WIDTH = 880;
const MARGIN = 24;
const GAP = 36;

/** The operations that are compared. Each does the same work: a ticket for each of N distinct holders. */
const issues: readonly (readonly [label: string, system: string, operation: string])[] = [
  ["Doorkey, standing", DOORKEY, "grant standing"],
  ["Doorkey, seated", DOORKEY, "grant seated"],
  ["Doorkey, a person to each right", DOORKEY, "grant tagged"],
  ["ERC-1155 (OpenZeppelin)", "OpenZeppelin ERC1155", "issue (unique ids)"],
  ["ERC-721 (Solady)", "Solady ERC721", "issue"],
  ["ERC-721 (OpenZeppelin)", "OpenZeppelin ERC721", "issue"],
  ["ERC721A", "ERC721A", "issue"],
  ["ERC-5192, minimal", "ERC-5192, minimal", "issue"],
  ["GET/OPN V2", "GET/OPN V2", "issue (primarySale)"],
  ["GET/OPN core", "GET/OPN core", "issue (primarySale)"],
  ["Kickback (no batch)", "Kickback", "issue (register)"],
  ["Unlock", "Unlock PublicLock V15", "issue (grantKeys)"],
  ["EAS", "EAS", "issue (multiAttest, empty data)"],
  ["POAP", "POAP", "issue (mint, which is the attendance)"],
  ["GMO (no batch)", "GMO Resale Deterred Ticket", "issue (createTicket)"],
];

/** The chart as an SVG document. */
export function chart({ setting, rows }: Results, themeName: ThemeName): string {
  const theme = THEMES[themeName];
  const panels = [issuePanel(rows), lifePanel(rows)];
  const footer = [
    `${setting.fork}; ${setting.compiler.split(";")[0]}; distinct holders, counters warm.`,
    "Batch: N in one transaction. Gas is that of the whole transaction divided by N.",
    "† constant from an earlier study, because the code is not on npm. All others are measured in one run: npm run bench:gas",
  ];

  const parts: string[] = [];
  let y = MARGIN;
  for (const panel of panels) {
    parts.push(bars(panel, { theme, y, width: WIDTH, margin: MARGIN }));
    y += panelHeight(panel) + GAP;
  }
  for (const line of footer) {
    parts.push(text(line, { x: MARGIN, y, size: 11, fill: theme.quiet }));
    y += 17;
  }
  const height = y + MARGIN - 17;
  const title = "Gas per ticket: Doorkey beside its peers";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}" font-family="-apple-system, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="${theme.ground}"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function issuePanel(rows: readonly GasRow[]): Panel {
  return {
    title: "Issue a ticket to each of N holders, gas per ticket",
    legend: [
      ["N = 1", "soft"],
      ["N = 100", "strong"],
    ],
    layout: "beside",
    bars: issues.map(([label, system, operation]): Bar => {
      const [one, hundred] = [1, 100].map((n) => findRow(rows, system, operation, n));
      return {
        label: marked(label, one ?? hundred),
        ours: system === DOORKEY,
        soft: one?.gasPerUnit,
        strong: hundred?.gasPerUnit,
      };
    }),
  };
}

function lifePanel(rows: readonly GasRow[]): Panel {
  return {
    title: "Whole life of a ticket in batches of 100: issue and entry, gas per ticket",
    legend: [
      ["issue", "strong"],
      ["entry (Doorkey: the chain checks the holder's signature; peers: the chain trusts the sender)", "soft"],
    ],
    layout: "stacked",
    bars: lives(rows).map(({ name, system, issue, entry }): Bar => {
      const label = marked(
        name,
        rows.find((row) => row.system === system),
      );
      return { label, ours: system === DOORKEY, strong: issue, soft: entry };
    }),
  };
}

function marked(label: string, row: GasRow | undefined): string {
  return row?.source.startsWith("constant") ? `${label} †` : label;
}
