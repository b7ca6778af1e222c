import { type Hex, isHex } from "./Hex.ts";
import { PageError } from "./PageError.ts";

/** Throws VALUE_INVALID unless `value` is hex text, of `size` bytes if given. */
export function assertHex(name: string, value: unknown, size?: number): asserts value is Hex {
  if (isHex(value, size)) return;
  const wanted = size === undefined ? "hex bytes" : `${size} hex bytes`;
  throw new PageError("VALUE_INVALID", { details: [`${name} must be ${wanted}.`] });
}
