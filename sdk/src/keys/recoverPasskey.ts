import { checksummed } from "../core/checksummed.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import { type DeviceKey, deviceKeyOf } from "./DeviceKey.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyRecord, KeyStore } from "./KeyStore.ts";
import { findPasskey } from "./passkey.ts";

/**
 * Finds a passkey again after the browser cleared this site's storage, or on another device that it was synced to. The
 * owner chooses the passkey; the store then keeps it as if it had been created here.
 *
 * @throws PASSKEY_UNKNOWN when the chosen one is not the holder; and what createDeviceKey throws for store and passkey.
 * @example
 * import { isDoorkeyError, loadDeviceKey, recoverPasskey, type Pass } from "doorkey/buyer";
 *
 * async function keyOf({ chainId, rightsRegistry, eventId, holder }: Pass) {
 *   const which = { event: { chainId, rightsRegistry, eventId }, address: holder };
 *   return loadDeviceKey(which).catch((error) => {
 *     if (isDoorkeyError(error, "KEY_LOST")) return recoverPasskey(which);
 *     throw error;
 *   });
 * }
 */
export async function recoverPasskey(parameters: recoverPasskey.Parameters): Promise<DeviceKey> {
  const { event, address, rpId, store = indexedDbKeys() } = given("parameters", parameters);
  assertEventRef(event);
  const { chainId, rightsRegistry, eventId } = event;
  const material = await findPasskey(address, rpId);
  const record: KeyRecord = {
    address: checksummed(address),
    kind: "passkey",
    event: Object.freeze({ chainId, rightsRegistry, eventId }),
    createdAt: Date.now(),
    material,
  };
  await store.put(record);
  return deviceKeyOf(record);
}

export declare namespace recoverPasskey {
  type Parameters = {
    readonly event: EventRef;
    /** The holder in the pass. */
    readonly address: Address;
    readonly rpId?: string;
    readonly store?: KeyStore;
  };
}
