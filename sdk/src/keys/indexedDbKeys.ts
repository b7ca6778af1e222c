import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { assertShape, list, type Shape } from "../core/shape.ts";
import { KEY_RECORD, type KeyStore } from "./KeyStore.ts";

const KEYS = "keys";

/**
 * A store in this site's IndexedDB. It keeps a P-256 key as a handle that no page can export, and a secp256k1 key as
 * its bytes.
 *
 * @throws KEY_STORE_MISSING without IndexedDB. The store's functions throw KEY_STORE_CLOSED, KEY_STORE_REFUSES_KEYS and
 * KEY_STORE_FAILED.
 * @example
 * import { indexedDbKeys, listDeviceKeys } from "doorkey/buyer";
 *
 * const known = () => listDeviceKeys({ store: indexedDbKeys({ name: "tickets" }) });
 */
export function indexedDbKeys(options: { readonly name?: string } = {}): KeyStore {
  const { name = "doorkey" } = given("options", options);
  if (globalThis.indexedDB === undefined) throw new DoorkeyError("KEY_STORE_MISSING");

  async function run<result>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => IDBRequest<result>) {
    const database = await openDatabase(name);
    try {
      // Strict: a ticket would be lost if a crash could undo the write of its key.
      const transaction = database.transaction(KEYS, mode, { durability: "strict" });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
      });
      const [answer] = await Promise.all([settled(act(transaction.objectStore(KEYS))), done]);
      return answer;
    } catch (error) {
      throw storeError(error);
    } finally {
      database.close();
    }
  }

  return {
    get: async (address) => {
      const found: unknown = await run("readonly", (keys) => keys.get(address));
      return found === undefined ? undefined : checked(KEY_RECORD, found);
    },
    put: async (record) => void (await run("readwrite", (keys) => keys.put(record))),
    list: async () => checked(list(KEY_RECORD), await run("readonly", (keys) => keys.getAll())),
    remove: async (address) => void (await run("readwrite", (keys) => keys.delete(address))),
  };
}

/** Another version, or another page of this site, may have written something else under the same name. */
function checked<T>(shape: Shape<T>, found: unknown): T {
  assertShape("KEY_STORE_FAILED", shape, found);
  return found;
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEYS, { keyPath: "address" });
    return await settled(request);
  } catch (error) {
    // Private modes refuse here. The browser decides between SecurityError, InvalidStateError and UnknownError.
    throw new DoorkeyError("KEY_STORE_CLOSED", { cause: error });
  }
}

function settled<result>(request: IDBRequest<result>): Promise<result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function storeError(error: unknown): DoorkeyError {
  // WebKit's Lockdown Mode and private windows store data, yet cannot clone a CryptoKey.
  const refused = error instanceof DOMException && error.name === "DataCloneError";
  return new DoorkeyError(refused ? "KEY_STORE_REFUSES_KEYS" : "KEY_STORE_FAILED", { cause: error });
}
