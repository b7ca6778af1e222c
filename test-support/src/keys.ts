/** Keys of every kind, made from a seed. The same seed gives the same key in every run. */

import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  AbiCoder,
  computeAddress,
  concat,
  dataSlice,
  getAddress,
  getBytes,
  hexlify,
  id,
  keccak256,
  toBeHex,
  toUtf8Bytes,
  Wallet,
} from "ethers";

export type KeyKind = "secp256k1" | "p256" | "passkey";

export const KEY_KINDS: readonly KeyKind[] = ["secp256k1", "p256", "passkey"];

export type HolderKey = {
  readonly kind: KeyKind;
  /** The address by which contracts know the key. */
  readonly address: string;
  /** The signature for an EIP-712 digest as contracts take it, kind byte first. */
  sign(digest: string): string;
};

export function holderKey(kind: KeyKind, seed: string | number): HolderKey {
  const secret = sha256(new TextEncoder().encode(`doorkey test key ${kind} ${seed}`));
  if (kind === "secp256k1") return secp256k1Key(secret);
  if (kind === "p256") return p256Key(secret);
  return passkey(secret);
}

/** Keys with the seeds `from`, `from + 1`, … */
export function holderKeys(kind: KeyKind, count: number, from = 0): HolderKey[] {
  return Array.from({ length: count }, (_, i) => holderKey(kind, from + i));
}

/** The key of a team's member, a gate or a relay. */
export function walletOf(name: string): Wallet {
  return new Wallet(keccak256(toUtf8Bytes(`doorkey test key ${name}`)));
}

function secp256k1Key(secret: Uint8Array): HolderKey {
  return {
    kind: "secp256k1",
    address: computeAddress(hexlify(secp256k1.getPublicKey(secret, false))),
    sign(digest) {
      const signature = secp256k1.sign(getBytes(digest), secret, { prehash: false, format: "recovered" });
      const [recovery = 0] = signature;
      return concat(["0x00", signature.slice(1), toBeHex(27 + recovery, 1)]);
    },
  };
}

function p256Key(secret: Uint8Array): HolderKey {
  const point = p256.getPublicKey(secret, false).slice(1);
  return {
    kind: "p256",
    address: holderAddress("P256Holder(uint256 x,uint256 y)", point),
    // As WebCrypto does, this signs the sha256 of the data that it is given.
    sign: (digest) => concat(["0x01", p256.sign(getBytes(digest), secret), point]),
  };
}

const USER_PRESENT_AND_VERIFIED = 0x05;

/** The passkey assertion of an authenticator and a browser. The challenge is the digest, and the user is verified. */
function passkey(secret: Uint8Array): HolderKey {
  const point = p256.getPublicKey(secret, false).slice(1);
  const relyingParty = sha256(new TextEncoder().encode("localhost"));
  const authenticatorData = getBytes(concat([relyingParty, toBeHex(USER_PRESENT_AND_VERIFIED, 1), toBeHex(0, 4)]));
  return {
    kind: "passkey",
    address: holderAddress("WebAuthnHolder(uint256 x,uint256 y)", point),
    sign(digest) {
      const challenge = Buffer.from(getBytes(digest)).toString("base64url");
      const clientData = new TextEncoder().encode(
        `{"type":"webauthn.get","challenge":"${challenge}","origin":"https://localhost","crossOrigin":false}`,
      );
      const signed = getBytes(concat([authenticatorData, sha256(clientData)]));
      return concat(["0x02", p256.sign(signed, secret), point, sized(authenticatorData), sized(clientData)]);
    },
  };
}

function sized(data: Uint8Array): string {
  return concat([toBeHex(data.length, 2), data]);
}

function holderAddress(type: string, point: Uint8Array): string {
  const preimage = AbiCoder.defaultAbiCoder().encode(
    ["bytes32", "bytes32", "bytes32"],
    [id(type), point.slice(0, 32), point.slice(32)],
  );
  return getAddress(dataSlice(keccak256(preimage), 12));
}
