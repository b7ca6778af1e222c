import { checksummed } from "../core/checksummed.ts";
import type { Address } from "../core/Hex.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyStore } from "./KeyStore.ts";

/**
 * Removes a key for good: rights that it still holds can then only be rebound by a rebind. A passkey itself stays with the
 * device's passkeys; only this site's note of it goes.
 *
 * @throws What createDeviceKey throws for the store.
 * @example
 * import { forgetDeviceKey, type Pass } from "doorkey/buyer";
 *
 * const afterTheShow = (pass: Pass) => forgetDeviceKey({ address: pass.holder });
 */
export async function forgetDeviceKey({
  address,
  store = indexedDbKeys(),
}: {
  readonly address: Address;
  readonly store?: KeyStore;
}): Promise<void> {
  await store.remove(checksummed(address));
}
