import type { Bytes } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { named } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import type { KeyMaterial, KeyRecord } from "../keys/KeyStore.ts";
import { makeP256 } from "../keys/p256.ts";
import { makePasskey, type PasskeyNames } from "../keys/passkey.ts";
import { makeSecp256k1 } from "../keys/secp256k1.ts";
import { holderBytes, type KeyKind } from "../statements/holderAddress.ts";

/** A new key for an event, which no store has yet. */
export async function newRecord(kind: KeyKind, event: EventRef, passkey?: PasskeyNames): Promise<KeyRecord> {
  const { material, publicKey } = await makeMaterial(kind, passkey);
  return recordOf(material, publicKey, event);
}

/** The record of a key that exists. */
export function recordOf(material: KeyMaterial, publicKey: Uint8Array, event: EventRef): KeyRecord {
  assertEventRef(event);
  const { chainId, rightsRegistry, eventId } = event;
  return {
    address: checksummed(holderBytes(material.kind, publicKey)),
    kind: material.kind,
    event: Object.freeze({ chainId, rightsRegistry, eventId }),
    createdAt: Date.now(),
    material,
  };
}

type Made = { readonly material: KeyMaterial; readonly publicKey: Uint8Array | Bytes };

async function makeMaterial(kind: KeyKind, names?: PasskeyNames): Promise<Made> {
  switch (kind) {
    case "secp256k1":
      return makeSecp256k1();
    case "p256":
      return makeP256();
    case "passkey":
      return makePasskey(names);
    default:
      throw new PageError("VALUE_INVALID", {
        details: [`kind must be secp256k1, p256 or passkey, not ${named(kind)}.`],
      });
  }
}
