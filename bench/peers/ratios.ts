import { KEY_KINDS } from "../../test/helpers/keys.ts";
import type { Ratio } from "../ratios.ts";
import { lifeRatios, lives } from "./life.ts";
import { type GasRow, gasOf } from "./rows.ts";
import { DOORKEY } from "./systems/doorkey.ts";

const issues: readonly (readonly [system: string, operation: string])[] = [
  ["OpenZeppelin ERC1155", "issue (unique ids)"],
  ["OpenZeppelin ERC721", "issue"],
  ["ERC721A", "issue"],
  ["Unlock PublicLock V15", "issue (grantKeys)"],
  ["EAS", "issue (multiAttest, empty data)"],
];

/** How many times Doorkey's gas goes into that of others. */
export function gasRatios(rows: readonly GasRow[]): Ratio[] {
  const issue = issues.flatMap(([system, operation]) =>
    [1, 100].map((n) => ({
      what: `gas to issue, N = ${n}: ${system} ÷ Doorkey`,
      ratio: gasOf(rows, system, operation, n) / gasOf(rows, DOORKEY, "grant standing", n),
    })),
  );
  const life = KEY_KINDS.flatMap((kind) => {
    const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(lives(rows), kind);
    return [
      { what: `gas of a life, N = 100: ${bestFullPeer.name} ÷ Doorkey, ${kind} key`, ratio: toBestFullPeer },
      { what: `gas of a life, N = 100: GMO ÷ Doorkey, ${kind} key`, ratio: toOldSystem },
    ];
  });
  return [...issue, ...life];
}
