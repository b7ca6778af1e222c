import { parseUnits } from "ethers";

/** Ether amounts as people write them: `0.5 ether`, `30 gwei`, or wei in digits. */
export const AMOUNT_PATTERN = "^\\d+(\\.\\d{1,18})? ether$|^\\d+(\\.\\d{1,9})? gwei$|^\\d+( wei)?$";

/**
 * Wei of an amount that matches AMOUNT_PATTERN.
 *
 * @example
 * parseAmount("30 gwei"); // 30_000_000_000n
 */
export function parseAmount(text: string): bigint {
  const [digits = "0", unit = "wei"] = text.split(" ");
  return parseUnits(digits, unit);
}
