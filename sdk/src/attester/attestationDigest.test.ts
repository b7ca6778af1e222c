import { expect } from "chai";
import { AbiCoder, Wallet } from "ethers";
import type { Hex } from "../core/Hex.ts";
import { recoverHolder } from "../statements/holderSignature.ts";
import { attestationDigest } from "./attestationDigest.ts";
import { attestPerson } from "./attestPerson.ts";

const attester = new Wallet(`0x${"a7".repeat(32)}`);
const attestation = {
  scope: {
    chainId: 31_337,
    rightsRegistry: "0x00000000000000000000000000000000000000a1",
    eventId: 7,
    verifier: "0x00000000000000000000000000000000000000b2",
  },
  personTag: `0x${"5a".repeat(32)}`,
  holder: "0x00000000000000000000000000000000000000c3",
  agentId: 3,
  rightId: 30064771075n,
  issuedAt: 1_800_000_000n,
  expiresAt: 1_800_003_600n,
} as const;

/** The attester's signature in evidence of `attestPerson`, in the form of a holder's with secp256k1. */
async function signatureIn(): Promise<Hex> {
  const { issuedAt, expiresAt, ...rest } = attestation;
  const times = { issuedAt: Number(issuedAt), expiresAt: Number(expiresAt) };
  const evidence = await attestPerson({ ...rest, ...times }, attester);
  const [, , , signature] = AbiCoder.defaultAbiCoder().decode(["bytes32", "uint64", "uint64", "bytes"], evidence);
  return `0x00${signature.slice(2)}`;
}

describe("attestationDigest", () => {
  it("is what attestPerson signs", async () => {
    expect(recoverHolder(attestationDigest(attestation), await signatureIn())).to.equal(attester.address);
  });

  it("is another one if any field differs", async () => {
    const signature = await signatureIn();
    const { scope } = attestation;
    const changes = [
      { scope: { ...scope, chainId: 1 } },
      { scope: { ...scope, eventId: 8 } },
      { scope: { ...scope, verifier: scope.rightsRegistry } },
      { scope: { ...scope, rightsRegistry: scope.verifier } },
      { personTag: `0x${"5b".repeat(32)}` },
      { holder: scope.verifier },
      { agentId: 4 },
      { rightId: 0n },
      { issuedAt: 1_800_000_001n },
      { expiresAt: 1_800_003_601n },
    ] as const;
    for (const change of changes) {
      const digest = attestationDigest({ ...attestation, ...change });
      expect(recoverHolder(digest, signature), JSON.stringify(Object.keys(change))).to.not.equal(attester.address);
    }
  });
});
