import { expect } from "chai";
import { fakeBrowser } from "../../test/helpers/fakeBrowser.ts";
import { pageOpening } from "./pageOpening.ts";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const PIXEL = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0";

describe("pageOpening", () => {
  let leave: () => void;
  beforeEach(() => {
    leave = () => undefined;
  });
  afterEach(() => {
    leave();
    for (const name of ["matchMedia", "isSecureContext"]) Reflect.deleteProperty(globalThis, name);
  });

  function open({ ancestors = [], mode = "browser", ...navigator }: Phone): ReturnType<typeof pageOpening> {
    leave();
    leave = fakeBrowser({ ancestors });
    Object.assign(globalThis.navigator, { serviceWorker: {}, userAgent: IPHONE, ...navigator });
    const set = (name: string, value: unknown) =>
      Object.defineProperty(globalThis, name, { value, configurable: true });
    set("isSecureContext", true);
    set("matchMedia", (query: string) => ({ matches: query.includes(`display-mode: ${mode})`) }));
    return pageOpening();
  }

  type Phone = {
    readonly ancestors?: readonly string[];
    readonly mode?: string;
    readonly userAgent?: string;
    readonly maxTouchPoints?: number;
    readonly standalone?: boolean;
    readonly serviceWorker?: object | undefined;
    readonly storage?: object;
  };

  for (const [what, phone, shownIn, system] of [
    ["Safari in a tab", { userAgent: `${IPHONE} Version/18.7 Mobile/15E148 Safari/604.1` }, "tab", "ios"],
    ["an iPad, which calls itself a Mac", { userAgent: MAC, maxTouchPoints: 5 }, "tab", "ios"],
    ["a Mac", { userAgent: MAC, maxTouchPoints: 0 }, "tab", "computer"],
    ["the home screen of an iPhone", { standalone: true }, "home-screen", "ios"],
    ["an installed page on Android", { userAgent: PIXEL, mode: "standalone" }, "home-screen", "android"],
    ["Chrome on Android", { userAgent: PIXEL }, "tab", "android"],
    ["LINE on an iPhone", { userAgent: `${IPHONE} Safari Line/15.8.0`, serviceWorker: undefined }, "app", "ios"],
    ["LINE on Android", { userAgent: `${PIXEL} Safari/537.36 Line/15.8.0/IAB` }, "app", "android"],
    ["Instagram", { userAgent: `${IPHONE} Mobile/22H31 Instagram 400.0.0` }, "app", "ios"],
    ["Facebook", { userAgent: `${IPHONE} Mobile [FBAN/FBIOS;FBAV/400.0]` }, "app", "ios"],
    ["a view of any app on Android", { userAgent: PIXEL.replace("Pixel 9", "Pixel 9; wv") }, "app", "android"],
    ["a view of any app on iOS, which has no service worker", { serviceWorker: undefined }, "app", "ios"],
    [
      "an installed page without a service worker",
      { serviceWorker: undefined, standalone: true },
      "home-screen",
      "ios",
    ],
    ["a frame of another site", { ancestors: ["https://shop.example"] }, "frame", "ios"],
  ] as const satisfies readonly (readonly [string, Phone, string, string])[]) {
    it(`is told from ${what}`, async () => {
      expect(await open(phone)).to.deep.include({ shownIn, system });
    });
  }

  it("is not an app for want of a service worker where http has none", async () => {
    const opening = open({ serviceWorker: undefined });
    expect((await opening).shownIn).to.equal("app");
    leave();
    leave = fakeBrowser({});
    Object.assign(globalThis.navigator, { userAgent: IPHONE });
    Object.defineProperty(globalThis, "isSecureContext", { value: false, configurable: true });
    expect(await pageOpening()).to.deep.include({ shownIn: "tab", worksOffline: false });
  });

  it("looks private where the browser refuses the file system that it offers", async () => {
    const refusing = (name: string) => ({ getDirectory: () => Promise.reject(new DOMException("no", name)) });
    expect((await open({ storage: refusing("SecurityError") })).isPrivate).to.equal(true);
    expect((await open({ storage: refusing("UnknownError") })).isPrivate).to.equal(true);
    expect((await open({ storage: { getDirectory: async () => ({}) } })).isPrivate).to.equal(false);
    expect((await open({ storage: refusing("TimeoutError") })).isPrivate).to.equal(false);
    expect((await open({ storage: {} })).isPrivate).to.equal(false);
  });

  it("is an ordinary computer outside of a browser", async () => {
    expect(await pageOpening()).to.deep.include({ shownIn: "tab", system: "computer", isPrivate: false });
  });
});
