import { given } from "../core/given.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyDescription, KeyStore } from "./KeyStore.ts";

/**
 * Describes the keys of this device, newest first, without their secrets.
 *
 * @throws What createDeviceKey throws for the store.
 * @example
 * import { listDeviceKeys } from "doorkey/buyer";
 *
 * for (const { address, event } of await listDeviceKeys()) console.log(event.eventId, address);
 */
export async function listDeviceKeys(options: { readonly store?: KeyStore } = {}): Promise<readonly KeyDescription[]> {
  const { store = indexedDbKeys() } = given("options", options);
  return (await store.list())
    .map(({ address, kind, event, createdAt }) => ({ address, kind, event, createdAt }))
    .sort((a, b) => b.createdAt - a.createdAt);
}
