import type { Hex } from "../../../core/Hex.ts";

/** What evidence for the suite's identity verifier says. Times are in seconds. */
export type ReadEvidence = {
  /** In lower case. */
  readonly personTag: Hex;
  readonly issuedAt: bigint;
  readonly expiresAt: bigint;
  /** The attester's, in the form of a holder's with a key on secp256k1. */
  readonly signature: Hex;
};

/** Digits of `0x` and of `abi.encode(bytes32, uint64, uint64, bytes)` with a signature of 65 bytes. */
const LENGTH = 2 + 2 * 256;

/** Splits evidence; undefined if it has another form than the suite's verifier takes. */
export function readEvidence(evidence: string): ReadEvidence | undefined {
  if (evidence.length !== LENGTH) return undefined;
  const word = (i: number) => evidence.slice(2 + 64 * i, 2 + 64 * (i + 1));
  if (BigInt(`0x${word(3)}`) !== 128n || BigInt(`0x${word(4)}`) !== 65n) return undefined;
  return {
    personTag: `0x${word(0).toLowerCase()}`,
    issuedAt: BigInt(`0x${word(1)}`),
    expiresAt: BigInt(`0x${word(2)}`),
    signature: `0x00${evidence.slice(2 + 64 * 5, 2 + 64 * 5 + 130)}`,
  };
}
