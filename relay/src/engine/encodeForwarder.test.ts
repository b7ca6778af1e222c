import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { WireSignedRequest } from "doorkey/relay";
import { getAddress, hexlify, randomBytes } from "ethers";
import { encodeCheck, encodeExecute } from "./encodeForwarder.ts";

const { GasRelayForwarder: forwarder } = interfaces;
const MOST = (1n << 256n) - 1n;

const addressOf = (): Address => getAddress(hexlify(randomBytes(20))) as Address;
const bytesOf = (length: number): Hex => hexlify(randomBytes(length)) as Hex;

function requestWith(dataBytes: number, change: Partial<WireSignedRequest["request"]> = {}): WireSignedRequest {
  const request = { from: addressOf(), to: addressOf(), gas: "90000", nonce: "7", deadline: 1_900_000_000 };
  return { request: { ...request, relayer: addressOf(), data: bytesOf(dataBytes), ...change }, signature: bytesOf(65) };
}

describe("encodeForwarder", () => {
  const lists: Readonly<Record<string, readonly WireSignedRequest[]>> = {
    "no request": [],
    "one without data": [requestWith(0)],
    "data around the length of a word": [31, 32, 33].map((length) => requestWith(length)),
    "the largest numbers": [
      requestWith(4, { gas: String(MOST), nonce: String(MOST), deadline: Number((1n << 48n) - 1n) }),
    ],
    "a hundred": Array.from({ length: 100 }, (_, i) => requestWith(7 * i)),
  };
  for (const [what, requests] of Object.entries(lists)) {
    it(`encodes ${what} as the ABI does`, () => {
      expect(encodeExecute(requests)).to.equal(forwarder.encodeFunctionData("execute", [[...requests]]));
      for (const request of requests) {
        const relayer = addressOf();
        expect(encodeCheck(request, relayer)).to.equal(forwarder.encodeFunctionData("check", [request, relayer]));
      }
    });
  }

  it("takes addresses and bytes in any case", () => {
    const one = requestWith(5);
    const { request, signature } = one;
    const upper = (hex: Hex) => `0x${hex.slice(2).toUpperCase()}` as Hex;
    const loud = { ...request, from: upper(request.from), data: upper(request.data) };
    expect(encodeExecute([{ request: loud, signature: upper(signature) }])).to.equal(encodeExecute([one]));
  });
});
