import type { Address, Hex } from "../../core/Hex.ts";
import { recoverHolder } from "../../statements/holderSignature.ts";

/** A signature to check: who made it over this digest? `signature` has the form of HolderSignatures. */
export type SignatureJob = { readonly digest: Hex; readonly signature: Hex };

/** The signer of a job in lower case; undefined if the bytes are not a signature. */
export type Signer = Address | undefined;

/** The signers of jobs, in their order. Any bytes give an answer, so no job stops its neighbours. */
export function signersOf(jobs: readonly SignatureJob[]): Signer[] {
  return jobs.map(({ digest, signature }) => recoverHolder(digest, signature)?.toLowerCase() as Signer);
}
