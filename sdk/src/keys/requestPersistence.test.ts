import { expect } from "chai";
import { requestPersistence } from "./requestPersistence.ts";

describe("requestPersistence", () => {
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator") as PropertyDescriptor;
  const { setTimeout } = globalThis;
  afterEach(() => {
    Object.defineProperty(globalThis, "navigator", navigator);
    globalThis.setTimeout = setTimeout;
  });

  const answering = (storage: unknown) =>
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: { storage } });

  it("says what the browser promised", async () => {
    for (const promised of [true, false]) {
      answering({ persist: async () => promised });
      expect(await requestPersistence()).to.equal(promised);
    }
  });

  it("waits two seconds for a browser that asks, and no longer", async () => {
    const waits: unknown[] = [];
    globalThis.setTimeout = ((act: () => void, milliseconds: number) => {
      waits.push(milliseconds);
      return setTimeout(act, 0);
    }) as typeof setTimeout;
    answering({ persist: () => new Promise(() => undefined) });
    expect(await requestPersistence()).to.equal(false);
    expect(waits).to.deep.equal([2_000]);
  });

  const failures: [title: string, storage: unknown][] = [
    ["rejects", { persist: () => Promise.reject(new TypeError("opaque origin")) }],
    [
      "throws",
      {
        persist: () => {
          throw new DOMException("sandboxed", "SecurityError");
        },
      },
    ],
    ["has no such function", {}],
    ["has no storage", undefined],
    ["answers something else", { persist: async () => "prompt" }],
  ];
  for (const [title, storage] of failures) {
    it(`says false when the browser ${title}`, async () => {
      answering(storage);
      expect(await requestPersistence()).to.equal(false);
    });
  }

  it("says false when there is no browser, or reading it throws", async () => {
    Object.defineProperty(globalThis, "navigator", { configurable: true, value: undefined });
    expect(await requestPersistence()).to.equal(false);
    Object.defineProperty(globalThis, "navigator", {
      configurable: true,
      get: () => {
        throw new TypeError("sandboxed");
      },
    });
    expect(await requestPersistence()).to.equal(false);
  });
});
