import { given } from "../core/given.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyDescription, KeyStore } from "./KeyStore.ts";
import { askStore } from "./storeErrors.ts";

/**
 * Describes the keys of this device, newest first, without their secrets, and counts the rows that the browser could
 * not read.
 *
 * @throws KEY_STORE_* for the store, see indexedDbKeys.
 * @example
 * import { listDeviceKeys } from "doorkey/buyer";
 *
 * const { keys, unreadable } = await listDeviceKeys();
 * for (const { address, event } of keys) console.log(event.eventId, address);
 * if (unreadable > 0) console.log(`${unreadable} more cannot be read.`);
 */
export async function listDeviceKeys(options: listDeviceKeys.Parameters = {}): Promise<KeyListing> {
  const { store = indexedDbKeys() } = given("options", options);
  const { records, unreadable } = await askStore(() => store.list());
  const keys = records
    .map(({ address, kind, event, createdAt }) => ({ address, kind, event, createdAt }))
    .sort((a, b) => b.createdAt - a.createdAt);
  return { keys, unreadable };
}

export declare namespace listDeviceKeys {
  type Parameters = { readonly store?: KeyStore };
}

/** The keys of a device, and how many rows of its store cannot be read. */
export type KeyListing = { readonly keys: readonly KeyDescription[]; readonly unreadable: number };
