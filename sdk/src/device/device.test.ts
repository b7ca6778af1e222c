import { inspect } from "node:util";
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { EVENT } from "../../test/helpers/venue.ts";
import { toHex } from "../core/bytes.ts";
import { forgetDeviceKey } from "../keys/forgetDeviceKey.ts";
import { indexedDbKeys } from "../keys/indexedDbKeys.ts";
import type { KeyRecord, KeyStore } from "../keys/KeyStore.ts";
import { listDeviceKeys } from "../keys/listDeviceKeys.ts";
import { loadDeviceKey } from "../keys/loadDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { requestPersistence } from "../keys/requestPersistence.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { createDeviceKey } from "./createDeviceKey.ts";

const DIGEST = `0x${"7d".repeat(32)}` as const;
const NONE = { keys: [], unreadable: 0 };
const OTHER_EVENT = { ...EVENT, eventId: 8 };

/** The error code with which a promise rejects. Throws if it resolves. */
async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error("nothing was thrown");
}

describe("device keys", () => {
  for (const kind of ["secp256k1", "p256"] as const) {
    describe(kind, () => {
      it("sign as their address, when made and when loaded", async () => {
        const store = memoryKeys();
        const made = await createDeviceKey({ kind, event: EVENT, store });
        const loaded = await loadDeviceKey({ event: EVENT, store });
        expect(loaded.address).to.equal(made.address);
        for (const key of [made, loaded]) {
          expect(key.kind).to.equal(kind);
          expect(isSignedBy(DIGEST, await key.sign(DIGEST), made.address)).to.equal(true);
        }
      });

      it("sign with s in the lower half, every time", async () => {
        const key = await createDeviceKey({ kind, event: EVENT, store: memoryKeys() });
        for (let i = 0; i < 40; i++) {
          const digest = toHex(crypto.getRandomValues(new Uint8Array(32)));
          expect(isSignedBy(digest, await key.sign(digest), key.address)).to.equal(true);
        }
      });

      it("sign 32 bytes only", async () => {
        const key = await createDeviceKey({ kind, event: EVENT, store: memoryKeys() });
        expect(await codeOf(key.sign("0x1234"))).to.equal("VALUE_INVALID");
      });
    });
  }

  it("are P-256 keys by default, and cannot be exported", async () => {
    const store = memoryKeys();
    const key = await createDeviceKey({ event: EVENT, store });
    const { material } = (await store.get(key.address)) as KeyRecord;
    if (material.kind !== "p256") throw new Error("not a P-256 key");
    expect(material.privateKey.extractable).to.equal(false);
    const refused = await crypto.subtle.exportKey("pkcs8", material.privateKey).catch((error: Error) => error.name);
    expect(refused).to.equal("InvalidAccessError");
  });

  it("are fresh for every event, and the newest of an event is loaded", async () => {
    const store = memoryKeys();
    const first = await createDeviceKey({ event: EVENT, store });
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = await createDeviceKey({ event: EVENT, store });
    const other = await createDeviceKey({ event: OTHER_EVENT, store });
    expect(new Set([first.address, second.address, other.address]).size).to.equal(3);
    expect((await loadDeviceKey({ event: EVENT, store })).address).to.equal(second.address);
    expect((await loadDeviceKey({ event: EVENT, address: first.address, store })).address).to.equal(first.address);
    expect((await loadDeviceKey({ event: OTHER_EVENT, store })).address).to.equal(other.address);
  });

  it("are found with the registry's address in any case", async () => {
    const store = memoryKeys();
    await createDeviceKey({ event: EVENT, store });
    const event = { ...EVENT, rightsRegistry: EVENT.rightsRegistry.toLowerCase() as `0x${string}` };
    expect((await loadDeviceKey({ event, store })).event.eventId).to.equal(EVENT.eventId);
  });

  it("are reported as lost when the store does not have them", async () => {
    const store = memoryKeys();
    const key = await createDeviceKey({ event: EVENT, store });
    expect(await codeOf(loadDeviceKey({ event: OTHER_EVENT, store }))).to.equal("KEY_LOST");
    expect(await codeOf(loadDeviceKey({ event: EVENT, address: `0x${"11".repeat(20)}`, store }))).to.equal("KEY_LOST");
    await forgetDeviceKey({ address: key.address.toLowerCase() as `0x${string}`, store });
    expect(await codeOf(loadDeviceKey({ event: EVENT, store }))).to.equal("KEY_LOST");
    expect(await listDeviceKeys({ store })).to.deep.equal(NONE);
  });

  it("are listed without their secrets", async () => {
    const store = memoryKeys();
    const key = await createDeviceKey({ kind: "secp256k1", event: EVENT, store });
    const [listed] = (await listDeviceKeys({ store })).keys;
    expect(Object.keys(listed ?? {})).to.deep.equal(["address", "kind", "event", "createdAt"]);
    expect(listed?.address).to.equal(key.address);
  });

  it("show no secret, however they are printed", async () => {
    const store = memoryKeys();
    const key = await createDeviceKey({ kind: "secp256k1", event: EVENT, store });
    const { material } = (await store.get(key.address)) as KeyRecord;
    if (material.kind !== "secp256k1") throw new Error("not a secp256k1 key");
    const secret = toHex(material.secret).slice(2);
    const printed = [
      JSON.stringify(key),
      inspect(key, { depth: 9, showHidden: true }),
      String(key),
      inspect(store, { depth: 9 }),
    ];
    for (const text of printed) {
      expect(text).not.to.contain(secret);
      expect(text).not.to.contain(String(material.secret[0]).concat(", ", String(material.secret[1])));
    }
    expect(JSON.parse(JSON.stringify(key))).to.deep.equal({ kind: "secp256k1", address: key.address, event: EVENT });
  });

  describe("that a store does not keep", () => {
    const broken = (change: Partial<KeyStore>): KeyStore => ({ ...memoryKeys(), ...change });

    it("are not returned when the store returns nothing", async () => {
      const store = broken({ get: async () => undefined });
      expect(await codeOf(createDeviceKey({ event: EVENT, store }))).to.equal("KEY_SELF_TEST_FAILED");
      expect((await store.list()).records).to.deep.equal([]);
    });

    it("are not returned when the store returns another key", async () => {
      const stranger = memoryKeys();
      const other = await createDeviceKey({ event: EVENT, store: stranger });
      const store = broken({ get: () => stranger.get(other.address) });
      expect(await codeOf(createDeviceKey({ event: EVENT, store }))).to.equal("KEY_SELF_TEST_FAILED");
      expect((await store.list()).records).to.deep.equal([]);
    });

    it("need a store without IndexedDB", async () => {
      expect(await codeOf(createDeviceKey({ event: EVENT }))).to.equal("KEY_STORE_MISSING");
      expect(await codeOf(loadDeviceKey({ event: EVENT }))).to.equal("KEY_STORE_MISSING");
    });
  });

  describe("on devices that cannot create them", () => {
    const { generateKey, sign } = SubtleCrypto.prototype;
    afterEach(() => {
      Object.assign(SubtleCrypto.prototype, { generateKey, sign });
    });

    it("report that P-256 is missing", async () => {
      const generateKey = () => Promise.reject(new DOMException("Unrecognized", "NotSupportedError"));
      Object.assign(SubtleCrypto.prototype, { generateKey });
      const store = memoryKeys();
      expect(await codeOf(createDeviceKey({ event: EVENT, store }))).to.equal("KEY_P256_MISSING");
      expect((await store.list()).records).to.deep.equal([]);
    });

    it("are removed when they do not sign", async () => {
      SubtleCrypto.prototype.sign = () => Promise.reject(new DOMException("", "OperationError"));
      const store = memoryKeys();
      expect(await codeOf(createDeviceKey({ event: EVENT, store }))).to.equal("SIGNING_FAILED");
      expect((await store.list()).records).to.deep.equal([]);
    });

    it("are removed when they sign something else", async () => {
      SubtleCrypto.prototype.sign = async () => new Uint8Array(64).fill(1).buffer;
      const store = memoryKeys();
      expect(await codeOf(createDeviceKey({ event: EVENT, store }))).to.equal("KEY_SELF_TEST_FAILED");
      expect((await store.list()).records).to.deep.equal([]);
    });
  });

  it("need a valid event", async () => {
    expect(await codeOf(createDeviceKey({ event: { ...EVENT, eventId: -1 }, store: memoryKeys() }))).to.equal(
      "VALUE_INVALID",
    );
  });

  it("cannot be passkeys on a device without passkeys", async () => {
    expect(await codeOf(createDeviceKey({ kind: "passkey", event: EVENT, store: memoryKeys() }))).to.equal(
      "PASSKEY_MISSING",
    );
  });

  it("get no promise of persistence outside a browser", async () => {
    expect(await requestPersistence()).to.equal(false);
  });
});

describe("keys in IndexedDB", () => {
  const browser = globalThis as unknown as { indexedDB: unknown };
  afterEach(() => {
    delete browser.indexedDB;
  });

  it("stay for the next visit", async () => {
    browser.indexedDB = new IDBFactory();
    const key = await createDeviceKey({ kind: "secp256k1", event: EVENT });
    const again = await loadDeviceKey({ event: EVENT, store: indexedDbKeys() });
    expect(again.address).to.equal(key.address);
    expect(isSignedBy(DIGEST, await again.sign(DIGEST), key.address)).to.equal(true);
    await forgetDeviceKey({ address: key.address });
    expect(await listDeviceKeys()).to.deep.equal(NONE);
  });

  it("are lost with the site's storage", async () => {
    browser.indexedDB = new IDBFactory();
    const key = await createDeviceKey({ kind: "secp256k1", event: EVENT });
    browser.indexedDB = new IDBFactory();
    expect(await codeOf(loadDeviceKey({ event: EVENT, address: key.address }))).to.equal("KEY_LOST");
  });
});
