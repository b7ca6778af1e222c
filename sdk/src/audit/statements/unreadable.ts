import type { AuditTransaction } from "../Audit.ts";

/** Why the calls of a transaction are not known, as the end of a sentence; undefined if they are. */
export function unreadable(transaction: AuditTransaction | undefined): string | undefined {
  switch (transaction?.kind) {
    case "calls":
      return undefined;
    case "through a contract":
      return "a contract account made the call";
    case "too large":
      return "the transaction has more than 1 MiB of data";
    case "different":
      return "the node answered with another transaction";
    default:
      return "the node does not have the transaction";
  }
}
