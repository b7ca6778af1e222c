import { DoorkeyError } from "./DoorkeyError.ts";
import { type Hex, isHex } from "./Hex.ts";

/** `value` as bytes of `size`, or VALUE_INVALID. */
export function assertHex(name: string, value: unknown, size?: number): asserts value is Hex {
  if (isHex(value, size)) return;
  const wanted = size === undefined ? "hex bytes" : `${size} hex bytes`;
  throw new DoorkeyError("VALUE_INVALID", { details: [`${name} must be ${wanted}.`] });
}
