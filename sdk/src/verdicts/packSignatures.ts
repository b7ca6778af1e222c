import { assertHex } from "../core/assertHex.ts";
import { bigEndian, concat, fromHex, toHex } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { assertUint } from "../core/integers.ts";
import { PageError } from "../core/PageError.ts";

/**
 * Packs signatures as the chain's `admit` takes them: one for each entry, in the same order, each after its length in 2
 * bytes.
 *
 * @throws VALUE_INVALID when one is not hex, or too long.
 * @example
 * import { packSignatures, type Admission } from "doorkey/code";
 *
 * const callData = (admissions: readonly Admission[]) => ({
 *   entries: admissions.map(({ entry }) => entry),
 *   signatures: packSignatures(admissions.map(({ signature }) => signature)),
 * });
 */
export function packSignatures(signatures: readonly Hex[]): Hex {
  if (!Array.isArray(signatures)) {
    throw new PageError("VALUE_INVALID", { details: ["signatures must be a list."] });
  }
  return toHex(
    concat(
      ...signatures.flatMap((signature, i) => {
        assertHex(`signatures[${i}]`, signature);
        const bytes = fromHex(signature);
        assertUint(`length of signatures[${i}]`, bytes.length, 16);
        return [bigEndian(bytes.length, 2), bytes];
      }),
    ),
  );
}
