import type { Admission, RightId } from "doorkey/code";
import type { AdmissionOutcome, ByHandJournal, CallJournal } from "doorkey/gate";
import type { EntryRecord, EntryState } from "../merge/EntryRecord.ts";
import { admissionOf } from "./bookTables.ts";
import { callTable } from "./callTable.ts";
import { act, type Hub } from "./Hub.ts";

/** An entry that is on its way to the chain. */
export type Outgoing = { readonly scanId: string; readonly serial: number; readonly admission: Admission };

/** An entry by hand on its way. */
export type OutgoingByHand = {
  readonly scanId: string;
  readonly rightId: RightId;
  readonly scannedAt: number;
  readonly reason: string;
};

export type OutboxFigures = {
  readonly waiting: number;
  /** Seconds since the scan of the oldest entry that waits. */
  readonly oldest: number | undefined;
  readonly final: number;
  readonly refused: number;
};

/** How an entry ended on the chain. */
export type Ending = { readonly scanId: string; readonly state: EntryState; readonly outcome: unknown };

/** When entries are due: shown ones after the time to undo, the others after doors close. */
export type Due = { readonly undoSeconds: number; readonly doorsCloseAt: number; readonly isAfterDoors: boolean };

/**
 * What was let in and is not final on the chain. An entry that an undo can reach is `open`; from `takeDue` on it is on
 * its way, and an undo no longer makes it unhappened.
 */
export function outboxOf(hub: Hub) {
  const { db } = hub.storage;
  const byState = db.prepare(
    "select scan, kind, serial, word, signature, at, reason from entry where state = 'submitted' order by serial, id",
  );
  const putEnd = db.prepare("update entry set settled = ?, outcome = ? where scan = ?");
  const calls = callTable(hub.storage, hub.now);
  const dropGuests = db.prepare("delete from guest");
  const submitted = (kind: "proof" | "hand") => byState.all().filter((row) => row.kind === kind);

  function isDue({ state, shownAt, scannedAt, storedAt }: EntryRecord, due: Due, now: number): boolean {
    if (state !== "open") return false;
    const isClosed = now >= due.doorsCloseAt;
    if (shownAt === undefined || due.isAfterDoors) return isClosed && now - storedAt >= due.undoSeconds;
    return now - scannedAt >= due.undoSeconds;
  }

  return {
    /** How many entries are due now. */
    dueCount: (due: Due): number => {
      const now = hub.now();
      let count = 0;
      for (const record of hub.book.entries.values()) if (isDue(record, due, now)) count++;
      return count;
    },

    /** Marks what is due as on its way. After doors close, references of guests have done their work. */
    takeDue: (due: Due): Promise<void> =>
      act(hub, ({ draft, at }) => {
        if (at >= due.doorsCloseAt) dropGuests.run();
        for (const record of hub.book.entries.values()) {
          if (isDue(record, due, at)) draft.setEntry({ ...record, state: "submitted" });
        }
      }),

    /** What is on its way, sorted by batch: the chain takes neighbours for less gas. */
    outgoing: (): readonly Outgoing[] =>
      submitted("proof").map((row) => ({
        ...{ scanId: String(row.scan), serial: Number(row.serial) },
        admission: admissionOf({ word: row.word, signature: row.signature }),
      })),

    outgoingByHand: (): readonly OutgoingByHand[] => {
      const { eventId } = hub.manifest();
      return submitted("hand").map((row) => ({
        ...{ scanId: String(row.scan), scannedAt: Number(row.at), reason: String(row.reason) },
        rightId: (BigInt(eventId) << 32n) | BigInt(Number(row.serial)),
      }));
    },

    /** Signed calls of the scanner key. */
    calls: calls.proofs satisfies CallJournal,

    /** Signed calls of the desk key. */
    callsByHand: calls.hands satisfies ByHandJournal,

    /** Writes down how entries ended, and forgets the calls that carried nothing else. */
    settle: async (endings: readonly Ending[]): Promise<void> => {
      await act(hub, ({ draft, at }) => {
        for (const { scanId, state, outcome } of endings) {
          const record = hub.book.entries.get(scanId);
          if (record === undefined) continue;
          draft.setEntry({ ...record, state });
          putEnd.run(at, JSON.stringify({ ...Object(outcome), lightConfirmed: record.shownAt !== undefined }), scanId);
        }
      });
      await calls.dropEnded();
    },

    figures: (): OutboxFigures => {
      const counts = { waiting: 0, final: 0, refused: 0 };
      let first = Number.POSITIVE_INFINITY;
      for (const { state, scannedAt } of hub.book.entries.values()) {
        if (state === "final" || state === "refused") counts[state]++;
        if (state !== "open" && state !== "submitted") continue;
        counts.waiting++;
        first = Math.min(first, scannedAt);
      }
      return { ...counts, oldest: counts.waiting === 0 ? undefined : Math.max(0, hub.now() - first) };
    },
  };
}

/** What a hub has to bring to the chain. */
export type Outbox = ReturnType<typeof outboxOf> & {
  /** How many more rights the desk key may admit, as the chain says. */
  byHandLimit: number;
};

/** How an entry ends with what the chain said. Undefined while nothing is decided. */
export function endingOf(scanId: string, outcome: AdmissionOutcome): Ending | undefined {
  if (outcome.status === "undecided") return undefined;
  const { status, rights, passedOver, transactionHash } = outcome;
  const state = status === "refused" ? "refused" : "final";
  const said = {
    ...{ status, transactionHash, rights: rights.map(String) },
    passedOver: passedOver.map(({ rightId, reason }) => ({ rightId: String(rightId), reason })),
  };
  return { scanId, state, outcome: said };
}
