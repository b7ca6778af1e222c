/** The blocks of docs/performance.md and of the README, generated from bench/results/gas.json. */

import { KEY_KINDS } from "doorkey-test-support/keys";
import { baselines } from "../baseline.ts";
import { greatestDeviation } from "../compare.ts";
import { lifeRatios, lives } from "../life.ts";
import { type Results, SIZES } from "../results.ts";
import type { GasRow } from "../rows.ts";
import { DOORKEY } from "../systems/doorkey.ts";
import { cellText, figure, operationsOf } from "../table.ts";
import { markdownTable } from "./blocks.ts";
import { floorTable } from "./floor.ts";
import { growthTable } from "./growth.ts";
import { blockTable, stadiumTable } from "./night.ts";

/** Every block by its name. */
export function figures({ setting, rows }: Results, amsterdam: Results): Readonly<Record<string, string>> {
  return {
    setting: markdownTable(["", "figures hold for"], Object.entries(setting)),
    deviation: deviation(rows),
    doorkey: doorkeyTable(rows),
    issue: peerTable(rows, (operation) => operation.startsWith("issue")),
    entry: peerTable(rows, (operation) => !operation.startsWith("issue")),
    life: lifeTable(rows),
    claims: claims(rows),
    floor: floorTable(rows),
    growth: growthTable(rows),
    block: blockTable(rows),
    stadium: stadiumTable(rows),
    amsterdam: amsterdamTable(rows, amsterdam.rows),
    peers: readmeSentence(rows),
  };
}

function deviation(rows: readonly GasRow[]): string {
  const greatest = (greatestDeviation(rows, baselines) * 100).toFixed(1);
  return `This run found all ${baselines.length} of them again. The greatest difference is ${greatest} %.`;
}

function doorkeyTable(rows: readonly GasRow[]): string {
  const ours = operationsOf(rows).filter(({ system }) => system === DOORKEY);
  const [direct, forwarded] = [false, true].map((through) =>
    ours.filter(({ operation }) => operation.endsWith(FORWARDED) === through),
  );
  const lines = (direct ?? []).flatMap(({ operation, cells }) => {
    const through = forwarded?.find((other) => other.operation === `${operation}${FORWARDED}`)?.cells;
    const shown = SIZES.map((n) => both(cells.get(n), through?.get(n)));
    const odd = [...cells].filter(([n]) => !SIZES.some((size) => size === n));
    // A party has its own size, so it is shown in the first column.
    const party = odd.map(([n, row]) => `${both(row, through?.get(n))} (N = ${n})`);
    return [[operation, ...(party.length > 0 ? [party.join(", "), "", "", ""] : shown)]];
  });
  return markdownTable(["Doorkey: direct / forwarded", ...SIZES.map((n) => `N = ${figure(n)}`)], lines);
}

const FORWARDED = ", forwarded";

function both(direct: GasRow | undefined, forwarded: GasRow | undefined): string {
  return direct === undefined ? "" : `${cellText(direct)} / ${cellText(forwarded)}`;
}

function peerTable(rows: readonly GasRow[], wanted: (operation: string) => boolean): string {
  const ours = new Set([
    "grant standing",
    "grant seated",
    "grant tagged",
    "return",
    "revoke",
    "admit secp256k1",
    "admit p256",
    "admit passkey",
  ]);
  const lines = operationsOf(rows)
    .filter(({ system, operation }) =>
      system === DOORKEY ? ours.has(operation) && wanted("issue") === operation.startsWith("grant") : wanted(operation),
    )
    .map(({ system, operation, cells, source }) => {
      const name = `${system}: ${operation}${source.startsWith("constant") ? " †" : ""}`;
      const odd = [...cells].filter(([n]) => !SIZES.some((size) => size === n));
      const last = odd.map(([n, row]) => `${cellText(row)} (N = ${n})`);
      return [
        name,
        ...SIZES.map((n, i) => (i === SIZES.length - 1 && last.length > 0 ? last.join() : cellText(cells.get(n)))),
      ];
    });
  return markdownTable(["gas per unit", ...SIZES.map((n) => `N = ${figure(n)}`)], lines);
}

function lifeTable(rows: readonly GasRow[]): string {
  const all = lives(rows);
  const [cheapest] = all;
  const lines = all.map(({ name, issue, entry, sum, proof }) => [
    name,
    figure(issue),
    entry === 0 ? "" : figure(entry),
    figure(sum),
    `${(sum / (cheapest?.sum ?? sum)).toFixed(1)} ×`,
    proof,
  ]);
  return markdownTable(
    ["whole life, N = 100", "issue", "entry", "sum", "times Doorkey", "proof of an entry on chain"],
    lines,
  );
}

function claims(rows: readonly GasRow[]): string {
  const all = lives(rows);
  const lines = KEY_KINDS.map((kind) => {
    const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(all, kind);
    return `- ${kind} keys: **${toBestFullPeer.toFixed(1)} times** below the best full peer (${bestFullPeer.name}), **${toOldSystem.toFixed(1)} times** below the old system (GMO).`;
  });
  const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(all, "in any order");
  const scattered = `- secp256k1 keys, in any order: ${toBestFullPeer.toFixed(1)} times below ${bestFullPeer.name}, ${toOldSystem.toFixed(1)} times below GMO.`;
  return [...lines, scattered].join("\n");
}

function amsterdamTable(osaka: readonly GasRow[], amsterdam: readonly GasRow[]): string {
  const shown: readonly (readonly [system: string, operation: string])[] = [
    [DOORKEY, "grant standing"],
    [DOORKEY, "grant tagged"],
    [DOORKEY, "admit secp256k1"],
    [DOORKEY, "admit p256"],
    ["OpenZeppelin ERC1155", "issue (unique ids)"],
    ["OpenZeppelin ERC721", "issue"],
    ["Unlock PublicLock V15", "issue (grantKeys)"],
    ["EAS", "issue (multiAttest, empty data)"],
  ];
  const lines = shown.map(([system, operation]) => {
    const [before, after] = [osaka, amsterdam].map((rows) =>
      rows.find((row) => row.system === system && row.operation === operation && row.n === 100),
    );
    const times = (after?.gasPerUnit ?? 0) / (before?.gasPerUnit ?? 1);
    return [`${system}: ${operation}`, cellText(before), cellText(after), `${times.toFixed(1)} ×`];
  });
  return markdownTable(["N = 100", "osaka", "amsterdam", ""], lines);
}

function readmeSentence(rows: readonly GasRow[]): string {
  const all = lives(rows);
  const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(all, "secp256k1");
  const [p256, anyOrder] = (["p256", "in any order"] as const).map((how) =>
    lifeRatios(all, how).toBestFullPeer.toFixed(1),
  );
  return [
    `A right granted and admitted on its holder's secp256k1 signature, in batches of 100, takes ${toBestFullPeer.toFixed(1)} times less gas than a`,
    `ticket of ${bestFullPeer.name}, the best full peer, whose holders do not sign their entries, and ${toOldSystem.toFixed(1)} times less than a`,
    `ticket of the system that this one replaces. Against ${bestFullPeer.name} it is ${p256} times with P-256 keys, and ${anyOrder} times when`,
    "holders come in any order. [docs/performance.md](docs/performance.md) has all figures and what they exclude.",
  ].join(" ");
}
