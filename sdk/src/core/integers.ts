import { named } from "./given.ts";
import { PageError } from "./PageError.ts";

/** Throws VALUE_INVALID unless `value` is an unsigned integer of `bits`. */
export function assertUint(name: string, value: bigint | number, bits: number): void {
  const whole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (whole && value >= 0 && BigInt(value) < 1n << BigInt(bits)) return;
  throw new PageError("VALUE_INVALID", {
    details: [`${name} must be a whole number below 2^${bits}, not ${named(value)}.`],
  });
}

/** Like `assertUint`, for values that are a bigint, such as a right id. */
export function assertBigint(name: string, value: bigint, bits: number): void {
  if (typeof value !== "bigint") {
    throw new PageError("VALUE_INVALID", { details: [`${name} must be a bigint, not ${named(value)}.`] });
  }
  assertUint(name, value, bits);
}
