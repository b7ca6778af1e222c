import type { Audit } from "../Audit.ts";
import type { Evidence } from "../Statement.ts";
import type { SignatureJob, Signer } from "./SignatureJob.ts";
import { openSignaturePool } from "./SignaturePool.ts";

/** A signature that the chain relied on, and what a right signer of it is. */
export type SignatureCheck = {
  /** The same statement with each signature that may be meant. One good one is enough. */
  readonly jobs: readonly SignatureJob[];
  isRight(signer: NonNullable<Signer>): boolean;
  /** Says what is wrong if no signer is right. */
  fault(): Evidence;
};

/** What came out of many checks. */
export type CheckedSignatures = {
  /** The right signer of each check; undefined if it has none, or is not in the sample. */
  readonly signers: readonly Signer[];
  readonly faults: readonly Evidence[];
  /** How many checks were made. */
  readonly checked: number;
  /** Says what the sample leaves out; empty if all were checked. */
  readonly unchecked: readonly Evidence[];
};

/** Checks the signatures, or as many of them as the audit's sample has, evenly spread. */
export async function checkSignatures(
  audit: Pick<Audit, "workers" | "sample" | "progress">,
  checks: readonly SignatureCheck[],
): Promise<CheckedSignatures> {
  const chosen = sampleOf(checks.length, audit.sample);
  const jobs = chosen.flatMap((i) => checks[i]?.jobs ?? []);
  const found = await signersOf(audit, jobs);
  const signers: Signer[] = new Array(checks.length).fill(undefined);
  const faults: Evidence[] = [];
  let next = 0;
  for (const i of chosen) {
    const check = checks[i] as SignatureCheck;
    const mine = found.slice(next, next + check.jobs.length);
    next += check.jobs.length;
    signers[i] = mine.find((signer) => signer !== undefined && check.isRight(signer));
    if (signers[i] === undefined) faults.push(check.fault());
  }
  const left = checks.length - chosen.length;
  const unchecked = left === 0 ? [] : [{ note: `The sample leaves out ${left} of ${checks.length} signatures.` }];
  return { signers, faults, checked: chosen.length, unchecked };
}

/** `most` of the numbers below `count`, evenly spread. */
function sampleOf(count: number, most = count): number[] {
  if (most >= count) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor((i * count) / most));
}

async function signersOf(
  { workers, progress }: Pick<Audit, "workers" | "progress">,
  jobs: readonly SignatureJob[],
): Promise<Signer[]> {
  // Threads take longer to start than a few signatures take.
  const pool = await openSignaturePool(jobs.length < FEW ? 0 : workers);
  try {
    let done = 0;
    return await pool.signersOf(jobs, (more) => {
      done += more;
      progress(done, jobs.length);
    });
  } finally {
    await pool.close();
  }
}

const FEW = 200;
