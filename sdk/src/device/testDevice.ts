import { composeCode } from "../codes/composeCode.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { EventRef } from "../core/EventRef.ts";
import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import { packRightId } from "../core/RightId.ts";
import { type DeviceKey, deviceKeyOf } from "../keys/DeviceKey.ts";
import { indexedDbKeys } from "../keys/indexedDbKeys.ts";
import type { KeyRecord, KeyStore } from "../keys/KeyStore.ts";
import { assertOwnPage } from "../keys/pagePlace.ts";
import type { PasskeyNames } from "../keys/passkey.ts";
import { askStore, isStoreError } from "../keys/storeErrors.ts";
import { type EntryProof, entryProofDigest } from "../statements/entryProof.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { newRecord } from "./newRecord.ts";

/** The event of keys that are made for a test alone. No chain has it. */
const NO_EVENT: EventRef = { chainId: 1, rightsRegistry: `0x${"00".repeat(20)}`, eventId: 2 ** 32 - 1 };

/**
 * Proves on this device all that the door will need: it creates a key, stores it, reads it back over a new connection,
 * signs with it, and composes the longest code that a gate may ask for. Call it before a shop takes money. createDeviceKey
 * and recoverPasskey pass it their key; without a key it makes one and forgets it again. A passkey that is made for the
 * test stays in its owner's list of passkeys.
 *
 * @param parameters.record A key to test and to keep. Defaults to a new key that is forgotten after the test.
 * @param parameters.kind Kind of the new key. Defaults to `p256`.
 * @param parameters.store Defaults to the browser's IndexedDB. Elsewhere pass a store, such as memoryKeys().
 * @returns The key as it was read back. A passkey is returned even if the store fails, since recoverPasskey finds it.
 * @throws KEY_IN_FRAME, KEY_IN_SANDBOX or PASSKEY_IN_FRAME when the key would be lost because the page is not on top.
 * @throws KEY_STORE_* when no key can be kept, see indexedDbKeys.
 * @throws KEY_CRYPTO_MISSING, KEY_P256_MISSING or PASSKEY_MISSING when the device cannot create such a key.
 * @throws KEY_NO_FOCUS, PASSKEY_CANCELLED, PASSKEY_UNVERIFIED, PASSKEY_DOMAIN_REFUSED, PASSKEY_BUSY, PASSKEY_FAILED,
 * PASSKEY_FORM_UNSUPPORTED or CODE_TOO_LONG when a passkey fails.
 * @throws KEY_SELF_TEST_FAILED or SIGNING_FAILED when the stored key does not sign.
 * @example
 * import { isDoorkeyError, testDevice } from "doorkey/buyer";
 *
 * async function beforePayment() {
 *   try {
 *     await testDevice();
 *     return "This phone can keep your ticket.";
 *   } catch (error) {
 *     if (!isDoorkeyError(error)) throw error;
 *     return `${error.shortMessage} ${error.remedy}`;
 *   }
 * }
 */
export async function testDevice(parameters: testDevice.Parameters = {}): Promise<DeviceKey> {
  const { record, kind = record?.kind ?? "p256", store = indexedDbKeys(), passkey } = given("parameters", parameters);
  given("store", store, "put", "get", "remove");
  assertOwnPage(kind);
  const tested = record ?? (await newRecord(kind, NO_EVENT, passkey));
  const isKept = await keep(store, tested);
  try {
    const key = isKept ? await readBack(store, tested) : deviceKeyOf(tested);
    await assertEnters(key);
    if (isKept && record === undefined) await askStore(() => store.remove(tested.address));
    return key;
  } catch (error) {
    // The first error is the one to report, also if the row stays.
    if (isKept) await askStore(() => store.remove(tested.address)).catch(() => undefined);
    throw isDoorkeyError(error) ? error : new PageError("KEY_SELF_TEST_FAILED", { cause: error });
  }
}

export declare namespace testDevice {
  type Parameters = {
    readonly record?: KeyRecord | undefined;
    readonly kind?: KeyKind | undefined;
    readonly store?: KeyStore | undefined;
    readonly passkey?: PasskeyNames | undefined;
  };
}

/** Whether the store took the record. A passkey needs no store, because its owner can choose it again. */
async function keep(store: KeyStore, record: KeyRecord): Promise<boolean> {
  try {
    await askStore(() => store.put(record));
    return true;
  } catch (error) {
    if (record.kind === "passkey" && isStoreError(error)) return false;
    throw error;
  }
}

async function readBack(store: KeyStore, { address }: KeyRecord): Promise<DeviceKey> {
  const kept = await askStore(() => store.get(address)).catch((error: unknown) => {
    // A browser that takes a key and gives back something else.
    throw isDoorkeyError(error, "KEY_DAMAGED") ? new PageError("KEY_STORE_REFUSES_KEYS", { cause: error }) : error;
  });
  if (kept === undefined) throw new PageError("KEY_SELF_TEST_FAILED", { details: ["The store returned nothing."] });
  if (kept.address !== address) {
    throw new PageError("KEY_SELF_TEST_FAILED", { details: ["The store returned another key."] });
  }
  return deviceKeyOf(kept);
}

/** Signs and composes the longest code that the key will ever show: a whole party, the last right, a challenge. */
async function assertEnters(key: DeviceKey): Promise<void> {
  const proof: EntryProof = {
    rightId: packRightId({ eventId: key.event.eventId, batch: 2 ** 21 - 1, index: 2 ** 11 - 8 }),
    count: 8,
    holder: key.address,
    issuedAt: Math.floor(Date.now() / 1_000),
    challenge: "0xffffffffffffffff",
  };
  const digest = entryProofDigest(key.event, proof);
  const signature = await key.sign(digest);
  if (!isSignedBy(digest, signature, key.address)) throw new PageError("KEY_SELF_TEST_FAILED");
  composeCode(key.event, proof, signature);
}
