import { expect } from "chai";
import fc from "fast-check";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { utf8 } from "../core/bytes.ts";
import { decodeBase45, encodeBase45 } from "./base45.ts";

describe("base45", () => {
  it("writes the examples of RFC 9285", () => {
    expect(encodeBase45(utf8("AB"))).to.equal("BB8");
    expect(encodeBase45(utf8("Hello!!"))).to.equal("%69 VD92EX0");
    expect(encodeBase45(utf8("base-45"))).to.equal("UJCLQE7W581");
    expect(decodeBase45("QED8WEX0")).to.deep.equal(utf8("ietf!"));
  });

  it("refuses texts that no bytes encode to", () => {
    // Each sign in turn is none; then values just beyond one and two bytes.
    const signs = ["a00", "0a0", "00a", "a0", "0a", "ab8", "BB?", "Ω00", "0\u00800"];
    const refused = ["A", "AAAA", ...signs, "GGW", ":::", "V5", "B6", "::"];
    for (const text of refused) expect(decodeBase45(text), text).to.equal(undefined);
  });

  it("reads the greatest groups", () => {
    expect(decodeBase45("FGW")).to.deep.equal(new Uint8Array([0xff, 0xff]));
    expect(decodeBase45("U5")).to.deep.equal(new Uint8Array([0xff]));
  });

  it("reads back any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).to.deep.equal(bytes);
      }),
      { numRuns: RUNS },
    );
  });
});
