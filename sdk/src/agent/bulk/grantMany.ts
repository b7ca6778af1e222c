import { PATIENCE } from "../../calls/journaled/withRetry.ts";
import type { Connection } from "../../chain/Connection.ts";
import { checked } from "../../chain/checked.ts";
import type { EventDocument } from "../../documents/EventDocument.ts";
import { type GrantEngine, grantItems, settleEarlier } from "../grants/grantEngine.ts";
import type { HookData } from "../grants/HookData.ts";
import type { GrantJournal } from "./GrantJournal.ts";
import type { GrantedRow, GrantRow } from "./GrantRow.ts";
import { heldKey, heldRights } from "./heldRights.ts";
import { journalHead } from "./journalHead.ts";
import { type GrantProgress, type JournalLedger, journalLedger } from "./journalLedger.ts";
import { keepOffered } from "./keepOffered.ts";
import { type PlannedRow, planRows } from "./planRows.ts";

/** Calls on their way at the same time. */
const CONCURRENCY = 4;

/**
 * Grants any number of rows in as few calls as possible. With a `journal`, no row is granted twice and none is lost,
 * even if the process dies at any moment: run it again with the same rows and journal. Each call is a signed request
 * with a nonce, written to the journal before it is sent, with or without a relay; the chain decides how it ended. If
 * you run it again when all is final, it returns the same results, or grants again what orphaned blocks undid.
 *
 * A request that its relay declined may still execute until its deadline. Its rows are tried again with the same nonce,
 * in the next run of the journal too, so that only one of the two executes. If the retry was refused, run it again
 * after the deadline to be sure that nothing was granted.
 *
 * In a class that sells by a ballot, rows whose persons are not offered a place now are refused before anything is
 * sent, and the others are granted in the order of their ranks.
 *
 * Without a journal, it skips rows whose holder has a live right of this agent and class. It cannot see a request that
 * was still on its way when the process died.
 *
 * @param parameters.document The event document, for rows that name seats by their labels.
 * @param parameters.hookData For classes with a sale hook: returns the data of each batch. Defaults to none.
 * @param parameters.again Without a journal: also grants rows whose holder has rights already.
 * @param parameters.concurrency Calls on their way at the same time. Defaults to 4.
 * @throws VALUE_INVALID with every mistake and its row, before anything is sent; JOURNAL_LOCKED, JOURNAL_FOREIGN,
 * JOURNAL_DAMAGED; FUNDS_MISSING, RELAY_REFUSED and other errors that keep calls from being sent: then run it again. A
 * row that the contracts refuse causes no error: its result has the reason.
 * @example
 * import type { Connection } from "doorkey";
 * import { grantJournalFile, grantMany, type GrantRow } from "doorkey/agent";
 *
 * async function handOut(connection: Connection, rows: readonly GrantRow[]) {
 *   const journal = grantJournalFile("grants.journal");
 *   const { granted, refused } = await grantMany(connection, { agentId: 1, eventId: 7, rows, journal });
 *   console.log(`${granted} rows granted, ${refused} refused`);
 * }
 */
export async function grantMany(connection: Connection, parameters: grantMany.Parameters): Promise<grantMany.Result> {
  const {
    agentId,
    eventId,
    rows,
    document,
    journal,
    onProgress,
    again,
    hookData,
    concurrency = CONCURRENCY,
  } = checked(connection, parameters, ["agentId", "eventId", "rows"]);
  const planned = await planRows(connection, eventId, rows, document);
  // A run that the journal refuses must not close it, because another run may be writing it.
  const journaled = await journal?.open(journalHead(connection, eventId, agentId, planned));
  try {
    const ledger = journalLedger({ connection, rows: planned, journal, journaled, onProgress });
    const engine = { connection, eventId, agentId, ledger, whole: false, hookData, patience: PATIENCE, concurrency };
    await settleEarlier(engine, ledger.earlier());
    if (journaled === undefined && again !== true) await skipHeld(engine, planned);
    await grantItems(engine, await keepOffered(engine, planned));
    return { ...ledger.progress(), results: ledger.results() };
  } finally {
    await journal?.close();
  }
}

export declare namespace grantMany {
  type Parameters = {
    readonly agentId: number;
    readonly eventId: number;
    readonly rows: readonly GrantRow[];
    readonly document?: EventDocument | undefined;
    readonly journal?: GrantJournal | undefined;
    readonly onProgress?: ((progress: GrantProgress) => void) | undefined;
    readonly hookData?: HookData | undefined;
    readonly again?: boolean | undefined;
    readonly concurrency?: number | undefined;
  };
  type Result = GrantProgress & {
    /** One result per row, in their order. */
    readonly results: readonly GrantedRow[];
  };
}

/** Skips rows whose holder has a live right of this agent and class. */
async function skipHeld(
  { connection, eventId, agentId, ledger }: GrantEngine<PlannedRow> & { readonly ledger: JournalLedger },
  rows: readonly PlannedRow[],
): Promise<void> {
  const holders = rows.map(({ holder }) => holder);
  const held = await heldRights(connection, eventId, agentId, holders);
  const skipped = rows.flatMap(({ row, order, classId, holder }): GrantedRow[] => {
    const rightIds = held.get(heldKey(classId, holder));
    return rightIds === undefined ? [] : [{ row, order, status: "skipped", rightIds }];
  });
  ledger.skip(skipped);
}
