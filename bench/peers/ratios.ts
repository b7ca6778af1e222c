import { KEY_KINDS } from "doorkey-test-support/keys";
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

const ANY_ORDER = ["in any order", "secp256k1, in any order"] as const;

/** How many times Doorkey's gas goes into that of other systems. */
export function gasRatios(rows: readonly GasRow[]): Ratio[] {
  const issue = issues.flatMap(([system, operation]) =>
    [1, 100].map((n) => ({
      what: `gas to issue, N = ${n}: ${system} ÷ Doorkey`,
      ratio: gasOf(rows, system, operation, n) / gasOf(rows, DOORKEY, "grant standing", n),
    })),
  );
  const life = [...KEY_KINDS.map((kind) => [kind, `${kind} key`] as const), ANY_ORDER].flatMap(([kind, how]) => {
    const { bestFullPeer, toBestFullPeer, toOldSystem } = lifeRatios(lives(rows), kind);
    return [
      { what: `gas of a life, N = 100: ${bestFullPeer.name} ÷ Doorkey, ${how}`, ratio: toBestFullPeer },
      { what: `gas of a life, N = 100: GMO ÷ Doorkey, ${how}`, ratio: toOldSystem },
    ];
  });
  return [...issue, ...life];
}
