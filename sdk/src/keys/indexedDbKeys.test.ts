import { expect } from "chai";
import { IDBDatabase, IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { EVENT } from "../../test/helpers/venue.ts";
import { toHex } from "../core/bytes.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { indexedDbKeys } from "./indexedDbKeys.ts";
import type { KeyRecord } from "./KeyStore.ts";
import { listDeviceKeys } from "./listDeviceKeys.ts";
import { loadDeviceKey } from "./loadDeviceKey.ts";

const OTHER = { ...EVENT, eventId: 8 };

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error("nothing was thrown");
}

const refusing = (name: string) => () => {
  throw new DOMException("as a browser says it", name);
};

describe("the store in IndexedDB", () => {
  const browser = globalThis as unknown as { indexedDB: unknown };
  const { put, get } = IDBObjectStore.prototype;
  const { transaction, close } = IDBDatabase.prototype;
  beforeEach(() => {
    browser.indexedDB = new IDBFactory();
  });
  afterEach(() => {
    delete browser.indexedDB;
    Object.assign(IDBObjectStore.prototype, { put, get });
    Object.assign(IDBDatabase.prototype, { transaction, close });
  });

  const makeKey = (event = EVENT as { chainId: number; rightsRegistry: `0x${string}`; eventId: number }) =>
    createDeviceKey({ kind: "secp256k1", event });

  /** Makes the browser give back null for a row, as WebKit does for a key that it cannot decrypt any more. */
  function spoil(...addresses: readonly string[]): void {
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      if (addresses.includes(String(key)))
        Object.defineProperty(request, "result", { get: () => null, set: () => undefined });
      return request;
    };
  }

  it("does not count a key as kept if its transaction is aborted after the write succeeded", async () => {
    const store = indexedDbKeys();
    const kept = await makeKey();
    const { records } = await store.list();
    const [record] = records;
    if (record === undefined) throw new Error("no key was kept");
    const other = { ...record, address: `0x${"0c".repeat(20)}` } as KeyRecord;
    IDBObjectStore.prototype.put = function (value, key) {
      const request = put.call(this, value, key);
      request.addEventListener("success", () => this.transaction.abort());
      return request;
    };
    expect(await codeOf(store.put(other))).to.equal("KEY_STORE_FAILED");
    Object.assign(IDBObjectStore.prototype, { put });
    expect(await store.get(other.address)).to.equal(undefined);
    expect((await store.list()).records.map(({ address }) => address)).to.deep.equal([kept.address]);
  });

  it("writes with the durability that survives a loss of power", async () => {
    const modes: unknown[] = [];
    IDBDatabase.prototype.transaction = function (names, mode, options) {
      modes.push([mode, options?.durability]);
      return transaction.call(this, names, mode, options);
    };
    await makeKey();
    expect(modes).to.deep.include(["readwrite", "strict"]);
  });

  describe("with a row that the browser cannot read", () => {
    it("still loads every other key, with and without its address", async () => {
      const [bad, good, other] = [await makeKey(), await makeKey(), await makeKey(OTHER)];
      spoil(bad.address);
      expect((await loadDeviceKey({ event: EVENT, address: good.address })).address).to.equal(good.address);
      expect((await loadDeviceKey({ event: EVENT })).address).to.equal(good.address);
      expect((await loadDeviceKey({ event: OTHER })).address).to.equal(other.address);
    });

    it("skips and counts it", async () => {
      const keys = [await makeKey(), await makeKey(), await makeKey()];
      spoil(...keys.slice(0, 2).map(({ address }) => address));
      const listed = await listDeviceKeys();
      expect(listed.keys.map(({ address }) => address)).to.deep.equal([keys[2]?.address]);
      expect(listed.unreadable).to.equal(2);
    });

    it("reports the damage of that key, and of no other", async () => {
      const [bad, good] = [await makeKey(), await makeKey(OTHER)];
      spoil(bad.address);
      expect(await codeOf(loadDeviceKey({ event: EVENT, address: bad.address }))).to.equal("KEY_DAMAGED");
      const lost = await loadDeviceKey({ event: EVENT }).catch((error) => error);
      expect(lost.code).to.equal("KEY_LOST");
      expect(lost.message).to.contain("The browser could not read 1 row of this store.");
      expect((await loadDeviceKey({ event: OTHER })).address).to.equal(good.address);
    });

    it("does not let a failing request end the reading of the others", async () => {
      const [bad, good] = [await makeKey(), await makeKey()];
      let prevented = 0;
      IDBObjectStore.prototype.get = function (key) {
        if (key !== bad.address) return get.call(this, key);
        const request = { error: new DOMException("", "DataError") } as unknown as ReturnType<typeof get>;
        // Without preventDefault the error aborts the transaction.
        const event = { preventDefault: () => prevented++ } as unknown as Event;
        queueMicrotask(() => request.onerror?.(event));
        return request;
      };
      const { keys, unreadable } = await listDeviceKeys();
      expect(keys.map(({ address }) => address)).to.deep.equal([good.address]);
      expect([unreadable, prevented]).to.deep.equal([1, 1]);
    });

    it("skips it too when its request fails instead", async () => {
      const [bad, good] = [await makeKey(), await makeKey()];
      IDBObjectStore.prototype.get = function (key) {
        if (key === bad.address) throw new DOMException("cannot be read", "DataError");
        return get.call(this, key);
      };
      expect((await listDeviceKeys()).unreadable).to.equal(1);
      expect((await loadDeviceKey({ event: EVENT, address: good.address })).address).to.equal(good.address);
      expect(await codeOf(loadDeviceKey({ event: EVENT, address: bad.address }))).to.equal("KEY_DAMAGED");
    });
  });

  it("reports which field of a row is wrong, and does not repeat its secret", async () => {
    const store = indexedDbKeys();
    const { address } = await createDeviceKey({ kind: "secp256k1", event: EVENT, store });
    const record = await store.get(address);
    if (record?.material.kind !== "secp256k1") throw new Error("not a secp256k1 key");
    const { secret } = record.material;
    const others: [field: string, record: object][] = [
      ["kind", { ...record, kind: "bls" }],
      ["event.eventId", { ...record, event: { ...EVENT, eventId: "7" } }],
      ["createdAt", { ...record, createdAt: undefined }],
      ["material", { ...record, material: toHex(secret) }],
      ["material.kind", { ...record, material: { kind: "bls", secret } }],
      ["material.secret", { ...record, material: { kind: "secp256k1", secret: toHex(secret) } }],
      ["material.privateKey", { ...record, material: { kind: "p256", privateKey: secret, publicKey: secret } }],
    ];
    for (const [field, other] of others) {
      await store.put(other as KeyRecord);
      const reads = [() => store.get(address), () => loadDeviceKey({ event: EVENT, address, store })];
      for (const read of reads) {
        const error = await read().catch((thrown) => thrown);
        expect(error.code, field).to.equal("KEY_DAMAGED");
        expect(error.message).to.contain(`${field} must be`);
        expect(error.message).not.to.contain(toHex(secret).slice(2));
      }
      expect(await store.list(), field).to.deep.equal({ records: [], unreadable: 1 });
    }
  });

  const atPut: [name: string, code: string][] = [
    ["DataCloneError", "KEY_STORE_REFUSES_KEYS"],
    ["QuotaExceededError", "KEY_STORE_FULL"],
    ["NotAllowedError", "KEY_STORE_CLOSED"],
    ["UnknownError", "KEY_STORE_FAILED"],
    ["InvalidStateError", "KEY_STORE_FAILED"],
    ["NotFoundError", "KEY_STORE_FAILED"],
    ["TransactionInactiveError", "KEY_STORE_FAILED"],
    ["ANameOfTomorrow", "KEY_STORE_FAILED"],
  ];
  for (const [name, code] of atPut) {
    it(`reports ${code} when a write fails by ${name}`, async () => {
      IDBObjectStore.prototype.put = refusing(name);
      const error = await createDeviceKey({ kind: "p256", event: EVENT }).catch((thrown) => thrown);
      expect(error.code).to.equal(code);
      expect(error.message).to.contain(`The store reported ${name}.`);
      expect((await listDeviceKeys()).keys).to.deep.equal([]);
    });
  }

  const atOpen: [name: string, code: string][] = [
    ["SecurityError", "KEY_STORE_CLOSED"],
    ["InvalidStateError", "KEY_STORE_CLOSED"],
    ["VersionError", "KEY_STORE_NEWER"],
    ["UnknownError", "KEY_STORE_FAILED"],
    ["TypeError", "KEY_STORE_FAILED"],
  ];
  for (const [name, code] of atOpen) {
    it(`reports ${code} when the store cannot be opened by ${name}`, async () => {
      browser.indexedDB = { open: refusing(name) };
      expect(await codeOf(loadDeviceKey({ event: EVENT }))).to.equal(code);
    });
  }

  it("reports KEY_STORE_CLOSED in the words of Chromium where site data is blocked, at once", async () => {
    let opened = 0;
    browser.indexedDB = {
      open: () => {
        opened++;
        throw new DOMException("The user denied permission to access the database.", "UnknownError");
      },
    };
    expect(await codeOf(listDeviceKeys())).to.equal("KEY_STORE_CLOSED");
    expect(opened).to.equal(1);
  });

  it("reports KEY_STORE_NEWER when a newer page wrote the database", async () => {
    await new Promise((resolve) => {
      const request = (browser.indexedDB as IDBFactory).open("doorkey", 2);
      request.onsuccess = () => resolve(request.result.close());
    });
    expect(await codeOf(listDeviceKeys())).to.equal("KEY_STORE_NEWER");
  });

  it("never recommends to leave private mode", async () => {
    for (const name of [...atPut, ...atOpen].map(([name]) => name)) {
      browser.indexedDB = { open: refusing(name) };
      const { message } = await listDeviceKeys().catch((thrown) => thrown);
      expect(message, name).not.to.match(/leave private/i);
    }
  });

  describe("that fails once", () => {
    /** Lets the first `times` connections fail, and counts all. */
    function failing(times: number, fail: () => never): () => number {
      const factory = new IDBFactory();
      let opened = 0;
      browser.indexedDB = {
        open: (name: string, version: number) => {
          opened++;
          return opened <= times ? fail() : factory.open(name, version);
        },
      };
      return () => opened;
    }

    it("is asked again over a new connection, once", async () => {
      const opened = failing(1, refusing("UnknownError"));
      expect(await listDeviceKeys()).to.deep.equal({ keys: [], unreadable: 0 });
      expect(opened()).to.equal(2);
      const again = failing(2, refusing("UnknownError"));
      expect(await codeOf(listDeviceKeys())).to.equal("KEY_STORE_FAILED");
      expect(again()).to.equal(2);
    });

    it("is not asked again when the answer is final", async () => {
      const opened = failing(1, refusing("SecurityError"));
      expect(await codeOf(listDeviceKeys())).to.equal("KEY_STORE_CLOSED");
      expect(opened()).to.equal(1);
    });

    it("is asked again when its connection broke before the transaction", async () => {
      let lost = 0;
      IDBDatabase.prototype.transaction = function (...parameters) {
        // The library itself asks without options.
        if (parameters.length === 3 && lost++ === 0)
          throw new DOMException("Connection to Indexed Database server lost.", "InvalidStateError");
        return transaction.apply(this, parameters);
      };
      const key = await makeKey();
      expect((await loadDeviceKey({ event: EVENT })).address).to.equal(key.address);
    });
  });

  it("gives up a store that never answers, after one more try", async () => {
    let opened = 0;
    browser.indexedDB = {
      open: () => {
        opened++;
        return {};
      },
    };
    expect(await codeOf(indexedDbKeys({ patienceMs: 5 }).list())).to.equal("KEY_STORE_SILENT");
    expect(opened).to.equal(2);
  });

  it("closes a connection that opens too late", async () => {
    const late: { onsuccess?: () => void; result: { close(): void } }[] = [];
    let closed = 0;
    browser.indexedDB = {
      open: () => {
        const request = { result: { close: () => closed++ } };
        late.push(request);
        return request;
      },
    };
    expect(await codeOf(indexedDbKeys({ patienceMs: 5 }).list())).to.equal("KEY_STORE_SILENT");
    for (const request of late) request.onsuccess?.();
    await new Promise(setImmediate);
    expect(closed).to.equal(2);
  });

  it("returns what it read although its connection cannot be closed", async () => {
    const key = await makeKey();
    IDBDatabase.prototype.close = refusing("InvalidStateError");
    expect((await loadDeviceKey({ event: EVENT })).address).to.equal(key.address);
  });

  it("uses a new connection for every call", async () => {
    const factory = new IDBFactory();
    const opened: IDBOpenDBRequest[] = [];
    browser.indexedDB = {
      open: (name: string, version: number) => {
        const request = factory.open(name, version);
        opened.push(request);
        return request;
      },
    };
    await makeKey();
    expect(opened).to.have.length(2);
    expect(opened[0]?.result).not.to.equal(opened[1]?.result);
  });
});
