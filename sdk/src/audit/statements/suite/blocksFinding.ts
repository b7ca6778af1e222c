import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";

/** Whether the headers that were read give their hashes, and so have the right times. */
export function blocksFinding({ reading: { unproven, headers } }: Audit): Finding {
  const figures = { blocks: headers, unproven: unproven.length };
  if (unproven.length === 0) return { says: `All ${headers} blocks with logs give their hashes.`, figures };
  const evidence = unproven.map(({ number, hash }) => ({
    note: `Its fields do not give the hash ${hash}.`,
    block: Number(number),
  }));
  if (unproven.length < headers) {
    return { says: `${unproven.length} of ${headers} blocks do not give their hashes.`, figures, faults: evidence };
  }
  const says = "No block gives its hash: the chain has other headers than Ethereum's, or the node changed all of them.";
  return { says, figures, unchecked: evidence };
}
