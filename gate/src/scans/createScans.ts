import { checkScan, type EntryCode, type Manifest, type Policy, type Refused, type Verdict } from "doorkey/code";
import type { Alarms } from "../alarms/Alarms.ts";
import type { Book } from "../merge/Book.ts";
import type {
  Delta,
  DeltaPage,
  Figures,
  ManualAnswer,
  ScanAnswer,
  UndoAnswer,
  UploadAnswer,
} from "../protocol/answers.ts";
import type {
  IdentityMessage,
  ManualMessage,
  PresenceMessage,
  ScanMessage,
  UndoMessage,
  UploadMessage,
} from "../protocol/messages.ts";
import type { Storage } from "../storage/openStorage.ts";
import { bookTables } from "./bookTables.ts";
import { type ApartRow, chainTable } from "./chainTable.ts";
import { decideIdentity } from "./decideIdentity.ts";
import { deltaTable } from "./deltaTable.ts";
import { type EvidenceFile, evidenceIn } from "./evidenceIn.ts";
import { figuresOf } from "./figuresOf.ts";
import { type Guest, guestTable } from "./guestTable.ts";
import type { Caller, Hub, HubSettings } from "./Hub.ts";
import { letInByHand } from "./letInByHand.ts";
import { type Outbox, outboxOf } from "./outbox.ts";
import { recordScan } from "./recordScan.ts";
import { releaseRow } from "./releaseRow.ts";
import { scanTable } from "./scanTable.ts";
import { setPresence } from "./setPresence.ts";
import { showLights } from "./showLights.ts";
import { Tally } from "./Tally.ts";
import { undoScan } from "./undoScan.ts";
import { raiseApart, uploadRows } from "./uploadRows.ts";

/** What a hub does for its gates. Each promise that resolves is on the disk. */
export type Scans = {
  readonly scan: (caller: Caller, message: ScanMessage) => Promise<ScanAnswer>;
  readonly shown: (caller: Caller, scanIds: readonly string[]) => Promise<void>;
  readonly undo: (caller: Caller, message: UndoMessage) => Promise<UndoAnswer>;
  readonly identity: (caller: Caller, message: IdentityMessage) => Promise<ScanAnswer>;
  readonly manual: (caller: Caller, message: ManualMessage) => Promise<ManualAnswer>;
  readonly presence: (caller: Caller, message: PresenceMessage) => Promise<void>;
  readonly upload: (caller: Caller, message: UploadMessage) => Promise<UploadAnswer>;
  readonly deltas: (after: number) => DeltaPage;
  readonly figures: () => Figures;
  /** Two lights for one right, with both holder signatures and both gates' rows. */
  readonly evidence: () => readonly EvidenceFile[];
  /** Rows that were kept apart. */
  readonly apart: () => readonly ApartRow[];
  /**
   * Merges a row that was kept apart, because the organizer asked for it.
   *
   * @throws ROW_UNKNOWN; ROW_UNPROVEN if its holder did not sign it, which no word of an organizer replaces.
   */
  readonly release: (id: number) => Promise<void>;
  /** Whom references of orders name. They are dropped by `dropGuests`. */
  readonly setGuests: (guests: readonly Guest[]) => Promise<void>;
  readonly dropGuests: () => Promise<void>;
  readonly book: Book;
  /** What delivery brings to the chain. */
  readonly outbox: Outbox;
};

/**
 * Opens the scans of a hub on its database, as the process before left them.
 *
 * @param options.now Seconds since 1970.
 * @example
 * const scans = createScans({ storage, manifest: () => list.manifest(), policy: () => ({}), settings, now, alarms });
 * const answer = await scans.scan(caller, { scanId, text, mode: "enter" });
 */
export function createScans(options: createScans.Options): Scans {
  const { storage, judge = (_, verdict) => verdict, onDelta = () => {} } = options;
  const tables = bookTables(storage.db);
  const book = tables.load();
  const deltas = deltaTable(storage, book);
  const guests = guestTable(storage);
  const hub: Hub = {
    ...options,
    ...{ tables, book, judge, check: options.check ?? checkScan, tally: new Tally() },
    ...{ scans: scanTable(storage.db), chains: chainTable(storage.db), guests: guests.find },
    ...{ answered: new Map(), lastSeen: new Map() },
    byHandLeft: () => Math.max(0, outbox.byHandLimit - waitingByHand(book)),
    tell: (serials) => {
      for (const delta of deltas.of(serials)) onDelta(delta);
    },
  };
  const outbox: Outbox = { ...outboxOf(hub), byHandLimit: 0 };
  raiseApart(hub);
  if (options.now() >= options.manifest().doorsCloseAt) void guests.drop();
  return {
    scan: (caller, message) => recordScan(hub, caller, message),
    shown: (caller, scanIds) => showLights(hub, caller, scanIds),
    undo: (caller, { scanId }) => undoScan(hub, caller, scanId),
    identity: (caller, message) => decideIdentity(hub, caller, message),
    manual: (caller, message) => letInByHand(hub, caller, message),
    presence: (caller, message) => setPresence(hub, caller, message),
    upload: (caller, { rows }) => uploadRows(hub, caller, rows),
    deltas: deltas.after,
    figures: () => figuresOf(hub),
    evidence: () => evidenceIn(hub),
    apart: hub.chains.apart,
    release: (id) => releaseRow(hub, id),
    setGuests: guests.set,
    dropGuests: guests.drop,
    ...{ outbox, book },
  };
}

export declare namespace createScans {
  type Options = {
    readonly storage: Storage;
    readonly manifest: () => Manifest;
    readonly policy: (lane: number) => Policy;
    readonly settings: HubSettings;
    readonly now: () => number;
    readonly alarms: Alarms;
    readonly judge?: (code: EntryCode | Refused, verdict: Verdict, now: number) => Verdict;
    readonly onDelta?: (delta: Delta) => void;
    /** Decides on a code. Defaults to the SDK's. */
    readonly check?: typeof checkScan;
  };
}

/** Entries by hand that the chain has not counted yet. */
function waitingByHand({ entries }: Book): number {
  let waiting = 0;
  for (const { byHand, state } of entries.values())
    if (byHand && (state === "open" || state === "submitted")) waiting++;
  return waiting;
}
