/** Divides what a transaction cost among its requests by weight, to the last wei. */
export function splitCost(cost: bigint, weights: readonly number[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (cost * BigInt(weight)) / total);
  const rest = cost - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part, i) => (i === 0 ? part + rest : part));
}
