import { sha256 } from "ethers";
import type { Deployment } from "../../chain/addresses/deployments.ts";
import { utf8 } from "../../core/bytes.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { AuditBlock } from "../AuditResult.ts";
import { type AuditQuestion, blockOf, type RawLog } from "../source/AuditSource.ts";

/** The first row: what was audited. */
export type BundleHead = {
  readonly kind: "head";
  readonly v: 1;
  readonly chainId: number;
  readonly eventId: number;
  readonly deployment: Deployment;
  readonly head: AuditBlock;
};

/** A row of a bundle. The logs of a block come before the answer that they belong to. */
export type BundleRow =
  | BundleHead
  | { readonly kind: "logs"; readonly block: number; readonly logs: readonly RawLog[] }
  | { readonly kind: "answer"; readonly question: AuditQuestion; readonly answer: unknown }
  /** Its logs are in so many rows before it. */
  | { readonly kind: "logs-answer"; readonly question: AuditQuestion; readonly rows: number }
  /** Two nodes gave different answers. */
  | { readonly kind: "difference"; readonly block?: number | undefined; readonly what: string }
  /** The last row of an audit that came to its end. */
  | { readonly kind: "end"; readonly nodes: number };

/** Sum of the rows so far: each row changes that of all rows after it. */
const NO_ROWS: Hex = `0x${"00".repeat(32)}`;

/** Writes rows as lines, each with the sum of all rows up to it. */
export function rowWriter(sum: Hex = NO_ROWS): (row: BundleRow) => string {
  let last = sum;
  return (row) => {
    const text = JSON.stringify(row);
    last = nextSum(last, text);
    return `["${last}",${text}]`;
  };
}

/** Lines in memory, or as they are read. */
export type Lines = Iterable<string> | AsyncIterable<string>;

/**
 * The rows of lines that `rowWriter` wrote, each with the sum up to it.
 *
 * @throws AUDIT_BUNDLE_EDITED, with the first block that is not as it was saved.
 */
export async function* readRows(
  lines: Lines,
): AsyncGenerator<{ readonly row: BundleRow; readonly sum: Hex }, void, void> {
  let [number, sum] = [0, NO_ROWS];
  let first: BundleRow | undefined;
  for await (const line of lines) {
    number++;
    const [told, row] = partsOf(line);
    const text = JSON.stringify(row);
    if (text === undefined || told !== nextSum(sum, text)) throw edited(number, row as BundleRow | undefined, first);
    sum = told;
    first ??= row as BundleRow;
    yield { row: row as BundleRow, sum };
  }
}

function nextSum(sum: Hex, text: string): Hex {
  return sha256(utf8(sum + text)) as Hex;
}

function partsOf(line: string): readonly [told?: Hex, row?: unknown] {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? [value[0], value[1]] : [];
  } catch {
    return [];
  }
}

function edited(line: number, row: BundleRow | undefined, first: BundleRow | undefined): DoorkeyError {
  const head = first?.kind === "head" ? first.head : undefined;
  const block = blockOfRow(row, head);
  const about = block === undefined ? "It cannot be read." : `It is about block ${block}, the first that differs.`;
  return new DoorkeyError("AUDIT_BUNDLE_EDITED", { details: [`Line ${line} is not as it was saved. ${about}`] });
}

function blockOfRow(row: BundleRow | undefined, head: AuditBlock | undefined): number | undefined {
  if (row?.kind === "head") return row.head?.number;
  if (row?.kind === "logs") return row.block;
  if ((row?.kind === "answer" || row?.kind === "logs-answer") && head !== undefined && row.question !== undefined)
    return blockOf(row.question, head);
  return undefined;
}
