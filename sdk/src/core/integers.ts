import { DoorkeyError } from "./DoorkeyError.ts";

/** Throws VALUE_INVALID unless `value` is an unsigned integer of `bits`. */
export function assertUint(name: string, value: bigint | number, bits: number): void {
  const whole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (whole && value >= 0 && BigInt(value) < 1n << BigInt(bits)) return;
  throw new DoorkeyError("VALUE_INVALID", {
    details: [`${name} must be a whole number below 2^${bits}, not ${value}.`],
  });
}
