import { expect } from "chai";
import fc from "fast-check";
import { addressFault, assertAddress } from "./addressFault.ts";

describe("addressFault", () => {
  for (const address of [
    "https://wallet.hall.example",
    "https://wallet.hall.example/",
    "https://tickets.shop.example/door",
    "https://tickets.shop.example/a/b.c/d_e~f-1/",
    "http://localhost:8080/door",
    "http://127.0.0.1:1",
    "http://[::1]:8080",
    "https://localhost",
    `https://shop.example/${"a".repeat(179)}`,
  ]) {
    it(`takes ${address.slice(0, 60)}`, () => {
      expect(addressFault(address)).to.equal(undefined);
    });
  }

  for (const [address, fault] of [
    ["", "must be an address such as"],
    ["shop.example", "must be an address such as"],
    ["javascript:alert(1)", "must be an https address."],
    ["data:text/html,x", "must be an https address."],
    ["http://shop.example", "must be an https address."],
    ["http://localhost.shop.example", "must be an https address."],
    ["ftp://localhost", "must be an https address."],
    ["https://fan@shop.example", "must not have a user or a password."],
    ["https://shop.example:443x@evil.example", "must not have a user or a password."],
    ["https://:secret@shop.example", "must not have a user or a password."],
    ["https://shop.example:8443", "must not have a port."],
    ["https://shop.example:443", "must be a plain address"],
    ["https://sh\u043ep.example", "must be in plain letters"],
    ["https://xn--shp-yed.example", "must be in plain letters"],
    ["https://www.XN--SHP-yed.example", "must be in plain letters"],
    ["https://shop\u3002example", "must be in plain letters"],
    ["https://shop.example/d%6For", "must have a path of plain letters"],
    ["https://shop.example/a//b", "must have a path of plain letters"],
    ["https://shop.example/a b", "must have a path of plain letters"],
    ["https://shop.example/door?x", "must be a plain address"],
    ["https://shop.example/door#x", "must be a plain address"],
    ["https://shop.example/a/../b", "must be a plain address"],
    ["https://Shop.example", "must be a plain address"],
    [" https://shop.example", "must be a plain address"],
    ["https:\\\\shop.example", "must be a plain address"],
    [`https://shop.example/${"a".repeat(180)}`, "must have at most 200 characters, not 201."],
    [`https://shop.example/${"a".repeat(4_096)}`, "must have at most 200 characters, not 4117."],
  ] as const) {
    it(`refuses ${JSON.stringify(address.slice(0, 60))}`, () => {
      expect(addressFault(address)).to.be.a("string");
      expect(addressFault(address)?.startsWith(fault), addressFault(address)).to.equal(true);
    });
  }

  it("takes no text that a browser reads as another address", () => {
    const texts = fc.oneof(fc.string({ maxLength: 60, unit: "binary" }), fc.webUrl({ withQueryParameters: true }));
    fc.assert(
      fc.property(texts, (text) => {
        if (addressFault(text) !== undefined) return;
        const url = new URL(text);
        expect([text, `${text}/`]).to.include(url.href);
        expect(url.href).to.match(/^https?:\/\/[\x21-\x7e]+$/);
      }),
    );
  });

  it("is thrown with the name of the value", () => {
    expect(() => assertAddress("seller", "ftp://x"))
      .to.throw("seller must be an https address.")
      .with.property("code", "VALUE_INVALID");
    expect(() => assertAddress("seller", 7)).to.throw("seller must be a text, not 7.");
  });
});
