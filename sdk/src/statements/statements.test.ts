import { readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import fc from "fast-check";
import { hexOf } from "../../test/helpers/arbitraries.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import type { Hex } from "../core/Hex.ts";
import { entryProofDigest } from "./entryProof.ts";
import { purchaseClaimDigest } from "./purchaseClaim.ts";
import { packConsent, rebindDigest } from "./rebindStatement.ts";
import { returnDigest } from "./returnStatement.ts";

const solidity = readFileSync(new URL("../../../contracts/libraries/Statements.sol", import.meta.url), "utf8")
  .replace(/\n\/\/\/ /g, " ")
  .replace(/\s+/g, " ");

/** Fields of a statement as the contracts write its type. */
function fieldsOf(name: string): { name: string; type: string }[] {
  const list = new RegExp(`${name}\\(([^)]*)\\)`).exec(solidity)?.[1];
  if (list === undefined) throw new Error(`Statements.sol has no type ${name}`);
  return list.split(",").map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { name, type };
  });
}

const chainId = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const seconds = fc.nat(Number.MAX_SAFE_INTEGER);
const rightId = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const address = hexOf(20);

const statements = {
  EntryProof: {
    digest: entryProofDigest,
    values: fc.record({ rightId, count: uint(8), holder: address, issuedAt: seconds, challenge: hexOf(8) }),
  },
  Return: {
    digest: returnDigest,
    values: fc.record({ rightId, count: uint(8), holder: address, rebinds: uint(8), expiresAt: seconds }),
  },
  Rebind: {
    digest: rebindDigest,
    values: fc.record({ rightId, holder: address, newHolder: address, rebinds: uint(8), expiresAt: seconds }),
  },
  PurchaseClaim: {
    digest: purchaseClaimDigest,
    values: fc.record({
      eventId: uint(32),
      classId: uint(8),
      agentId: uint(32),
      purchaseKey: hexOf(32),
      quantity: uint(8),
      holder: address,
      expiresAt: seconds,
    }),
  },
} as const;

describe("statements", () => {
  for (const [name, { digest, values }] of Object.entries(statements)) {
    it(`${name} has the digest that EIP-712 gives its type in the contracts`, () => {
      const types = { [name]: fieldsOf(name) };
      const write = digest as (suite: { chainId: number; rightsRegistry: Hex }, value: unknown) => Hex;
      fc.assert(
        fc.property(
          chainId,
          address,
          values as fc.Arbitrary<Record<string, unknown>>,
          (chainId, rightsRegistry, value) => {
            const domain = { name: "Doorkey", version: "1", chainId, verifyingContract: rightsRegistry };
            expect(write({ chainId, rightsRegistry }, value)).to.equal(TypedDataEncoder.hash(domain, types, value));
          },
        ),
        { numRuns: Math.min(RUNS, 2_000) },
      );
    });
  }

  const suite = { chainId: 1, rightsRegistry: `0x${"11".repeat(20)}` } as const;
  const proof = {
    rightId: 1n,
    count: 1,
    holder: suite.rightsRegistry,
    issuedAt: 1,
    challenge: "0x0000000000000000",
  } as const;
  const invalid: [string, unknown][] = [
    ["a right id of 2^64", { rightId: 1n << 64n }],
    ["a count of 256", { count: 256 }],
    ["a fractional count", { count: 1.5 }],
    ["a negative time", { issuedAt: -1 }],
    ["a short holder", { holder: "0x11" }],
    ["a holder that is not hex", { holder: `0x${"zz".repeat(20)}` }],
    ["a challenge of nine bytes", { challenge: `0x${"00".repeat(9)}` }],
  ];
  for (const [what, change] of invalid) {
    it(`are refused with ${what}`, () => {
      expect(() => entryProofDigest(suite, { ...proof, ...(change as object) }))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    });
  }

  it("are refused without a valid domain", () => {
    expect(() => entryProofDigest({ ...suite, chainId: -1 }, proof)).to.throw("chainId must be");
    expect(() => entryProofDigest({ ...suite, rightsRegistry: "0x" }, proof)).to.throw(
      "rightsRegistry must be 20 hex bytes",
    );
  });

  it("pack a consent for the chain", () => {
    expect(packConsent({ expiresAt: 258 }, "0x00aabb")).to.equal("0x000000000000010200aabb");
  });
});
