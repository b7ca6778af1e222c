import { expect } from "chai";
import { packSignatures } from "./packSignatures.ts";

describe("packSignatures", () => {
  it("puts each signature after its length in two bytes, in the order of the entries", () => {
    expect(packSignatures([])).to.equal("0x");
    expect(packSignatures(["0xaabbcc", "0x", "0x01"])).to.equal("0x0003aabbcc0000000101");
    const long = "5a".repeat(258);
    expect(packSignatures([`0x${long}`])).to.equal(`0x0102${long}`);
  });

  it("takes signatures of 65,535 bytes at most", () => {
    const longest = `0x${"5a".repeat(65_535)}` as const;
    expect(packSignatures([longest])).to.equal(`0xffff${longest.slice(2)}`);
    expect(() => packSignatures(["0x01", `${longest}5a`])).to.throw("length of signatures[1] must be");
  });

  it("names the signature that is not hex, and refuses what is not a list", () => {
    expect(() => packSignatures(["0x01", "0x0" as const]))
      .to.throw("signatures[1] must be")
      .with.property("code", "VALUE_INVALID");
    for (const wrong of [undefined, null, "0x01", { length: 0 }] as never[]) {
      expect(() => packSignatures(wrong)).to.throw("signatures must be a list.");
    }
  });
});
