import { expect } from "chai";
import { id } from "ethers";
import fc from "fast-check";
import { hexOf } from "../../test/helpers/arbitraries.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { interfaces } from "../abi/contracts.ts";
import { toHex } from "../core/bytes.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { requestDigest, requestDigester } from "./forwardRequest.ts";
import type { WireForwardRequest } from "./wire.ts";

const WORD = 2n ** 256n;
const SELECTORS = Object.values(interfaces).flatMap((contract) =>
  contract.fragments.flatMap((one) => (one.type === "function" ? [id(one.format()).slice(0, 10) as Hex] : [])),
);
/** Bytes around the ends of an ABI word and of a block of Keccak-256. */
const LENGTHS = [0, 1, 31, 32, 33, 135, 136, 137, 271, 272, 273, 4_096];

const zero: Address = `0x${"00".repeat(20)}`;
const full: Address = `0x${"ff".repeat(20)}`;
const addresses = fc.oneof(
  { weight: 4, arbitrary: hexOf(20) },
  { weight: 2, arbitrary: hexOf(20).map(checksummed) },
  fc.constantFrom(zero, full, checksummed(full)),
);
const words = fc
  .oneof(fc.bigInt(0n, WORD - 1n), fc.bigInt(0n, 2n ** 64n), fc.constantFrom(0n, 1n, WORD / 2n, WORD - 1n))
  .map(String);
const calls = fc
  .tuple(fc.constantFrom(...SELECTORS), fc.uint8Array({ maxLength: 500 }))
  .map(([selector, rest]): Hex => `${selector}${toHex(rest).slice(2)}`);
const requests: fc.Arbitrary<WireForwardRequest> = fc.record({
  from: addresses,
  to: addresses,
  gas: words,
  nonce: words,
  deadline: fc.oneof(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.constantFrom(0, 1, 2 ** 48 - 1)),
  relayer: addresses,
  data: fc.oneof(calls, fc.constantFrom(...LENGTHS).chain(hexOf)),
});
const places = fc.record({
  chainId: fc.oneof(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.constantFrom(1, Number.MAX_SAFE_INTEGER)),
  forwarder: addresses,
});

describe("requestDigester", () => {
  it("gives the digest of requestDigest, for every function of the suite and at every bound", () => {
    fc.assert(
      fc.property(places, requests, (where, request) => {
        expect(requestDigester(where)(request)).to.equal(requestDigest(where, request));
      }),
      { numRuns: RUNS },
    );
  });

  it("gives another digest for every change of one field", () => {
    const where = { chainId: 31337, forwarder: full };
    const request: WireForwardRequest = {
      ...{ from: full, to: full, gas: "1", nonce: "1", deadline: 1, relayer: full, data: "0x01" },
    };
    const changes: Partial<WireForwardRequest>[] = [
      ...[{ from: zero }, { to: zero }, { gas: "2" }, { nonce: "2" }, { deadline: 2 }, { relayer: zero }],
      ...[{ data: "0x" as const }, { data: "0x0100" as const }, { data: "0x0001" as const }],
    ];
    const digests = [{}, ...changes].map((change) => requestDigester(where)({ ...request, ...change }));
    expect(new Set(digests).size).to.equal(digests.length);
    const elsewhere = [
      { ...where, chainId: 1 },
      { ...where, forwarder: zero },
    ].map((one) => requestDigester(one)(request));
    expect(new Set([...digests, ...elsewhere]).size).to.equal(digests.length + 2);
  });
});
