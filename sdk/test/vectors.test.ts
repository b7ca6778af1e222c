import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { addresses, ids, signatures, statements, webCrypto } from "../../vectors/read.ts";
import {
  checksummed,
  entryProofDigest,
  type Hex,
  holderAddress,
  purchaseClaimDigest,
  rebindDigest,
  recoverHolder,
  returnDigest,
} from "../src/buyer.ts";
import { fromHex, toHex } from "../src/core/bytes.ts";
import { toLowS } from "../src/core/curves.ts";
import { packEntry, packRightId, unpackEntry, unpackRightId } from "../src/index.ts";
import { joinSignature } from "../src/statements/signatureBytes.ts";

const KINDS = ["secp256k1", "p256", "passkey"] as const;
const NOBODY = `0x${"00".repeat(20)}`;

/** A vector's message in the form of our functions: digits as bigint, those that fit a number as number. */
const valuesOf = (message: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(message).map(([name, value]) => {
      if (typeof value !== "string" || value.startsWith("0x")) return [name, value];
      const number = Number(value);
      return [name, name === "rightId" || !Number.isSafeInteger(number) ? BigInt(value) : number];
    }),
  );

describe("golden vectors", () => {
  const cases = signatures();

  it("are complete", () => {
    expect(cases.length).to.be.at.least(100);
    expect(cases.filter(({ holder }) => holder !== NOBODY).length).to.be.at.least(20);
  });

  for (const { name, digest, signature, holder } of cases) {
    it(`signature: ${name}`, () => {
      expect(recoverHolder(digest as Hex, signature as Hex) ?? NOBODY).to.equal(holder);
    });
  }

  const digests = {
    EntryProof: entryProofDigest,
    Return: returnDigest,
    Rebind: rebindDigest,
    PurchaseClaim: purchaseClaimDigest,
  };
  const ours = statements().filter(({ primaryType }) => primaryType in digests);

  it("cover every statement", () => {
    expect(new Set(ours.map(({ primaryType }) => primaryType)).size).to.equal(4);
  });

  for (const { name, domain, primaryType, message, digest } of ours) {
    it(`statement: ${name}`, () => {
      const write = digests[primaryType as keyof typeof digests] as (suite: object, value: object) => Hex;
      const suite = { chainId: BigInt(domain.chainId), rightsRegistry: domain.verifyingContract };
      expect(write(suite, valuesOf(message as Record<string, unknown>))).to.equal(digest);
    });
  }

  for (const { name, kind, privateKey, x, y, holder } of addresses()) {
    it(`address: ${name}, ${KINDS[kind]}`, () => {
      const curve = kind === 0 ? secp256k1 : p256;
      const publicKey = toHex(curve.getPublicKey(fromHex(privateKey as Hex), false).subarray(1));
      expect(publicKey).to.equal(`${x}${y.slice(2)}`);
      expect(holderAddress(KINDS[kind as 0 | 1 | 2], publicKey)).to.equal(holder);
      expect(checksummed(holder.toLowerCase() as Hex)).to.equal(holder);
    });
  }

  for (const { eventId, batch, index, rightId } of ids().rightIds) {
    it(`right id ${rightId}`, () => {
      const parts = { eventId: Number(eventId), batch: Number(batch), index: Number(index) };
      expect(packRightId(parts)).to.equal(BigInt(rightId));
      expect(unpackRightId(BigInt(rightId))).to.deep.equal(parts);
    });
  }

  for (const { entry, rightId, count, issuedAt, challenge, scannedAt, lane } of ids().entries) {
    it(`entry ${entry}`, () => {
      const parts = {
        rightId: BigInt(rightId),
        count: Number(count),
        issuedAt: BigInt(issuedAt),
        challenge: challenge as Hex,
        scannedAt: Number(scannedAt),
        lane: Number(lane),
      };
      expect(packEntry(parts)).to.equal(BigInt(entry));
      expect(unpackEntry(BigInt(entry))).to.deep.equal(parts);
    });
  }

  for (const { digest, x, y, signature } of webCrypto()) {
    it(`WebCrypto's ${signature.slice(0, 10)}…, made low`, () => {
      const publicKey = fromHex(`${x}${y.slice(2)}` as Hex);
      const rs = toLowS("p256", fromHex(signature as Hex));
      const bytes = toHex(joinSignature({ kind: "p256", rs, publicKey }));
      expect(recoverHolder(digest as Hex, bytes)).to.equal(holderAddress("p256", toHex(publicKey)));
    });
  }
});
