import type { Address } from "../core/Hex.ts";
import type { KeyRecord, KeyStore } from "./KeyStore.ts";

/**
 * A store in memory, lost when the process ends. Use it in tests, and in programs that need keys for one run.
 *
 * @example
 * import { createDeviceKey, memoryKeys, type EventRef } from "doorkey/buyer";
 *
 * const store = memoryKeys();
 * const makeKey = (event: EventRef) => createDeviceKey({ kind: "p256", event, store });
 */
export function memoryKeys(): KeyStore {
  const records = new Map<Address, KeyRecord>();
  return {
    get: async (address) => records.get(address),
    put: async (record) => void records.set(record.address, record),
    list: async () => ({ records: [...records.values()], unreadable: 0 }),
    remove: async (address) => void records.delete(address),
  };
}
