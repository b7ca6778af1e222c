import { createDeviceKey, type DeviceKey, type EventRef, isDoorkeyError, requestPersistence } from "doorkey/buyer";

/**
 * Makes a P-256 key, which the browser keeps but never shows; a passkey if the browser keeps no such key; or a secp256k1
 * key if it has no P-256.
 */
export async function makeKey(event: EventRef): Promise<DeviceKey> {
  await requestPersistence();
  try {
    return await createDeviceKey({ event });
  } catch (error) {
    if (!isDoorkeyError(error) || error.code !== "KEY_P256_MISSING") throw error;
    return createDeviceKey({ kind: "secp256k1", event });
  }
}
