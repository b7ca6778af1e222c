import { fromHex } from "../core/bytes.ts";
import { unpackEntry } from "../core/Entry.ts";
import { splitSignature } from "../statements/signatureBytes.ts";
import type { Admission } from "../verdicts/Verdict.ts";

/** Half of the most gas of a transaction: a margin for estimates and relays. */
const MAX_GAS = 8_000_000;
/** Relays and nodes accept more, but not all accept much more. */
const MAX_BYTES = 48_000;

/** Gas of one entry whose right is the only one of its batch; measured values are lower, see admitEntries.test.ts. */
const GAS = { secp256k1: 30_000, p256: 40_000, passkey: 75_000 } as const;
/** A malformed signature may look like any of them. */
const GAS_OF_UNKNOWN = GAS.passkey;
const GAS_OF_FURTHER_RIGHT = 12_000;
const GAS_OF_BYTE = 40;

/** Cuts admissions into calls of `admit` that fit into every transaction. */
export function cutAdmissions(admissions: readonly Admission[]): Admission[][] {
  const batches: Admission[][] = [];
  let [gas, bytes] = [Number.POSITIVE_INFINITY, 0];
  for (const admission of admissions) {
    const costs = costsOf(admission);
    if (gas + costs.gas > MAX_GAS || bytes + costs.bytes > MAX_BYTES) {
      batches.push([]);
      [gas, bytes] = [0, 0];
    }
    batches.at(-1)?.push(admission);
    gas += costs.gas;
    bytes += costs.bytes;
  }
  return batches;
}

function costsOf({ entry, signature }: Admission): { gas: number; bytes: number } {
  const parts = splitSignature(fromHex(signature));
  const { count } = unpackEntry(entry);
  const further = Math.max(0, Math.min(count, 8) - 1);
  const bytes = 34 + (signature.length - 2) / 2;
  const proof = parts === undefined ? GAS_OF_UNKNOWN : GAS[parts.kind];
  return { gas: proof + further * GAS_OF_FURTHER_RIGHT + bytes * GAS_OF_BYTE, bytes };
}
