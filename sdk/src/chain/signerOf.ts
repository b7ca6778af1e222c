import type { Signer } from "ethers";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Connection } from "./Connection.ts";

/** Who signs on this connection, or SIGNER_MISSING. */
export function signerOf({ signer }: Connection): Signer {
  if (signer === undefined) throw new DoorkeyError("SIGNER_MISSING");
  return signer;
}
