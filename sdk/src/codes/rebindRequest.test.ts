import { expect } from "chai";
import fc from "fast-check";
import { EVENT, keyOf } from "../../test/helpers/venue.ts";
import { toHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { BASE45_SIGNS } from "./base45.ts";
import { qrModules } from "./qr.ts";
import { readRebindRequest, rebindRequest } from "./rebindRequest.ts";

const holders = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => checksummed(toHex(bytes)));
const requestOf = (address: DeviceKey["address"]) =>
  rebindRequest({ kind: "p256", address, event: EVENT, sign: () => expect.fail() });

describe("rebindRequest", () => {
  it("shows any key, and a QR version 3 holds it", () => {
    fc.assert(
      fc.property(holders, (address) => {
        const text = requestOf(address);
        expect(text).to.match(/^R1:/).and.have.length(45);
        expect(readRebindRequest(text, EVENT)).to.equal(address);
      }),
    );
    expect((qrModules(requestOf(checksummed(`0x${"ff".repeat(20)}`))).length - 8 - 17) / 4).to.equal(3);
  });

  it("refuses a key without an address", () => {
    for (const address of ["", "0x12", "key", `0x${"5e".repeat(21)}`] as DeviceKey["address"][]) {
      expect(() => requestOf(address))
        .to.throw("address must be")
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("needs the event of the key", () => {
    const address = checksummed(`0x${"5e".repeat(20)}`);
    const elsewhere = { ...EVENT, chainId: -1 };
    const sign = () => expect.fail();
    expect(() => rebindRequest({ kind: "p256", address, event: elsewhere, sign })).to.throw("chainId must be");
    expect(() => readRebindRequest(requestOf(address), elsewhere)).to.throw("chainId must be");
  });

  it("is read as a scanner types it", async () => {
    const { address, ...key } = await keyOf("p256");
    expect(readRebindRequest(` ]Q1${rebindRequest({ address, ...key })}\r\n`, EVENT)).to.equal(address);
  });

  it("is refused when one sign was misread", () => {
    const signs = fc.constantFrom(...BASE45_SIGNS);
    fc.assert(
      fc.property(holders, fc.integer({ min: 3, max: 44 }), signs, (address, at, sign) => {
        const text = requestOf(address);
        if (text[at] === sign) return;
        const wrong = `${text.slice(0, at)}${sign}${text.slice(at + 1)}`;
        expect(() => readRebindRequest(wrong, EVENT))
          .to.throw()
          .with.property("code", "REBIND_REQUEST_INVALID");
      }),
    );
  });

  for (const [what, text] of [
    ["nothing", ""],
    ["no text", 7 as never],
    ["a link", "https://wallet.example"],
    ["a challenge", "C1:000000000000000000"],
    ["a request under the prefix of a challenge", `C1:${requestOf(checksummed(`0x${"5e".repeat(20)}`)).slice(3)}`],
    ["a truncated request", requestOf(checksummed(`0x${"5e".repeat(20)}`)).slice(0, -3)],
    ["a longer request", `${requestOf(checksummed(`0x${"5e".repeat(20)}`))}000`],
  ] as const) {
    it(`is refused for ${what}`, () => {
      expect(() => readRebindRequest(text, EVENT))
        .to.throw()
        .with.property("code", "REBIND_REQUEST_INVALID");
    });
  }

  it("is refused for another event, with the reason", () => {
    const text = requestOf(checksummed(`0x${"5e".repeat(20)}`));
    expect(() => readRebindRequest(text, { ...EVENT, eventId: 8 })).to.throw("It belongs to another event.");
  });
});
