/** A passkey in software: what an authenticator and a browser make of a challenge (WebAuthn level 2, 5.8.1 and 6.1). */
import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, type Signature, sign, utf8 } from "./keys.ts";

/** User present, user verified, key can be backed up, is backed up, extension data follow. */
export const UP = 0x01;
export const UV = 0x04;
export const BE = 0x08;
export const BS = 0x10;
export const ED = 0x80;

/** Chromium appends this now and then, so that verifiers do not compare with a template. */
export const GREASE =
  ',"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"}';

export const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

export function authenticatorData({ rpId = "tickets.example", flags = UP | UV, signCount = 0, extensions = "" }) {
  const counter = new Uint8Array(4);
  new DataView(counter.buffer).setUint32(0, signCount);
  return concat(sha256(utf8(rpId)), Uint8Array.of(flags), counter, Buffer.from(extensions, "hex"));
}

export function clientData(
  challenge: Uint8Array,
  { type = "webauthn.get", origin = "https://tickets.example", tail = "}" },
) {
  return utf8(
    `{"type":"${type}","challenge":"${base64url(challenge)}","origin":"${origin}","crossOrigin":false${tail}`,
  );
}

/** What the authenticator signs with the key. */
export const assertion = (key: Uint8Array, authenticator: Uint8Array, client: Uint8Array): Signature =>
  sign(p256, key, sha256(concat(authenticator, sha256(client))));
