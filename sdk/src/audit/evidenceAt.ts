import type { IndexLog } from "../eventIndex/IndexLog.ts";
import type { Evidence } from "./Statement.ts";

/** Evidence that points at a log. */
export function evidenceAt(
  { blockNumber, transactionHash }: Pick<IndexLog, "blockNumber" | "transactionHash">,
  note: string,
  about: Pick<Evidence, "rightId" | "subject"> = {},
): Evidence {
  return { note, block: blockNumber, transactionHash, ...about };
}
