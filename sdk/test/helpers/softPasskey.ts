import { p256 } from "@noble/curves/nist.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bigEndian, concat, fromHex, toHex, utf8 } from "../../src/core/bytes.ts";
import type { EventRef } from "../../src/core/EventRef.ts";
import type { DeviceKey } from "../../src/keys/DeviceKey.ts";
import { clientDataStart, passkeyHash } from "../../src/statements/clientData.ts";
import { holderAddress } from "../../src/statements/holderAddress.ts";
import { joinSignature } from "../../src/statements/signatureBytes.ts";

export const RELYING_PARTY = { origin: "https://tickets.example", rpId: "tickets.example" };
export const PLAIN_TAIL = ',"crossOrigin":false}';

type Answer = {
  origin?: string;
  rpId?: string;
  flags?: number;
  signCount?: number;
  tail?: string;
  extensions?: Uint8Array;
  /** The part of the client data after its fixed start. */
  rest?: string;
};

/** An authenticator in software: signs real assertions, and malformed ones if a test asks for them. */
export function softPasskey(event: EventRef, answer: Answer = {}): DeviceKey {
  const {
    origin,
    rpId,
    flags = 0x05,
    signCount = 1,
    tail = PLAIN_TAIL,
    extensions,
    rest,
  } = { ...RELYING_PARTY, ...answer };
  const secret = p256.utils.randomSecretKey();
  const publicKey = p256.getPublicKey(secret, false).subarray(1);
  return {
    kind: "passkey",
    address: holderAddress("passkey", toHex(publicKey)),
    event,
    async sign(digest) {
      const authenticatorData = concat(
        sha256(utf8(rpId)),
        new Uint8Array([flags]),
        bigEndian(signCount, 4),
        extensions ?? new Uint8Array(),
      );
      const clientData = concat(clientDataStart(fromHex(digest)), utf8(rest ?? `${origin}"${tail}`));
      const rs = p256.sign(passkeyHash(authenticatorData, clientData), secret, { prehash: false, lowS: true });
      return toHex(joinSignature({ kind: "passkey", rs, publicKey, authenticatorData, clientData }));
    },
  };
}
