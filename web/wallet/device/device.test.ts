/** Where a wallet keeps tickets, by where its page is open. */
import { expect } from "chai";
import { type DeviceAbilities, type ErrorCode, errorTable } from "doorkey/buyer";
import { faultOf, faultOfCode } from "../faults/faultOf.ts";
import { en } from "../words/en.ts";
import { keyFor } from "./keyFor.ts";
import { resultOf } from "./resultOf.ts";

const ORIGIN = "https://wallet.example";
const PHONE: DeviceAbilities = {
  ...{ shownIn: "tab", system: "android", isPrivate: false, worksOffline: true },
  ...{ keys: ["p256", "secp256k1", "passkey"], best: "p256", isPersisted: true },
};
const without = ({ best: _, ...abilities }: DeviceAbilities, fault?: ErrorCode): DeviceAbilities => ({
  ...abilities,
  keys: [],
  ...(fault && { fault }),
});

describe("keyFor", () => {
  const place = (abilities: DeviceAbilities, wallet: string | undefined = ORIGIN) =>
    keyFor(abilities, wallet === undefined ? {} : { wallet }, ORIGIN);

  it("takes the best key where the page is open", () => {
    expect(place(PHONE)).to.deep.equal({ keeps: "p256" });
    expect(place({ ...PHONE, system: "ios", best: "passkey" })).to.deep.equal({ keeps: "passkey" });
    expect(place({ ...PHONE, system: "ios", shownIn: "home-screen" })).to.deep.equal({ keeps: "p256" });
  });

  it("makes no key in another app, in a frame, or for another wallet", () => {
    expect(place({ ...PHONE, shownIn: "app" })).to.deep.equal({ keeps: undefined, why: "app" });
    expect(place({ ...PHONE, shownIn: "frame" })).to.deep.equal({ keeps: undefined, why: "framed" });
    expect(place(PHONE, "https://other.example")).to.deep.equal({ keeps: undefined, why: "other-wallet" });
  });

  it("makes no passkey for an event whose gates know no wallet", () => {
    const ios: DeviceAbilities = { ...PHONE, system: "ios", best: "passkey" };
    expect(keyFor(ios, {}, ORIGIN)).to.deep.equal({ keeps: "p256" });
    expect(keyFor({ ...ios, keys: ["passkey"] }, {}, ORIGIN)).to.deep.equal({ keeps: undefined, why: "refuses-keys" });
  });

  it("keeps nothing but a passkey in a private window", () => {
    const hidden: DeviceAbilities = { ...PHONE, isPrivate: true };
    expect(place({ ...hidden, best: "passkey" })).to.deep.equal({ keeps: "passkey" });
    expect(place(hidden)).to.deep.equal({ keeps: undefined, why: "private" });
    expect(place(without(hidden))).to.deep.equal({ keeps: undefined, why: "private" });
  });

  it("says why a browser keeps no key", () => {
    expect(place(without(PHONE, "KEY_STORE_REFUSES_KEYS"))).to.deep.equal({ keeps: undefined, why: "refuses-keys" });
    expect(place(without(PHONE, "KEY_CRYPTO_MISSING"))).to.deep.equal({ keeps: undefined, why: "insecure" });
    const http: DeviceAbilities = { ...PHONE, keys: ["secp256k1"], best: "secp256k1", fault: "KEY_CRYPTO_MISSING" };
    expect(place(http)).to.deep.equal({ keeps: undefined, why: "insecure" });
    expect(resultOf(http, undefined)).to.equal("insecure");
    expect(place(without(PHONE, "KEY_STORE_MISSING"))).to.deep.equal({ keeps: undefined, why: "keeps-nothing" });
  });
});

describe("resultOf", () => {
  it("is ok where a ticket can be kept, else the reason", () => {
    expect(resultOf(PHONE, undefined)).to.equal("ok");
    expect(resultOf(PHONE, "keeps-nothing")).to.equal("keeps-nothing");
    expect(resultOf({ ...PHONE, shownIn: "app" }, undefined)).to.equal("app");
    expect(resultOf({ ...PHONE, shownIn: "frame" }, undefined)).to.equal("framed");
    expect(resultOf(without({ ...PHONE, isPrivate: true }), undefined)).to.equal("private");
    expect(resultOf(without(PHONE, "KEY_STORE_FULL"), undefined)).to.equal("full");
    expect(resultOf(without(PHONE), undefined)).to.equal("refuses-keys");
  });
});

describe("faultOf", () => {
  /** Mistakes of programs, which no fan can make. */
  const OF_PROGRAMS = ["VALUE_INVALID", "KEY_NEEDS_TAP", "CLOCK_UNSET", "MANIFEST_MALFORMED", "EVENT_DOCUMENT_INVALID"];

  it("has words for each failure that a page may meet", () => {
    const codes = Object.keys(errorTable) as ErrorCode[];
    const unsaid = codes.filter((code) => faultOfCode(code) === "other");
    expect(unsaid.sort()).to.deep.equal(OF_PROGRAMS.sort());
    for (const code of codes) expect(en.faults[faultOfCode(code)].advice, code).to.not.equal("");
  });

  it("knows what browsers throw", () => {
    expect(faultOf(new DOMException("", "QuotaExceededError"))).to.equal("full");
    expect(faultOf(new DOMException("", "InvalidStateError"))).to.equal("keeps-nothing");
    expect(faultOf(new Error("x"))).to.equal("other");
    expect(faultOf("x")).to.equal("other");
  });
});
