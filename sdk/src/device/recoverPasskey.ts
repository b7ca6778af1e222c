import { assertHex } from "../core/assertHex.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { indexedDbKeys } from "../keys/indexedDbKeys.ts";
import type { KeyStore } from "../keys/KeyStore.ts";
import { assertOwnPage } from "../keys/pagePlace.ts";
import { findPasskey } from "../keys/passkey.ts";
import { recordOf } from "./newRecord.ts";
import { testDevice } from "./testDevice.ts";

/**
 * Finds a passkey again after the browser cleared this site's storage, in a browser that keeps nothing, or on another
 * device that it was synced to. The owner chooses the passkey and confirms once more, for testDevice. The store then
 * keeps it as if it had been created here.
 *
 * @throws PASSKEY_UNKNOWN when the chosen one is not the holder; and what testDevice throws for a passkey.
 * @example
 * import { isDoorkeyError, loadDeviceKey, recoverPasskey, type Pass } from "doorkey/buyer";
 *
 * async function keyOf({ chainId, rightsRegistry, eventId, holder }: Pass) {
 *   const which = { event: { chainId, rightsRegistry, eventId }, address: holder };
 *   return loadDeviceKey(which).catch((error) => {
 *     if (!isDoorkeyError(error)) throw error;
 *     if (error.code === "KEY_LOST" || error.code.startsWith("KEY_STORE_")) return recoverPasskey(which);
 *     throw error;
 *   });
 * }
 */
export async function recoverPasskey(parameters: recoverPasskey.Parameters): Promise<DeviceKey> {
  const { event, address, rpId, store = indexedDbKeys() } = given("parameters", parameters);
  given("store", store, "put", "get", "remove");
  assertEventRef(event);
  assertHex("address", address, 20);
  assertOwnPage("passkey");
  const material = await findPasskey(address, rpId);
  return testDevice({ record: recordOf(material, material.publicKey, event), store });
}

export declare namespace recoverPasskey {
  type Parameters = {
    readonly event: EventRef;
    /** The holder in the pass. */
    readonly address: Address;
    readonly rpId?: string | undefined;
    readonly store?: KeyStore | undefined;
  };
}
