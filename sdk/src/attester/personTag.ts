import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bigEndian, concat, fromHex, toHex, utf8 } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { assertEventKey, type EventKey } from "./eventKey.ts";
import { scopeHash } from "./IdentityScope.ts";

/** The identity of a person: one document of one kind. It never leaves the process. */
export type IdentityDocument = {
  /** For example "passport" or "id card". */
  readonly type: string;
  /** The country that issued it: ISO 3166-1 alpha-3, such as "JPN". */
  readonly country: string;
  readonly number: string;
};

const PURPOSE = utf8("doorkey person tag 1");
const MAX_LENGTH = 64;

/**
 * The tag of a person within a scope: HMAC-SHA-256, under the event's key, of the scope and the document's type, country
 * and number. The same person gets the same tag at every counter with this key. Without the key a tag reveals nothing,
 * and in another scope the person has another tag.
 *
 * Each field is normalised first: Unicode NFKC, upper case, without spaces, hyphens and invisible characters. So
 * "ab-123 456", "AB123456" and full-width "ＡＢ１２３４５６" are one number; "passport" and "PASSPORT" one type. A
 * person with two documents has two tags, so let each event accept one kind of document.
 *
 * @throws VALUE_INVALID if a field is empty, longer than 64 characters, or has characters other than letters and
 * digits; EVENT_KEY_INVALID if the key was destroyed. No error contains any part of the document or the key.
 * @example
 * import { newEventKey, personTag, type IdentityScope } from "doorkey/attester";
 *
 * const eventKey = newEventKey(); // one for the scope, from a secret store
 * const tagOf = (scope: IdentityScope, number: string) =>
 *   personTag({ scope, document: { type: "passport", country: "JPN", number } }, eventKey);
 */
export function personTag(parameters: personTag.Parameters, eventKey: EventKey): Hex {
  const { scope, document } = given("parameters", parameters);
  given("document", document);
  assertEventKey(eventKey);
  const fields = (["type", "country", "number"] as const).map((name) => {
    const bytes = utf8(normalised(name, document[name]));
    return concat(bigEndian(bytes.length, 2), bytes);
  });
  return toHex(hmac(sha256, eventKey, concat(PURPOSE, fromHex(scopeHash(scope)), ...fields)));
}

export declare namespace personTag {
  type Parameters = { readonly scope: EventRef; readonly document: IdentityDocument };
}

function normalised(name: keyof IdentityDocument, value: unknown): string {
  const text =
    typeof value === "string"
      ? value
          .normalize("NFKC")
          .replace(/[\s\p{Pd}\p{Cf}]/gu, "")
          .toUpperCase()
      : "";
  const pattern = name === "country" ? /^[A-Z]{3}$/ : /^[\p{L}\p{M}\p{N}]+$/u;
  if (text.length <= MAX_LENGTH && pattern.test(text)) return text;
  const wanted = name === "country" ? "three letters" : `1 to ${MAX_LENGTH} letters and digits`;
  throw new DoorkeyError("VALUE_INVALID", { details: [`document.${name} must be ${wanted}.`] });
}
