import { errorName } from "../core/errorName.ts";
import type { ErrorCode } from "../core/errorTable.ts";
import { given } from "../core/given.ts";
import { PageError } from "../core/PageError.ts";
import { assertShape } from "../core/shape.ts";
import { within } from "../core/within.ts";
import { KEY_RECORD, type KeyRecord, type KeyStore } from "./KeyStore.ts";
import { storeErrorOf } from "./storeErrors.ts";

const KEYS = "keys";

/** Failures that another connection may not have. */
const PASSING: readonly ErrorCode[] = ["KEY_STORE_SILENT", "KEY_STORE_FAILED"];

/**
 * A store in this site's IndexedDB. It keeps a P-256 key as a handle that no page can export, and a secp256k1 key as
 * its bytes. Each call has a connection of its own, and a second one if the first fails or does not answer. A row that
 * the browser cannot read makes no other row unreadable.
 *
 * @param options.name Name of the database. Defaults to "doorkey".
 * @param options.patienceMs How long each of the two connections may take. Defaults to 4,000.
 * @throws The store's functions throw KEY_STORE_MISSING, KEY_STORE_CLOSED, KEY_STORE_REFUSES_KEYS, KEY_STORE_FULL,
 * KEY_STORE_NEWER, KEY_STORE_SILENT and KEY_STORE_FAILED; `get` throws KEY_DAMAGED for a row that cannot be read.
 * @example
 * import { indexedDbKeys, listDeviceKeys } from "doorkey/buyer";
 *
 * const known = () => listDeviceKeys({ store: indexedDbKeys({ name: "tickets" }) });
 */
export function indexedDbKeys(options: indexedDbKeys.Options = {}): KeyStore {
  const { name = "doorkey", patienceMs = 4_000 } = given("options", options);
  async function run<result>(mode: IDBTransactionMode, act: (keys: IDBObjectStore) => Promise<result>) {
    try {
      return await connected(name, patienceMs, mode, act);
    } catch (error) {
      if (!PASSING.includes(storeErrorOf(error).code)) throw storeErrorOf(error);
    }
    return connected(name, patienceMs, mode, act).catch((error: unknown) => {
      throw storeErrorOf(error);
    });
  }

  return {
    get: async (address) => {
      const row = await run("readonly", (keys) => rowAt(keys, address));
      // Another version, or another page of this site, may have written something else under the same name.
      if (row !== undefined) assertShape("KEY_DAMAGED", KEY_RECORD, row);
      return row;
    },
    put: async (record) => void (await run("readwrite", (keys) => settled(keys.put(record)))),
    list: async () => {
      const rows = await run("readonly", async (keys) => {
        const addresses = await settled(keys.getAllKeys());
        return Promise.all(addresses.map((address) => rowAt(keys, address)));
      });
      const records = rows.filter(isRecord);
      return { records, unreadable: rows.length - records.length };
    },
    remove: async (address) => void (await run("readwrite", (keys) => settled(keys.delete(address)))),
  };
}

export declare namespace indexedDbKeys {
  type Options = { readonly name?: string; readonly patienceMs?: number };
}

function isRecord(row: unknown): row is KeyRecord {
  return KEY_RECORD(row, "", []);
}

/** One row: undefined if there is none, null if the browser cannot read it. WebKit gives null by itself. */
async function rowAt(keys: IDBObjectStore, address: IDBValidKey): Promise<unknown> {
  try {
    return await settled(keys.get(address));
  } catch {
    return null;
  }
}

/** Acts in one transaction on a connection of its own. */
async function connected<result>(
  name: string,
  patienceMs: number,
  mode: IDBTransactionMode,
  act: (keys: IDBObjectStore) => Promise<result>,
): Promise<result> {
  const opening = openDatabase(name);
  try {
    return await within(
      patienceMs,
      opening.then((database) => transact(database, mode, act)),
    );
  } finally {
    // Also a connection that opens too late, which would block every later one. Its failure changes no result.
    opening.then((database) => database.close()).catch(() => undefined);
  }
}

async function transact<result>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  act: (keys: IDBObjectStore) => Promise<result>,
): Promise<result> {
  // Strict: a ticket would be lost if a crash could undo the write of its key.
  const transaction = database.transaction(KEYS, mode, { durability: "strict" });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
  const [answer] = await Promise.all([act(transaction.objectStore(KEYS)), done]);
  return answer;
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  try {
    const factory: IDBFactory | null | undefined = globalThis.indexedDB;
    if (!factory) throw new PageError("KEY_STORE_MISSING");
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEYS, { keyPath: "address" });
    return await settled(request);
  } catch (error) {
    // Some browsers say so where site data is switched off. Of a connection that is open it means something else.
    if (errorName(error) === "InvalidStateError") throw new PageError("KEY_STORE_CLOSED", { cause: error });
    throw error;
  }
}

function settled<result>(request: IDBRequest<result>): Promise<result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // Otherwise one bad row would abort the transaction, and with it the reading of all others.
      event.preventDefault();
      reject(request.error);
    };
  });
}
