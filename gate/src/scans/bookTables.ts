import type { DatabaseSync } from "node:sqlite";
import type { Admission, Hex } from "doorkey/code";
import { Book, type Draft } from "../merge/Book.ts";
import type { EntryRecord, EntryState } from "../merge/EntryRecord.ts";
import type { EvidenceName } from "../merge/Evidence.ts";
import type { Place } from "../merge/Place.ts";
import { decodeWord, hexOfBlob, wordBlob } from "./words.ts";

/** What the database keeps of an entry beside its record. */
export type Carried = { readonly admission?: Admission; readonly reason?: string };

/** The tables of a book: entries, who has which right, places, evidence. */
export function bookTables(db: DatabaseSync) {
  const putEntry = db.prepare(`
    insert into entry(scan, kind, device, lane, at, stored, shown, serial, mask, word, signature, reason, state)
    values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict(scan) do update set shown = excluded.shown, mask = excluded.mask, state = excluded.state`);
  const changeEntry = db.prepare("update entry set shown = ?, mask = ?, state = ? where scan = ?");
  const putClaim = db.prepare(`
    insert into claim(serial, scan, n) values(?, ?, ?)
    on conflict(serial) do update set scan = excluded.scan, n = excluded.n`);
  const putPlace = db.prepare(
    "insert into presence(serial, place) values(?, ?) on conflict(serial) do update set place = excluded.place",
  );
  const putEvidence = db.prepare("insert into evidence(serial, name, first, second, at) values(?, ?, ?, ?, ?)");
  const last = db.prepare("select scan from entry where device = ? order by id desc limit 1");
  let n = Number(db.prepare("select coalesce(max(n), 0) as n from claim").get()?.n);

  return {
    /**
     * Writes what a draft changed, and returns the serials of the rights whose claims did.
     *
     * @param carried What is not in the records of new entries.
     */
    save(draft: Draft, at: number, carried: ReadonlyMap<string, Carried> = new Map()): readonly number[] {
      const { book } = draft;
      for (const scanId of draft.entries) {
        const record = book.entries.get(scanId);
        if (record === undefined) continue;
        const { device, lane, scannedAt, storedAt, shownAt = null, serial, mask, state, byHand } = record;
        const extra = carried.get(scanId);
        if (extra === undefined) {
          changeEntry.run(shownAt, mask, state, scanId);
          continue;
        }
        const { admission, reason = null } = extra;
        const [word, signature] =
          admission === undefined ? [null, null] : [wordBlob(admission.entry), blobOf(admission)];
        const head = [scanId, byHand ? "hand" : "proof", device, lane, scannedAt, storedAt, shownAt, serial, mask];
        putEntry.run(...head, word, signature, reason, state);
      }
      const changed = [...changedRights(draft)];
      for (const serial of changed) putClaim.run(serial, book.holders.get(serial) ?? null, ++n);
      for (const serial of draft.places) putPlace.run(serial, JSON.stringify(book.places.get(serial)));
      for (const { serial, name, first, second } of draft.evidence) putEvidence.run(serial, name, first, second, at);
      return changed;
    },

    /** The last entry of a device. */
    lastOf(device: string): string | undefined {
      return last.get(device)?.scan?.toString();
    },

    /** The book as it was when the process before ended. */
    load(): Book {
      const book = new Book();
      const entries = "select scan, kind, device, lane, at, stored, shown, serial, mask, word, state from entry";
      for (const row of db.prepare(entries).iterate()) {
        const record = recordOf(row);
        book.entries.set(record.scanId, record);
      }
      for (const { serial, scan } of db.prepare("select serial, scan from claim where scan is not null").iterate()) {
        book.holders.set(Number(serial), String(scan));
      }
      for (const { serial, place } of db.prepare("select serial, place from presence").iterate()) {
        const value: Place = JSON.parse(String(place));
        book.places.set(Number(serial), value);
        book.noteMove(Number(serial), value);
      }
      for (const row of db.prepare("select serial, name, first, second from evidence order by id").iterate()) {
        const { serial, name, first, second } = row;
        // Only this class writes the column, from values of this type.
        const word = String(name) as EvidenceName;
        book.evidence.push({ serial: Number(serial), name: word, first: String(first), second: String(second) });
      }
      return book;
    },
  };
}

export type BookTables = ReturnType<typeof bookTables>;

/** Rights that changed hands, or whose entry was shown or taken back. */
function changedRights({ book, holders, entries }: Draft): ReadonlySet<number> {
  const changed = new Set(holders);
  for (const scanId of entries) {
    const { serial = 0, mask = 0 } = book.entries.get(scanId) ?? {};
    for (let i = 0; i < 8; i++) {
      if ((mask >> i) & 1 && book.holders.get(serial + i) === scanId) changed.add(serial + i);
    }
  }
  return changed;
}

type Row = ReturnType<ReturnType<DatabaseSync["prepare"]>["get"]>;

function recordOf(row: NonNullable<Row>): EntryRecord {
  const { word } = row;
  const proof = word instanceof Uint8Array ? decodeWord(word) : { issuedAt: 0, challenge: NO_CHALLENGE };
  return {
    ...proof,
    scanId: String(row.scan),
    device: String(row.device),
    lane: Number(row.lane),
    scannedAt: Number(row.at),
    storedAt: Number(row.stored),
    shownAt: row.shown === null ? undefined : Number(row.shown),
    byHand: row.kind === "hand",
    serial: Number(row.serial),
    mask: Number(row.mask),
    // Only this package writes the column, from values of this type.
    state: String(row.state) as EntryState,
  };
}

const NO_CHALLENGE: Hex = "0x0000000000000000";

function blobOf({ signature }: Admission): Buffer {
  return Buffer.from(signature.slice(2), "hex");
}

/** What the chain takes, from the columns of an entry. */
export function admissionOf({ word, signature }: { readonly word: unknown; readonly signature: unknown }): Admission {
  return { entry: BigInt(hexOfBlob(word)), signature: hexOfBlob(signature) };
}
