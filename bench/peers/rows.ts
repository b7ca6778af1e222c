/** What the bench measures and prints. */

/** Gas of one operation of one system on N units (rights, tickets, keys, attestations) in one transaction. */
export type GasRow = {
  readonly system: string;
  readonly operation: string;
  readonly n: number;
  /** Of the whole transaction divided by n, rounded up. */
  readonly gasPerUnit: number;
  /** Where the figure is from: `measured: …` in this run, or `constant: …` of an earlier one. */
  readonly source: string;
  /** What of mainnet the transaction goes beyond: it is shown for the curve, and nobody can send it. */
  readonly beyond?: string;
};

/** What one transaction may use on mainnet (EIP-7825, since osaka). */
export const TRANSACTION_GAS_CAP = 16_777_216;
/** What nodes take as one transaction into their pool. */
export const TRANSACTION_SIZE_CAP = 131_072;

/** Which of mainnet's limits a transaction goes beyond, if any. */
export function beyond(gas: number, bytes: number): string | undefined {
  if (gas > TRANSACTION_GAS_CAP) return "transaction gas cap";
  if (bytes > TRANSACTION_SIZE_CAP) return "128 KiB of a node's pool";
  return undefined;
}

/** The row of a system's operation on n units; undefined where there is none. */
export function findRow(rows: readonly GasRow[], system: string, operation: string, n: number): GasRow | undefined {
  return rows.find((row) => row.system === system && row.operation === operation && row.n === n);
}

/** The gas per unit of a row that must be there. */
export function gasOf(rows: readonly GasRow[], system: string, operation: string, n: number): number {
  const row = findRow(rows, system, operation, n);
  if (row === undefined) throw new Error(`no row: ${system}, ${operation}, N = ${n}`);
  return row.gasPerUnit;
}
