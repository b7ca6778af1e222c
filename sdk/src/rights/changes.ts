import type { Transaction } from "../calls/Call.ts";
import { logsOf } from "../calls/logs.ts";
import type { Connection } from "../connection/Connection.ts";
import type { RightId } from "../values/RightId.ts";
import { type RefusalName, refusalName } from "./refusals.ts";

/** Rights that a call changed, and those that it passed over. */
export type Changes = { readonly changed: ReadonlySet<RightId>; readonly refused: ReadonlyMap<RightId, RefusalName> };

/** Reads them from its logs: events named `done` and `refusal` with a `rightId`. */
export function changesIn(connection: Connection, transaction: Transaction, done: string, refusal: string): Changes {
  const logs = (event: string) => logsOf(connection, transaction, "EntryRightRegistry", event);
  return {
    changed: new Set(logs(done).map(({ rightId }) => rightId)),
    refused: new Map(logs(refusal).map(({ rightId, why }) => [rightId, refusalName(why)])),
  };
}
