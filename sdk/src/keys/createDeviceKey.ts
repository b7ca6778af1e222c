import { toHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import { DoorkeyError, isDoorkeyError } from "../core/DoorkeyError.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { holderBytes, type KeyKind } from "../statements/holderAddress.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { type DeviceKey, deviceKeyOf } from "./DeviceKey.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyRecord, KeyStore } from "./KeyStore.ts";
import { makeP256 } from "./p256.ts";
import { makePasskey, type PasskeyNames } from "./passkey.ts";
import { makeSecp256k1 } from "./secp256k1.ts";

/**
 * Creates a key for an event and tests it. The key is written, read back, and signs from the copy that was read, so no
 * buyer pays for a ticket whose key the device does not keep. A passkey asks its owner twice: to create it and to test
 * it. Other keys of the event stay.
 *
 * @param parameters.kind Defaults to `p256`.
 * @param parameters.store Defaults to the browser's IndexedDB. Elsewhere pass a store, such as memoryKeys().
 * @throws KEY_STORE_MISSING, KEY_STORE_CLOSED, KEY_STORE_REFUSES_KEYS or KEY_STORE_FAILED when no key can be kept.
 * @throws KEY_CRYPTO_MISSING, KEY_P256_MISSING or PASSKEY_MISSING when the device cannot create such a key.
 * @throws KEY_NO_FOCUS, PASSKEY_CANCELLED, PASSKEY_UNVERIFIED or PASSKEY_FORM_UNSUPPORTED when a passkey fails.
 * @throws KEY_SELF_TEST_FAILED when the stored key does not sign.
 * @example
 * import { createDeviceKey, requestPersistence, type Invitation } from "doorkey/buyer";
 *
 * async function keyFor(invitation: Invitation) {
 *   await requestPersistence();
 *   return createDeviceKey({ kind: "p256", event: invitation.event });
 * }
 */
export async function createDeviceKey(parameters: createDeviceKey.Parameters): Promise<DeviceKey> {
  const { kind = "p256", event, store = indexedDbKeys(), passkey } = given("parameters", parameters);
  assertEventRef(event);
  const { chainId, rightsRegistry, eventId } = event;
  const { material, publicKey } = await makeMaterial(kind, passkey);
  const record: KeyRecord = {
    address: checksummed(holderBytes(kind, publicKey)),
    kind,
    event: Object.freeze({ chainId, rightsRegistry, eventId }),
    createdAt: Date.now(),
    material,
  };
  await store.put(record);
  try {
    return await tested(store, record);
  } catch (error) {
    await store.remove(record.address);
    throw isDoorkeyError(error) ? error : new DoorkeyError("KEY_SELF_TEST_FAILED", { cause: error });
  }
}

export declare namespace createDeviceKey {
  type Parameters = {
    readonly kind?: KeyKind;
    readonly event: EventRef;
    readonly store?: KeyStore;
    readonly passkey?: PasskeyNames;
  };
}

async function makeMaterial(kind: KeyKind, names?: PasskeyNames) {
  switch (kind) {
    case "secp256k1":
      return makeSecp256k1();
    case "p256":
      return makeP256();
    case "passkey":
      return makePasskey(names);
  }
}

async function tested(store: KeyStore, { address }: KeyRecord): Promise<DeviceKey> {
  const kept = await store.get(address);
  if (kept === undefined) throw new DoorkeyError("KEY_SELF_TEST_FAILED", { details: ["The store returned nothing."] });
  const key = deviceKeyOf(kept);
  const digest = toHex(crypto.getRandomValues(new Uint8Array(32)));
  if (!isSignedBy(digest, await key.sign(digest), address)) throw new DoorkeyError("KEY_SELF_TEST_FAILED");
  return key;
}
