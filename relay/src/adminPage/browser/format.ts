/** Amounts and times as operators read them. */

const ETHER = 10n ** 18n;

/** Wei as ether, with at most six decimals. */
export function ether(wei: string): string {
  return `${decimal(BigInt(wei), ETHER, 6)} ether`;
}

/** Wei as gwei, with at most three decimals. */
export function gwei(wei: string): string {
  return decimal(BigInt(wei), 10n ** 9n, 3);
}

function decimal(amount: bigint, unit: bigint, places: number): string {
  const rest = String(amount % unit).padStart(String(unit).length - 1, "0");
  const shown = rest.slice(0, places).replace(/0+$/, "");
  if (amount > 0n && amount < unit && shown === "") return `< 0.${"0".repeat(places - 1)}1`;
  return `${amount / unit}${shown === "" ? "" : `.${shown}`}`;
}

/** 42 s, 5 min, 3 h, 2 days. */
export function span(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 120) return `${Math.round(size)} s`;
  if (size < 7_200) return `${Math.round(size / 60)} min`;
  if (size < 172_800) return `${Math.round(size / 3_600)} h`;
  return `${Math.round(size / 86_400)} days`;
}

/** A time in UTC, to the second. */
export function time(iso: string): string {
  return iso.replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

/** The first and the last digits of a hash. */
export function brief(hex: string): string {
  return hex.length <= 14 ? hex : `${hex.slice(0, 8)}…${hex.slice(-4)}`;
}

/** How much of a budget is used or reserved, from 0 to 1. */
export function usedPart({ limit, reserved, spent }: { limit: string; reserved: string; spent: string }): number {
  const all = BigInt(limit);
  if (all === 0n) return 0;
  return Math.min(1, Number(((BigInt(reserved) + BigInt(spent)) * 10_000n) / all) / 10_000);
}

/** 1 request, 2 requests. */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
