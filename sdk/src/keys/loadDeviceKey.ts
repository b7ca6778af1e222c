import { DoorkeyError } from "../core/DoorkeyError.ts";
import { assertEventRef, type EventRef, sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { type Address, sameAddress } from "../core/Hex.ts";
import { type DeviceKey, deviceKeyOf } from "./DeviceKey.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyStore } from "./KeyStore.ts";

/**
 * Loads the key that this device created for an event: the one with `address` if given, else the newest.
 *
 * @param parameters.address A pass's holder. With it, a lost key is reported even if the event has another key here.
 * @throws KEY_LOST when the store does not have it, and what createDeviceKey throws for the store.
 * @example
 * import { loadDeviceKey, type Pass } from "doorkey/buyer";
 *
 * const keyOf = ({ chainId, rightsRegistry, eventId, holder }: Pass) =>
 *   loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });
 */
export async function loadDeviceKey(parameters: loadDeviceKey.Parameters): Promise<DeviceKey> {
  const { event, address, store = indexedDbKeys() } = given("parameters", parameters);
  assertEventRef(event);
  const [newest] = (await store.list())
    .filter((record) => sameEvent(record.event, event))
    .filter((record) => address === undefined || sameAddress(record.address, address))
    .sort((a, b) => b.createdAt - a.createdAt);
  if (newest === undefined)
    throw new DoorkeyError("KEY_LOST", { details: [`No such key for event ${event.eventId}.`] });
  return deviceKeyOf(newest);
}

export declare namespace loadDeviceKey {
  type Parameters = { readonly event: EventRef; readonly address?: Address; readonly store?: KeyStore };
}
