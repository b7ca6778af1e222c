import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, concat, utf8 } from "../core/bytes.ts";

const USER_PRESENT_AND_VERIFIED = 0x05;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;

/** Bytes of an authenticatorData without extensions: rpIdHash 32 ‖ flags 1 ‖ signCount 4. */
export const AUTHENTICATOR_DATA_LENGTH = 37;
export const FLAGS_OFFSET = 32;

/** The first bytes of each clientDataJSON that answers `challenge` (WebAuthn level 2, 5.8.1.2). */
export function clientDataStart(challenge: Uint8Array): Uint8Array {
  return utf8(`{"type":"webauthn.get","challenge":"${base64url(challenge)}","origin":"`);
}

/** Whether the flags say present and verified, and do not claim a backup of a key that cannot be backed up. */
export function saysVerified(flags: number): boolean {
  if ((flags & USER_PRESENT_AND_VERIFIED) !== USER_PRESENT_AND_VERIFIED) return false;
  return (flags & BACKED_UP) === 0 || (flags & BACKUP_ELIGIBLE) !== 0;
}

/** Whether the passkey can leave its device. */
export function isSynced(flags: number): boolean {
  return (flags & BACKUP_ELIGIBLE) !== 0;
}

/** What a passkey signs. */
export function passkeyHash(authenticatorData: Uint8Array, clientData: Uint8Array): Uint8Array {
  return sha256(concat(authenticatorData, sha256(clientData)));
}
