import { expect } from "chai";
import { packSignatures } from "../verdicts/packSignatures.ts";
import { checksummed } from "./checksummed.ts";
import { NO_CHALLENGE, packEntry, unpackEntry } from "./Entry.ts";
import { sameEvent } from "./EventRef.ts";
import { isHex, sameAddress } from "./Hex.ts";
import { packRightId, unpackRightId } from "./RightId.ts";

const ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"; // of EIP-55

describe("values", () => {
  it("write addresses with their checksum", () => {
    const examples = [
      ADDRESS,
      "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
      "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
      "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ] as const;
    for (const address of examples) expect(checksummed(address.toLowerCase() as `0x${string}`)).to.equal(address);
  });

  it("compare addresses and events in any case", () => {
    const lower = ADDRESS.toLowerCase() as `0x${string}`;
    expect(sameAddress(ADDRESS, lower)).to.equal(true);
    expect(sameAddress(ADDRESS, `0x${"11".repeat(20)}`)).to.equal(false);
    const event = { chainId: 1, rightsRegistry: ADDRESS, eventId: 7 } as const;
    expect(sameEvent(event, { ...event, rightsRegistry: lower })).to.equal(true);
    expect(sameEvent(event, { ...event, eventId: 8 })).to.equal(false);
    expect(sameEvent(event, { ...event, chainId: 2 })).to.equal(false);
  });

  it("recognize hex text", () => {
    expect(["0x", "0xAb", "0x00ff"].map((value) => isHex(value))).to.deep.equal([true, true, true]);
    expect(["", "0", "0x0", "0xgg", "ab", 5, null].map((value) => isHex(value))).to.deep.equal(Array(7).fill(false));
    expect(isHex("0xabcd", 2)).to.equal(true);
    expect(isHex("0xabcd", 3)).to.equal(false);
  });

  it("pack right ids up to the greatest value of each part, and refuse more", () => {
    const last = { eventId: 2 ** 32 - 1, batch: 2 ** 21 - 1, index: 2 ** 11 - 1 };
    expect(unpackRightId(packRightId(last))).to.deep.equal(last);
    for (const part of ["eventId", "batch", "index"] as const) {
      expect(() => packRightId({ ...last, [part]: last[part] + 1 })).to.throw(`${part} must be a whole number`);
      expect(() => packRightId({ ...last, [part]: -1 }))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
    expect(() => unpackRightId(1n << 64n)).to.throw("rightId must be");
  });

  it("pack entries up to the greatest value of each part, and refuse more", () => {
    const last = {
      rightId: 2n ** 64n - 1n,
      count: 255,
      issuedAt: 2n ** 64n - 1n,
      challenge: "0xffffffffffffffff" as const,
      scannedAt: 2 ** 40 - 1,
      lane: 65_535,
    };
    expect(unpackEntry(packEntry(last))).to.deep.equal(last);
    for (const part of ["rightId", "count", "issuedAt", "scannedAt", "lane"] as const) {
      const beyond = typeof last[part] === "bigint" ? (last[part] as bigint) + 1n : (last[part] as number) + 1;
      expect(() => packEntry({ ...last, [part]: beyond })).to.throw(`${part} must be a whole number`);
    }
    expect(() => packEntry({ ...last, challenge: "0x00" })).to.throw("challenge must be 8 hex bytes");
    expect(() => unpackEntry(1n << 256n)).to.throw("entry must be");
    expect(unpackEntry(0n).challenge).to.equal(NO_CHALLENGE);
  });

  it("pack each signature after its length", () => {
    expect(packSignatures([])).to.equal("0x");
    expect(packSignatures(["0xaabbcc", "0x", `0x${"11".repeat(258)}`])).to.equal(
      `0x0003aabbcc00000102${"11".repeat(258)}`,
    );
    expect(() => packSignatures(["0xaa", "bb" as "0x"])).to.throw("signatures[1] must be hex bytes");
    expect(() => packSignatures([`0x${"11".repeat(65_536)}`]))
      .to.throw()
      .with.property("code", "VALUE_INVALID");
  });
});
