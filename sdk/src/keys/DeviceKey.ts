import { isDoorkeyError } from "../core/CodedError.ts";
import type { EventRef } from "../core/EventRef.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import type { KeyMaterial, KeyRecord } from "./KeyStore.ts";
import { signWithP256 } from "./p256.ts";
import { signWithPasskey } from "./passkey.ts";
import { signWithSecp256k1 } from "./secp256k1.ts";

/**
 * A key of this device, made for one event. It shows its public description and signs. Printing or serializing it never
 * shows the secret.
 */
export type DeviceKey = {
  readonly kind: KeyKind;
  /** The holder that rights are granted to. */
  readonly address: Address;
  readonly event: EventRef;
  /** Signs a statement's digest, and returns the bytes that the chain takes. A passkey asks its owner each time. */
  sign(digest: Hex): Promise<Hex>;
};

/** The key of a stored record. */
export function deviceKeyOf({ address, kind, event, material }: KeyRecord): DeviceKey {
  return Object.freeze({
    kind,
    address,
    event,
    sign: (digest: Hex) =>
      signWith(material, digest).catch((error: unknown) => {
        throw isDoorkeyError(error) ? error : new PageError("SIGNING_FAILED", { cause: error });
      }),
  });
}

async function signWith(material: KeyMaterial, digest: Hex): Promise<Hex> {
  switch (material.kind) {
    case "secp256k1":
      return signWithSecp256k1(material, digest);
    case "p256":
      return signWithP256(material, digest);
    case "passkey":
      return signWithPasskey(material, digest);
  }
}
