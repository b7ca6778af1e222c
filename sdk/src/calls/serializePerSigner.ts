import type { Signer } from "ethers";
import { inTurn } from "../core/inTurn.ts";

/** Does a signer's work one at a time: two callers that ask for its account's next nonce at once would get the same. */
export function serializePerSigner<T>(signer: Signer, work: () => Promise<T>): Promise<T> {
  return inTurn(signer, work);
}
