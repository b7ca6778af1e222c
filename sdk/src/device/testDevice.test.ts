import { expect } from "chai";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { fakeAuthenticator, fakeBrowser, type Surroundings } from "../../test/helpers/fakeBrowser.ts";
import { softPasskey } from "../../test/helpers/softPasskey.ts";
import { EVENT } from "../../test/helpers/venue.ts";
import { composeCode } from "../codes/composeCode.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Address } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { packRightId } from "../core/RightId.ts";
import type { KeyRecord, KeyStore } from "../keys/KeyStore.ts";
import { loadDeviceKey } from "../keys/loadDeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { createDeviceKey } from "./createDeviceKey.ts";
import { recoverPasskey } from "./recoverPasskey.ts";
import { testDevice } from "./testDevice.ts";

const DIGEST = `0x${"7d".repeat(32)}` as const;

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as { code: string }).code;
  }
  throw new Error("nothing was thrown");
}

const failing = (name: string) => async () => {
  throw new DOMException("as a browser says it", name);
};

describe("testDevice", () => {
  let leave: (() => void) | undefined;
  afterEach(() => {
    leave?.();
    leave = undefined;
    Reflect.deleteProperty(globalThis, "indexedDB");
  });
  const enter = (surroundings: Surroundings) => {
    leave = fakeBrowser(surroundings);
    Object.defineProperty(globalThis, "indexedDB", { value: new IDBFactory(), configurable: true });
  };

  for (const kind of ["secp256k1", "p256", "passkey"] as const) {
    it(`proves a ${kind} key and leaves nothing in the store`, async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const store = memoryKeys();
      const key = await testDevice({ kind, store });
      expect(key.kind).to.equal(kind);
      expect((await store.list()).records).to.deep.equal([]);
    });

    it(`keeps a ${kind} key that createDeviceKey passed to it`, async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const made = await createDeviceKey({ kind, event: EVENT });
      const loaded = await loadDeviceKey({ event: EVENT, address: made.address });
      expect(isSignedBy(DIGEST, await loaded.sign(DIGEST), made.address)).to.equal(true);
    });
  }

  it("composes the longest code, and refuses a passkey whose code would not fit", async () => {
    const { credentials, asked } = fakeAuthenticator({ tail: `,"crossOrigin":false,"topOrigin":"https://a.example"}` });
    enter({ credentials });
    const store = memoryKeys();
    expect(await codeOf(createDeviceKey({ kind: "passkey", event: EVENT, store }))).to.equal("CODE_TOO_LONG");
    expect((await store.list()).records).to.deep.equal([]);
    expect(asked).to.deep.equal({ create: 1, get: 1 });
  });

  it("refuses a passkey whose code would fit only without a challenge", async () => {
    const tailOf = (length: number) => `,"x":"${"y".repeat(length - 8)}"}`;
    const answers: string[] = [];
    for (let length = 8; length < 32; length++) {
      enter({ credentials: fakeAuthenticator({ tail: tailOf(length) }).credentials });
      const made = createDeviceKey({ kind: "passkey", event: EVENT, store: memoryKeys() });
      answers.push(
        await made.then(
          () => "fits",
          (error) => error.code,
        ),
      );
      leave?.();
    }
    const first = answers.indexOf("CODE_TOO_LONG");
    expect(first).to.be.above(0);
    expect(answers.slice(first)).to.deep.equal(Array(answers.length - first).fill("CODE_TOO_LONG"));

    const key = softPasskey(EVENT, { tail: tailOf(8 + first) });
    const rightId = packRightId({ eventId: EVENT.eventId, batch: 2 ** 21 - 1, index: 2 ** 11 - 8 });
    const proof = { rightId, count: 8, holder: key.address, issuedAt: 1, challenge: NO_CHALLENGE };
    expect(composeCode(EVENT, proof, await key.sign(entryProofDigest(EVENT, proof)))).to.match(/^E1:/);
  });

  it("never hides the first error behind a clean-up that fails", async () => {
    const store: KeyStore = { ...memoryKeys(), get: async () => undefined, remove: failing("UnknownError") };
    expect(await codeOf(createDeviceKey({ kind: "p256", event: EVENT, store }))).to.equal("KEY_SELF_TEST_FAILED");
    const throwing: KeyStore = {
      ...store,
      remove: () => {
        throw new TypeError("gone");
      },
    };
    expect(await codeOf(createDeviceKey({ kind: "p256", event: EVENT, store: throwing }))).to.equal(
      "KEY_SELF_TEST_FAILED",
    );
  });

  it("gives every stray error of a store a code", async () => {
    for (const act of ["put", "get"] as const) {
      for (const thrown of [
        new TypeError("x"),
        "a text",
        undefined,
        null,
        new DOMException("", "QuotaExceededError"),
      ]) {
        const store: KeyStore = {
          ...memoryKeys(),
          [act]: () => {
            throw thrown;
          },
        };
        const expected = thrown instanceof DOMException ? "KEY_STORE_FULL" : "KEY_STORE_FAILED";
        expect(await codeOf(testDevice({ store })), `${act}: ${thrown}`).to.equal(expected);
      }
    }
  });

  it("is repeated in small when a key is loaded, without asking the owner of a passkey", async () => {
    const { credentials, asked } = fakeAuthenticator();
    enter({ credentials });
    const store = memoryKeys();
    const [mine, other] = [
      await createDeviceKey({ kind: "secp256k1", event: EVENT, store }),
      await createDeviceKey({ kind: "secp256k1", event: EVENT, store }),
    ];
    const stored = async (address: Address) => (await store.get(address)) as KeyRecord;
    await store.put({ ...(await stored(mine.address)), material: (await stored(other.address)).material });
    expect(await codeOf(loadDeviceKey({ event: EVENT, address: mine.address, store }))).to.equal("KEY_DAMAGED");

    const handle = await createDeviceKey({ kind: "p256", event: EVENT, store });
    const record = await stored(handle.address);
    if (record.material.kind !== "p256") throw new Error("not a P-256 key");
    // A handle that came back without its key.
    const privateKey = {} as CryptoKey;
    await store.put({ ...record, material: { ...record.material, privateKey } });
    expect(await codeOf(loadDeviceKey({ event: EVENT, address: handle.address, store }))).to.equal("KEY_DAMAGED");

    const passkey = await createDeviceKey({ kind: "passkey", event: EVENT, store });
    const before = asked.get;
    expect((await loadDeviceKey({ event: EVENT, address: passkey.address, store })).kind).to.equal("passkey");
    expect(asked.get).to.equal(before);
  });

  describe("in a store that keeps no keys", () => {
    /** As WebKit's Lockdown Mode: bytes are kept, handles are not. */
    const lockdown = (): KeyStore => {
      const store = memoryKeys();
      return {
        ...store,
        put: async (record) => {
          if (record.material.kind === "p256") throw new DOMException("cannot be cloned", "DataCloneError");
          await store.put(record);
        },
      };
    };
    const closed = (): KeyStore => ({
      get: failing("SecurityError"),
      put: failing("SecurityError"),
      list: failing("SecurityError"),
      remove: failing("SecurityError"),
    });

    it("falls back to a passkey, which the store keeps", async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const store = lockdown();
      const key = await createDeviceKey({ event: EVENT, store });
      expect(key.kind).to.equal("passkey");
      expect((await loadDeviceKey({ event: EVENT, store })).address).to.equal(key.address);
    });

    it("falls back to a passkey without any store, and finds it again", async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const key = await createDeviceKey({ event: EVENT, store: closed() });
      expect(key.kind).to.equal("passkey");
      expect(isSignedBy(DIGEST, await key.sign(DIGEST), key.address)).to.equal(true);
      expect(await codeOf(loadDeviceKey({ event: EVENT, store: closed() }))).to.equal("KEY_STORE_CLOSED");
      const found = await recoverPasskey({ event: EVENT, address: key.address, store: closed() });
      expect(found.address).to.equal(key.address);
    });

    it("finds a passkey again for a page that lost its passes too, by who holds a ticket", async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const store = memoryKeys();
      const key = await createDeviceKey({ kind: "passkey", event: EVENT, store: closed() });
      const asked: string[] = [];
      const holds = async (address: string) => {
        asked.push(address);
        return address === key.address;
      };
      expect((await recoverPasskey({ event: EVENT, holds, store })).address).to.equal(key.address);
      expect((await loadDeviceKey({ event: EVENT, address: key.address, store })).address).to.equal(key.address);
      expect(asked.length).to.be.within(1, 2);
      expect(await codeOf(recoverPasskey({ event: EVENT, holds: async () => false, store }))).to.equal(
        "PASSKEY_UNKNOWN",
      );
      const silent = async () => Promise.reject(new PageError("SELLER_UNREACHABLE"));
      expect(await codeOf(recoverPasskey({ event: EVENT, holds: silent, store }))).to.equal("SELLER_UNREACHABLE");
      expect(await codeOf(recoverPasskey({ event: EVENT, store }))).to.equal("VALUE_INVALID");
    });

    it("falls back when the browser gives back null for the key that it took", async () => {
      enter({ credentials: fakeAuthenticator().credentials });
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        // A handle that is lost on its way to the disk.
        const spoiled = value.material.kind === "p256" ? { address: value.address } : value;
        return put.call(this, spoiled, key);
      };
      try {
        expect((await createDeviceKey({ event: EVENT })).kind).to.equal("passkey");
        expect(await codeOf(createDeviceKey({ kind: "p256", event: EVENT }))).to.equal("KEY_STORE_REFUSES_KEYS");
      } finally {
        IDBObjectStore.prototype.put = put;
      }
    });

    it("reports the store when the device has no passkeys either", async () => {
      expect(await codeOf(createDeviceKey({ event: EVENT, store: lockdown() }))).to.equal("KEY_STORE_REFUSES_KEYS");
      enter({ credentials: { ...fakeAuthenticator().credentials, create: failing("NotSupportedError") } });
      expect(await codeOf(createDeviceKey({ event: EVENT, store: closed() }))).to.equal("KEY_STORE_CLOSED");
    });

    it("reports the passkey when its owner cancelled", async () => {
      enter({ credentials: { ...fakeAuthenticator().credentials, create: failing("NotAllowedError") } });
      expect(await codeOf(createDeviceKey({ event: EVENT, store: lockdown() }))).to.equal("PASSKEY_CANCELLED");
    });

    it("does not fall back when the caller asked for one kind", async () => {
      const { credentials, asked } = fakeAuthenticator();
      enter({ credentials });
      const store = lockdown();
      expect(await codeOf(createDeviceKey({ kind: "p256", event: EVENT, store }))).to.equal("KEY_STORE_REFUSES_KEYS");
      expect(asked.create).to.equal(0);
    });
  });

  describe("in a frame", () => {
    const SHOP = "https://tickets.shop.example";
    const places: [title: string, surroundings: Surroundings, stored: string, passkey: string][] = [
      ["on top", {}, "made", "made"],
      ["of its own origin", { ancestors: [SHOP, SHOP] }, "made", "made"],
      ["of another site", { ancestors: ["https://venue.example"] }, "KEY_IN_FRAME", "KEY_IN_FRAME"],
      [
        "of its own origin in another site",
        { ancestors: [SHOP, "https://venue.example"] },
        "KEY_IN_FRAME",
        "KEY_IN_FRAME",
      ],
      [
        "of a neighbour on the same site",
        { ancestors: ["https://www.shop.example"], sites: ["shop.example"] },
        "made",
        "PASSKEY_IN_FRAME",
      ],
      [
        "of the parent domain",
        { ancestors: ["https://shop.example"], sites: ["shop.example"] },
        "made",
        "PASSKEY_IN_FRAME",
      ],
      // What the browser takes no cookie for is a public suffix: all shops of the world share it.
      [
        "of a neighbour under a public suffix",
        { ancestors: ["https://other.shop.example"] },
        "KEY_IN_FRAME",
        "KEY_IN_FRAME",
      ],
      [
        "of the same site without https",
        { ancestors: ["http://www.shop.example"], sites: ["shop.example"] },
        "KEY_IN_FRAME",
        "KEY_IN_FRAME",
      ],
      ["of a page without an origin", { ancestors: ["null"] }, "KEY_IN_FRAME", "KEY_IN_FRAME"],
      ["with a sandbox", { origin: "null", ancestors: [SHOP] }, "KEY_IN_SANDBOX", "KEY_IN_SANDBOX"],
      [
        "of another site that the browser hides",
        { ancestors: ["https://venue.example"], tellsAncestors: false },
        "KEY_IN_FRAME",
        "KEY_IN_FRAME",
      ],
      ["of its own origin that the browser hides", { ancestors: [SHOP], tellsAncestors: false }, "made", "made"],
    ];
    for (const [title, surroundings, stored, passkey] of places) {
      it(`${title}: ${stored}, passkey ${passkey}`, async () => {
        const origin = surroundings.origin ?? SHOP;
        const { credentials, asked } = fakeAuthenticator({ origin });
        enter({ origin, credentials, ...surroundings });
        const tryAll = async (kind: KeyKind) => {
          const acts = [
            () => createDeviceKey({ kind, event: EVENT }),
            () => createDeviceKey({ kind, event: EVENT, store: memoryKeys() }),
            () => testDevice({ kind }),
          ];
          const answers = new Set<string>();
          for (const act of acts)
            answers.add(
              await act().then(
                () => "made",
                (error) => error.code,
              ),
            );
          return [...answers];
        };
        expect(await tryAll("p256")).to.deep.equal([stored]);
        expect(await tryAll("secp256k1")).to.deep.equal([stored]);
        expect(await tryAll("passkey")).to.deep.equal([passkey]);
        // Refused before the browser asks its owner, and before a passkey is left behind.
        if (passkey !== "made") expect(asked).to.deep.equal({ create: 0, get: 0 });
        const address = `0x${"11".repeat(20)}` as const;
        const recovered = await codeOf(recoverPasskey({ event: EVENT, address }));
        expect(recovered).to.equal(passkey === "made" ? "PASSKEY_UNKNOWN" : passkey);
        const loaded = await codeOf(loadDeviceKey({ event: EVENT, address }));
        expect(loaded).to.equal(stored === "made" ? "KEY_LOST" : stored);
      });
    }

    it("explains a store that refuses everything there", async () => {
      enter({ origin: SHOP, ancestors: ["https://venue.example"] });
      const get = failing("UnknownError");
      const address = `0x${"11".repeat(20)}` as const;
      const load = loadDeviceKey({ event: EVENT, address, store: { ...memoryKeys(), get } });
      expect(await codeOf(load)).to.equal("KEY_IN_FRAME");
    });

    it("leaves no cookie behind", async () => {
      enter({ origin: SHOP, ancestors: ["https://www.shop.example"], sites: ["shop.example"] });
      await testDevice();
      expect(document.cookie).to.equal("");
    });
  });

  describe("errors of passkeys", () => {
    const table: [name: string, code: string][] = [
      ["NotAllowedError", "PASSKEY_CANCELLED"],
      ["AbortError", "PASSKEY_CANCELLED"],
      ["TimeoutError", "PASSKEY_CANCELLED"],
      ["NotSupportedError", "PASSKEY_MISSING"],
      ["ConstraintError", "PASSKEY_MISSING"],
      ["SecurityError", "PASSKEY_DOMAIN_REFUSED"],
      ["OperationError", "PASSKEY_BUSY"],
      ["InvalidStateError", "PASSKEY_FAILED"],
      ["NotReadableError", "PASSKEY_FAILED"],
      ["UnknownError", "PASSKEY_FAILED"],
      ["EncodingError", "PASSKEY_FAILED"],
      ["DataError", "PASSKEY_FAILED"],
      ["ANameOfTomorrow", "PASSKEY_FAILED"],
    ];
    for (const [name, code] of table) {
      it(`say ${code} for ${name}, when it is made and when it signs`, async () => {
        const { credentials } = fakeAuthenticator();
        enter({ credentials: { ...credentials, create: failing(name) } });
        expect(await codeOf(testDevice({ kind: "passkey" }))).to.equal(code);
        leave?.();
        enter({ credentials: { ...credentials, get: failing(name) } });
        expect(await codeOf(testDevice({ kind: "passkey" }))).to.equal(code);
      });
    }

    it("say PASSKEY_FAILED for all that an extension throws or answers", async () => {
      const { credentials } = fakeAuthenticator();
      const answers = [
        () => Promise.reject(new Error("Extension context invalidated.")),
        () => Promise.reject("a text"),
        () => {
          throw new TypeError("credentials.create is not a function");
        },
      ];
      for (const create of answers) {
        enter({ credentials: { ...credentials, create } });
        expect(await codeOf(testDevice({ kind: "passkey" }))).to.equal("PASSKEY_FAILED");
        leave?.();
      }
      const odd = [{}, { response: {} }, { rawId: new ArrayBuffer(1), response: { attestationObject: "text" } }];
      for (const answer of odd) {
        enter({ credentials: { ...credentials, create: async () => answer as unknown as Credential } });
        expect(await codeOf(testDevice({ kind: "passkey" }))).to.be.oneOf([
          "PASSKEY_FAILED",
          "PASSKEY_FORM_UNSUPPORTED",
        ]);
        leave?.();
        enter({ credentials: { ...credentials, get: async () => answer as unknown as Credential } });
        expect(await codeOf(testDevice({ kind: "passkey" }))).to.be.oneOf([
          "PASSKEY_FAILED",
          "PASSKEY_FORM_UNSUPPORTED",
          "PASSKEY_UNVERIFIED",
        ]);
        leave?.();
      }
    });

    it("say KEY_NO_FOCUS when the page is not in front", async () => {
      enter({
        hasFocus: false,
        credentials: { ...fakeAuthenticator().credentials, create: failing("NotAllowedError") },
      });
      expect(await codeOf(testDevice({ kind: "passkey" }))).to.equal("KEY_NO_FOCUS");
    });
  });
});
