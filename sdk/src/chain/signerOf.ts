import type { Signer } from "ethers";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Connection } from "./Connection.ts";

/** The signer of this connection. Throws SIGNER_MISSING if it has none. */
export function signerOf({ signer }: Connection): Signer {
  if (signer === undefined) throw new DoorkeyError("SIGNER_MISSING");
  return signer;
}
