import { assertHex } from "../core/assertHex.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
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
 * @param parameters.address The holder in the pass. A page that lost its passes too gives `holds` instead: it is asked of
 * the two keys that fit what the owner chose, and may ask a seller, see `sellerClient`.
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
  const { event, address, holds, rpId, store = indexedDbKeys() } = given("parameters", parameters);
  given("store", store, "put", "get", "remove");
  assertEventRef(event);
  const isHolder = holds ?? isAddress(address);
  assertOwnPage("passkey");
  const material = await findPasskey(isHolder, rpId);
  return testDevice({ record: recordOf(material, material.publicKey, event), store });
}

export declare namespace recoverPasskey {
  type Parameters = {
    readonly event: EventRef;
    readonly address?: Address | undefined;
    /** Whether the key with this address is the one that is looked for. What it throws ends the search. */
    readonly holds?: ((address: Address) => Promise<boolean>) | undefined;
    readonly rpId?: string | undefined;
    readonly store?: KeyStore | undefined;
  };
}

function isAddress(address: Address | undefined): (found: Address) => boolean {
  assertHex("address", address, 20);
  return (found) => sameAddress(found, address);
}
