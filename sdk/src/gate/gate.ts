import { type Bound, bind } from "../calls/bindActions.ts";
import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { admitEntries } from "./admitEntries.ts";
import { admitRightsByHand } from "./admitRightsByHand.ts";
import { isOrphaned } from "./isOrphaned.ts";
import { loadManifest } from "./loadManifest.ts";
import { renewManifest } from "./renewManifest.ts";

const functions = { admitEntries, admitRightsByHand, isOrphaned, loadManifest, renewManifest };

/** The functions of this module that act on a chain, each bound to one connection. */
export type Gate = Bound<typeof functions>;

/**
 * The functions of this module that act on a chain, as methods of one connection.
 *
 * @example
 * import type { Connection } from "doorkey";
 * import { gate, type GateJournal } from "doorkey/gate";
 *
 * async function settleAll(connection: Connection, eventId: number, journal: GateJournal) {
 *   await journal.settle(await gate(connection).admitEntries({ eventId, admissions: await journal.pending() }));
 * }
 */
export function gate(connection: Connection): Gate {
  checkedConnection(connection);
  return bind(connection, functions);
}
