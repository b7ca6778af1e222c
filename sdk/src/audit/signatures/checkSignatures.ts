import type { Audit } from "../Audit.ts";
import type { Evidence } from "../Statement.ts";
import type { SignatureJob, Signer } from "./SignatureJob.ts";
import { openSignaturePool } from "./SignaturePool.ts";

/** Most signatures of which one may be meant. A transaction could have very many, so that an audit never ends. */
export const MOST_MEANT = 32;

/** A signature that the chain relied on, and what a right signer of it is. */
export type SignatureCheck = {
  /** The same statement with each signature that may be meant. One good one of the first `MOST_MEANT` is enough. */
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
  /** How many checks came to an end. */
  readonly checked: number;
  /** Says what the sample leaves out, and which checks have too many signatures; empty if all were checked. */
  readonly unchecked: readonly Evidence[];
};

/** Checks the signatures, or as many of them as the audit's sample has, evenly spread. */
export async function checkSignatures(
  audit: Pick<Audit, "workers" | "sample" | "progress">,
  checks: readonly SignatureCheck[],
): Promise<CheckedSignatures> {
  const chosen = sampleOf(checks.length, audit.sample);
  const { jobs, places } = jobsOf(chosen.map((i) => checks[i] as SignatureCheck));
  const found = await signersOf(audit, jobs);
  const signers: Signer[] = new Array(checks.length).fill(undefined);
  const [faults, unchecked]: [Evidence[], Evidence[]] = [[], []];
  for (const [n, i] of chosen.entries()) {
    const check = checks[i] as SignatureCheck;
    const mine = (places[n] ?? []).map((place) => found[place]);
    signers[i] = mine.find((signer) => signer !== undefined && check.isRight(signer));
    if (signers[i] !== undefined) continue;
    if (check.jobs.length <= MOST_MEANT) faults.push(check.fault());
    else unchecked.push({ ...check.fault(), note: `More than ${MOST_MEANT} signatures are given for one statement.` });
  }
  const checked = chosen.length - unchecked.length;
  const left = checks.length - chosen.length;
  if (left > 0) unchecked.push({ note: `The sample leaves out ${left} of ${checks.length} signatures.` });
  return { signers, faults, checked, unchecked };
}

/** The jobs of all checks, and where those of each check are. Checks with several jobs may share them. */
function jobsOf(checks: readonly SignatureCheck[]) {
  const jobs: SignatureJob[] = [];
  const shared = new Map<string, number>();
  const places = checks.map((check): readonly number[] => {
    const mine = check.jobs.slice(0, MOST_MEANT);
    return mine.map((job) => {
      const key = mine.length > 1 ? `${job.digest} ${job.signature}` : undefined;
      const place = (key === undefined ? undefined : shared.get(key)) ?? jobs.push(job) - 1;
      if (key !== undefined) shared.set(key, place);
      return place;
    });
  });
  return { jobs, places };
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
