import { assertHex } from "../core/assertHex.ts";
import { toHex } from "../core/bytes.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { checksummed } from "../core/checksummed.ts";
import { assertEventRef, type EventRef, sameEvent } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import type { Address } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { type DeviceKey, deviceKeyOf } from "./DeviceKey.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyRecord, KeyStore } from "./KeyStore.ts";
import { placeError } from "./pagePlace.ts";
import { askStore, isStoreError } from "./storeErrors.ts";

/**
 * Loads the key that this device created for an event: the one with `address` if given, else the newest. It reads no
 * more rows than it needs, and makes one test signature. A passkey makes none, because it would ask its owner.
 *
 * @param parameters.address A pass's holder. With it, a lost key is reported even if the event has another key here.
 * @throws KEY_LOST when the store does not have it; KEY_DAMAGED when the browser cannot read it, or it does not sign;
 * KEY_IN_FRAME or KEY_IN_SANDBOX when it is not there because the page is not on top; KEY_STORE_* for the store, see
 * indexedDbKeys.
 * @example
 * import { loadDeviceKey, type Pass } from "doorkey/buyer";
 *
 * const keyOf = ({ chainId, rightsRegistry, eventId, holder }: Pass) =>
 *   loadDeviceKey({ event: { chainId, rightsRegistry, eventId }, address: holder });
 */
export async function loadDeviceKey(parameters: loadDeviceKey.Parameters): Promise<DeviceKey> {
  const { event, address, store = indexedDbKeys() } = given("parameters", parameters);
  assertEventRef(event);
  if (address !== undefined) assertHex("address", address, 20);
  const key = deviceKeyOf(await recordIn(store, event, address));
  if (key.kind !== "passkey") await assertSigns(key);
  return key;
}

export declare namespace loadDeviceKey {
  type Parameters = { readonly event: EventRef; readonly address?: Address; readonly store?: KeyStore };
}

/** A frame of another site gets no rows of this one, or an error for each: where the page is explains both. */
async function recordIn(store: KeyStore, event: EventRef, address: Address | undefined): Promise<KeyRecord> {
  try {
    return await (address === undefined ? newestOf(event, store) : recordOf(event, address, store));
  } catch (error) {
    const isMissing = isDoorkeyError(error, "KEY_LOST") || isStoreError(error);
    throw (isMissing ? placeError() : undefined) ?? error;
  }
}

async function recordOf(event: EventRef, address: Address, store: KeyStore): Promise<KeyRecord> {
  const record = await askStore(() => store.get(checksummed(address)));
  if (record === undefined || !sameEvent(record.event, event)) throw lost(event, 0);
  return record;
}

async function newestOf(event: EventRef, store: KeyStore): Promise<KeyRecord> {
  const { records, unreadable } = await askStore(() => store.list());
  const [newest] = records.filter((record) => sameEvent(record.event, event)).sort((a, b) => b.createdAt - a.createdAt);
  if (newest === undefined) throw lost(event, unreadable);
  return newest;
}

function lost({ eventId }: EventRef, unreadable: number): PageError {
  const rows = unreadable === 1 ? "1 row" : `${unreadable} rows`;
  const skipped = unreadable === 0 ? [] : [`The browser could not read ${rows} of this store.`];
  return new PageError("KEY_LOST", { details: [`No such key for event ${eventId}.`, ...skipped] });
}

async function assertSigns(key: DeviceKey): Promise<void> {
  const digest = toHex(crypto.getRandomValues(new Uint8Array(32)));
  const signature = await key.sign(digest).catch((error: unknown) => {
    if (!isDoorkeyError(error, "SIGNING_FAILED")) throw error;
    throw new PageError("KEY_DAMAGED", { cause: error, details: ["It does not sign."] });
  });
  if (isSignedBy(digest, signature, key.address)) return;
  throw new PageError("KEY_DAMAGED", { details: ["Its signature is not that of its address."] });
}
