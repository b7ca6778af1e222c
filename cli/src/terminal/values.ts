import { InvalidArgumentError } from "commander";
import { type Address, checksummed, type Hex, isHex, type RightId } from "doorkey";
import { instantFault, parseInstant } from "doorkey/organizer";

/** Parses a whole number in [min, max], for an option or an argument. */
export function wholeNumber(min = 1, max = 2 ** 32 - 1): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d{1,15}$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Parses ids, each given once. */
export function ids(text: string, before: readonly number[] = []): readonly number[] {
  const id = wholeNumber()(text);
  if (before.includes(id)) throw new InvalidArgumentError("It is given twice.");
  return [...before, id];
}

/** Parses an address. If it has capital letters, its checksum must be right. */
export function address(text: string): Address {
  if (!isHex(text, 20)) throw new InvalidArgumentError("It must be an address: 0x and 40 hex digits.");
  const right = checksummed(text);
  if (text !== text.toLowerCase() && text !== right)
    throw new InvalidArgumentError(`Its checksum is wrong; check it for a typo.`);
  return right;
}

/** Parses bytes, and adds them to those before them. */
export function hexList(text: string, before: readonly Hex[] = []): readonly Hex[] {
  return [...before, hexBytes(text)];
}

/** Parses bytes: 0x and an even number of hex digits. */
export function hexBytes(text: string): Hex {
  if (isHex(text)) return text;
  throw new InvalidArgumentError("It must be hex bytes: 0x and an even number of hex digits.");
}

export function webAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("It must be a web address such as https://hall.example.");
}

/** Parses web addresses for an option that takes several. */
export function webAddresses(text: string, before: readonly string[] = []): string[] {
  return [...before, webAddress(text)];
}

/** Parses a domain name, without https and without a path. */
export function domainName(text: string): string {
  const { host } = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : { host: "" };
  if (host === text.toLowerCase() && /^[^.:]+(\.[^.:]+)*$/.test(host)) return host;
  throw new InvalidArgumentError("It must be a domain such as hall.example, without https and without a path.");
}

/** Parses a date and time with its offset from UTC, to seconds. */
export function time(text: string): number {
  const seconds = parseInstant(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError(`${text}: ${instantFault(text) ?? "must be a time."}`);
}

/** Parses the id of a right, and adds it to those before it. */
export function rightIds(text: string, before: readonly RightId[] = []): readonly RightId[] {
  const rightId = /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
  if (rightId <= 0n || rightId >= 2n ** 64n) throw new InvalidArgumentError("It must be the id of a right, in digits.");
  if (before.includes(rightId)) throw new InvalidArgumentError("It is given twice.");
  return [...before, rightId];
}
