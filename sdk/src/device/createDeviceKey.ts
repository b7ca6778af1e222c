import { isDoorkeyError } from "../core/CodedError.ts";
import { assertEventRef, type EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { indexedDbKeys } from "../keys/indexedDbKeys.ts";
import type { KeyStore } from "../keys/KeyStore.ts";
import { assertOwnPage } from "../keys/pagePlace.ts";
import type { PasskeyNames } from "../keys/passkey.ts";
import { isStoreError } from "../keys/storeErrors.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { newRecord } from "./newRecord.ts";
import { testDevice } from "./testDevice.ts";

/**
 * Creates a key for an event and tests it with testDevice, so no buyer pays for a ticket whose key the device does not
 * keep, or whose code no gate could read. Create it before payment. A passkey asks its owner twice: to create it and to
 * test it. Other keys of the event stay.
 *
 * @param parameters.kind Defaults to `p256`, and to a passkey where the browser keeps no such key. Gates must accept
 * passkeys then; see `Policy.passkeys`.
 * @param parameters.store Defaults to the browser's IndexedDB. Elsewhere pass a store, such as memoryKeys().
 * @throws What testDevice throws. Without `kind`, KEY_STORE_* says that the device has no passkeys either.
 * @example
 * import { createDeviceKey, requestPersistence, type Invitation } from "doorkey/buyer";
 *
 * async function keyFor(invitation: Invitation) {
 *   await requestPersistence();
 *   return createDeviceKey({ event: invitation.event });
 * }
 */
export async function createDeviceKey(parameters: createDeviceKey.Parameters): Promise<DeviceKey> {
  const { kind, event, store = indexedDbKeys(), passkey } = given("parameters", parameters);
  given("store", store, "put", "get", "remove");
  assertEventRef(event);
  const create = async (kind: KeyKind): Promise<DeviceKey> => {
    assertOwnPage(kind);
    return testDevice({ record: await newRecord(kind, event, passkey), store });
  };
  if (kind !== undefined) return create(kind);
  try {
    return await create("p256");
  } catch (first) {
    if (!isStoreError(first)) throw first;
    return create("passkey").catch((second: unknown) => {
      throw isDoorkeyError(second, "PASSKEY_MISSING") ? first : second;
    });
  }
}

export declare namespace createDeviceKey {
  type Parameters = {
    readonly kind?: KeyKind | undefined;
    readonly event: EventRef;
    readonly store?: KeyStore | undefined;
    readonly passkey?: PasskeyNames | undefined;
  };
}
