import { assertString } from "../core/assertString.ts";

/**
 * A name as it is compared: in NFC, without spaces at its ends, and with one space for any run of spaces.
 *
 * @param name The name in a document or a table.
 * @example
 * import { plainName } from "doorkey/organizer";
 *
 * plainName(" VIP  Gold"); // VIP Gold
 */
export function plainName(name: string): string {
  assertString("name", name);
  return name
    .normalize("NFC")
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
}
