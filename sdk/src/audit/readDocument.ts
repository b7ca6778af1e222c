import { getBytes } from "ethers";
import { toHex } from "../core/bytes.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { keccak } from "../core/keccak.ts";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import type { IndexedEvent } from "../eventIndex/IndexState.ts";
import { differences } from "../state/fetchEventDocument.ts";
import type { AuditDocument } from "./Audit.ts";
import type { AuditSource } from "./source/AuditSource.ts";

/** What is served at the event's address, compared with what was published. */
export async function readDocument(source: AuditSource, event: IndexedEvent): Promise<AuditDocument> {
  const served = await source.answer({ ask: "document", uri: event.uri });
  if ("problem" in served) return { problem: served.problem, differs: false };
  const bytes = getBytes(served.bytes);
  const hash = toHex(keccak(bytes));
  if (hash !== event.documentHash) {
    return { problem: `Its hash is ${hash}, and ${event.documentHash} was published.`, differs: true };
  }
  try {
    const document = parseEventDocument(bytes);
    const [difference] = differences(document, event);
    return difference === undefined ? { document } : { problem: difference, differs: true };
  } catch (error) {
    if (isDoorkeyError(error)) return { problem: error.shortMessage, differs: true };
    throw error;
  }
}
