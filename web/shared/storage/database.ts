/** The page's own database. Each write is on disk when its promise resolves. */
export type Database = {
  get(store: string, key: IDBValidKey): Promise<unknown>;
  /** All values, in the order of their keys, from a key on. */
  all(store: string, from?: IDBValidKey): Promise<unknown[]>;
  /** Writes everything or nothing. */
  write(work: (store: (name: string) => IDBObjectStore) => void): Promise<void>;
};

/**
 * Opens a database of this site.
 *
 * @param options.stores The key path of each store, or undefined for one whose keys are given.
 */
export async function openDatabase({ name, stores }: openDatabase.Options): Promise<Database> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const [store, keyPath] of Object.entries(stores)) {
      opening.result.createObjectStore(store, keyPath === undefined ? {} : { keyPath });
    }
  };
  const database = await settled(opening);
  const names = Object.keys(stores);
  return {
    get: (store, key) => settled(database.transaction(store).objectStore(store).get(key)),
    all: (store, from) => {
      const range = from === undefined ? undefined : IDBKeyRange.lowerBound(from);
      return settled(database.transaction(store).objectStore(store).getAll(range));
    },
    write: (work) =>
      new Promise((resolve, reject) => {
        // Strict: a light must not appear before its row is on the disk.
        const transaction = database.transaction(names, "readwrite", { durability: "strict" });
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
        work((store) => transaction.objectStore(store));
      }),
  };
}

export declare namespace openDatabase {
  type Options = {
    readonly name: string;
    readonly stores: { readonly [store: string]: string | undefined };
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("", "UnknownError"));
  });
}
