/** What the bench measures and prints. */

/** Gas of one operation of one system on N units (rights, tickets, keys, attestations) in one transaction. */
export type GasRow = {
  readonly system: string;
  readonly operation: string;
  readonly n: number;
  /** Gas of the whole transaction divided by n, rounded up. */
  readonly gasPerUnit: number;
  /** Source of the figure: `measured: …` in this run, or `constant: …` from an earlier one. */
  readonly source: string;
  /** The limit of mainnet that the transaction exceeds. It shows the curve, but cannot be sent. */
  readonly beyond?: string;
};

/** The most gas of a transaction on mainnet (EIP-7825, since osaka). */
export const TRANSACTION_GAS_CAP = 16_777_216;
/** The most bytes of a transaction that nodes take into their pool. */
export const TRANSACTION_SIZE_CAP = 131_072;

/** The limit of mainnet that a transaction exceeds, if any. */
export function beyond(gas: number, bytes: number): string | undefined {
  if (gas > TRANSACTION_GAS_CAP) return "transaction gas cap";
  if (bytes > TRANSACTION_SIZE_CAP) return "128 KiB of a node's pool";
  return undefined;
}

/** The row of a system's operation on n units; undefined if there is none. */
export function findRow(rows: readonly GasRow[], system: string, operation: string, n: number): GasRow | undefined {
  return rows.find((row) => row.system === system && row.operation === operation && row.n === n);
}

/** The gas per unit of a row. Throws if the row is missing. */
export function gasOf(rows: readonly GasRow[], system: string, operation: string, n: number): number {
  const row = findRow(rows, system, operation, n);
  if (row === undefined) throw new Error(`no row: ${system}, ${operation}, N = ${n}`);
  return row.gasPerUnit;
}
