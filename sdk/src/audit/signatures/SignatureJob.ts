import { utf8 } from "../../core/bytes.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { recoverHolder } from "../../statements/holderSignature.ts";

/** A signature to check: who made it over this digest? `signature` has the form of HolderSignatures. */
export type SignatureJob = { readonly digest: Hex; readonly signature: Hex };

/** A job that keeps only its own bytes in memory, and not the calldata of which the signature is a part. */
export function signatureJob(digest: Hex, signature: Hex): SignatureJob {
  return { digest: alone(digest), signature: alone(signature) };
}

const decoder = new TextDecoder();

/** A copy of a text. A piece of a text keeps the whole text in memory. */
function alone(text: Hex): Hex {
  return decoder.decode(utf8(text)) as Hex;
}

/** The signer of a job in lower case; undefined if the bytes are not a signature. */
export type Signer = Address | undefined;

/** The signers of jobs, in their order. Any bytes give an answer, so no job stops its neighbours. */
export function signersOf(jobs: readonly SignatureJob[]): Signer[] {
  return jobs.map(({ digest, signature }) => recoverHolder(digest, signature)?.toLowerCase() as Signer);
}
