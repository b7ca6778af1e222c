import { InvalidArgumentError } from "commander";
import { type Address, checksummed, isHex } from "doorkey";

/** A whole number in [min, max], for an option or an argument. */
export function wholeNumber(min = 1, max = 2 ** 32 - 1): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,15}$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}

/** An address; with capital letters its checksum must be right. */
export function address(text: string): Address {
  if (!isHex(text, 20)) throw new InvalidArgumentError("An address is 0x and 40 hex digits.");
  const right = checksummed(text);
  if (text !== text.toLowerCase() && text !== right) throw new InvalidArgumentError(`Its checksum is wrong: a typo?`);
  return right;
}

export function webAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("It is an address such as https://hall.example.");
}
