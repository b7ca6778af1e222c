import { assertHex } from "../core/assertHex.ts";
import { checksummed } from "../core/checksummed.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyStore } from "./KeyStore.ts";
import { askStore } from "./storeErrors.ts";

/**
 * Removes a key for good. A right that it still holds must then be rebound to another key. A passkey itself stays on
 * the device; only this site's record of it is removed.
 *
 * @throws KEY_STORE_* for the store, see indexedDbKeys.
 * @example
 * import { forgetDeviceKey, type Pass } from "doorkey/buyer";
 *
 * const afterTheShow = (pass: Pass) => forgetDeviceKey({ address: pass.holder });
 */
export async function forgetDeviceKey(parameters: {
  readonly address: Address;
  readonly store?: KeyStore;
}): Promise<void> {
  const { address, store = indexedDbKeys() } = given("parameters", parameters);
  assertHex("address", address, 20);
  const known = checksummed(address);
  await askStore(() => store.remove(known));
}
