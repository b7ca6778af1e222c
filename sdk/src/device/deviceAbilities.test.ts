import { expect } from "chai";
import { fakeBrowser, type Surroundings } from "../../test/helpers/fakeBrowser.ts";
import type { KeyStore } from "../keys/KeyStore.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { deviceAbilities } from "./deviceAbilities.ts";

const SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) Version/18.7 Mobile/15E148 Safari/604.1";
const CHROME = "Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/156.0.0.0 Mobile Safari/537.36";

type Phone = Surroundings & {
  readonly userAgent: string;
  readonly standalone?: boolean;
  readonly passkeys?: () => Promise<boolean>;
  readonly storage?: object;
  readonly store?: KeyStore;
};

/** A store that takes rows without a key, as Lockdown Mode does. */
const withoutHandles = (): KeyStore => {
  const store = memoryKeys();
  return {
    ...store,
    put: async (record) => {
      if (record.kind === "p256") throw new DOMException("cannot clone", "DataCloneError");
      await store.put(record);
    },
  };
};

describe("deviceAbilities", () => {
  let leave: () => void = () => undefined;
  beforeEach(() => {
    leave = () => undefined;
  });
  afterEach(() => leave());

  const on = ({ userAgent, standalone, passkeys, storage = {}, store = memoryKeys(), ...rest }: Phone) => {
    leave();
    leave = fakeBrowser({ ...rest, credentials: { create: () => expect.fail(), get: () => expect.fail() } });
    Object.assign(globalThis.navigator, { userAgent, standalone, storage, serviceWorker: {} });
    Object.assign(globalThis.PublicKeyCredential, { isUserVerifyingPlatformAuthenticatorAvailable: passkeys });
    return deviceAbilities({ store });
  };
  const yes = async () => true;

  it("tries the keys of the device, asks its owner nothing, and leaves nothing", async () => {
    const store = memoryKeys();
    const storage = { persisted: yes };
    const told = await on({ userAgent: CHROME, passkeys: yes, storage, store });
    expect(told).to.deep.equal({
      shownIn: "tab",
      system: "android",
      isPrivate: false,
      worksOffline: true,
      keys: ["p256", "secp256k1", "passkey"],
      best: "p256",
      isPersisted: true,
    });
    expect((await store.list()).records).to.deep.equal([]);
  });

  const refusing = { getDirectory: () => Promise.reject(new DOMException("no", "SecurityError")) };
  for (const [where, phone, best] of [
    ["Safari's tab", { userAgent: SAFARI, passkeys: yes }, "passkey"],
    ["Safari's tab on a phone without passkeys", { userAgent: SAFARI, passkeys: async () => false }, "p256"],
    ["the home screen of an iPhone", { userAgent: SAFARI, standalone: true, passkeys: yes }, "p256"],
    ["Chrome", { userAgent: CHROME, passkeys: yes }, "p256"],
    ["a browser that keeps no handles", { userAgent: CHROME, passkeys: yes, store: withoutHandles() }, "passkey"],
    ["the same without passkeys", { userAgent: CHROME, store: withoutHandles() }, "secp256k1"],
    ["a private window", { userAgent: SAFARI, passkeys: yes, storage: refusing }, "passkey"],
    ["a private window without passkeys", { userAgent: SAFARI, storage: refusing }, undefined],
    ["LINE", { userAgent: `${SAFARI} Line/15.8.0`, passkeys: yes }, undefined],
    ["a frame", { userAgent: CHROME, passkeys: yes, ancestors: ["https://shop.example"] }, undefined],
  ] as const satisfies readonly (readonly [string, Phone, string | undefined])[]) {
    it(`finds ${best ?? "no key"} best in ${where}`, async () => {
      expect((await on(phone)).best).to.equal(best);
    });
  }

  it("says why no P-256 key is kept", async () => {
    const told = await on({ userAgent: CHROME, store: withoutHandles() });
    expect(told).to.deep.include({ fault: "KEY_STORE_REFUSES_KEYS", keys: ["secp256k1"] });
    expect((await on({ userAgent: CHROME, ancestors: ["https://shop.example"] })).fault).to.equal("KEY_IN_FRAME");
  });

  it("takes a browser that fails to answer for one that says no", async () => {
    const failing = () => Promise.reject(new Error("an extension"));
    const told = await on({ userAgent: CHROME, passkeys: failing, storage: { persisted: failing } });
    expect(told).to.deep.include({ isPersisted: false, keys: ["p256", "secp256k1"] });
  });

  it("passes on what no key test reports", async () => {
    const answer = await deviceAbilities({ store: {} as KeyStore }).catch((error) => error);
    expect(answer.code).to.equal("VALUE_INVALID");
  });
});
