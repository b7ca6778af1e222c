import { type GasRow, gasOf } from "../rows.ts";
import { DOORKEY } from "../systems/doorkey.ts";
import { figure } from "../table.ts";
import { markdownTable } from "./blocks.ts";

const [SOME, MANY] = [100, 1_000];

export type Growth = {
  /** Gas of a transaction without its items. */
  readonly fixed: number;
  /** Gas of one more item. */
  readonly marginal: number;
};

/** The line through the transactions of 100 and of 1,000. */
export function growthOf(rows: readonly GasRow[], system: string, operation: string): Growth {
  const [some, many] = [SOME, MANY].map((n) => n * gasOf(rows, system, operation, n)) as [number, number];
  const marginal = (many - some) / (MANY - SOME);
  return { fixed: some - SOME * marginal, marginal };
}

const shown: readonly (readonly [system: string, operation: string])[] = [
  [DOORKEY, "grant standing"],
  [DOORKEY, "grant seated"],
  [DOORKEY, "grant tagged"],
  [DOORKEY, "return"],
  [DOORKEY, "admit secp256k1"],
  [DOORKEY, "admit p256"],
  [DOORKEY, "admit passkey"],
  ["OpenZeppelin ERC1155", "issue (unique ids)"],
  ["OpenZeppelin ERC721", "issue"],
  ["Unlock PublicLock V15", "issue (grantKeys)"],
];

export function growthTable(rows: readonly GasRow[]): string {
  const lines = shown.map(([system, operation]) => {
    const { fixed, marginal } = growthOf(rows, system, operation);
    const alone = gasOf(rows, system, operation, 1);
    const figures = [alone, fixed, marginal, fixed / marginal].map((value) => figure(Math.round(value)));
    return [`${system}: ${operation}`, ...figures];
  });
  return markdownTable(["gas", "N = 1", "of a batch", "of one more in it", "both alike at N"], lines);
}
