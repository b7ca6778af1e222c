import type { RightId } from "doorkey/code";
import type { Claim, Claims } from "../protocol/Claim.ts";
import { claimOf, type EntryRecord } from "./EntryRecord.ts";
import type { Evidence } from "./Evidence.ts";
import type { Place } from "./Place.ts";

/** Who is in, who has which right, and what does not fit together: the memory of a hub. Its database has the same. */
export class Book {
  readonly entries = new Map<string, EntryRecord>();
  /** The scan whose entry has a right, by serial. */
  readonly holders = new Map<number, string>();
  readonly places = new Map<number, Place>();
  readonly evidence: Evidence[] = [];
  /** Rights that a scan moved and whose light no gate confirmed so far. */
  readonly moving = new Map<string, readonly number[]>();

  readonly claims: Claims = { get: (rightId: RightId) => this.claimAt(serialOf(rightId)) };

  claimAt(serial: number): Claim | undefined {
    const holder = this.holderOf(serial);
    return holder && claimOf(holder);
  }

  /** A move that is taken back stays noted, which is no more than a look in vain. */
  noteMove(serial: number, { scanId, shown }: Place): void {
    if (shown) this.moving.delete(scanId);
    else this.moving.set(scanId, [...(this.moving.get(scanId) ?? []), serial]);
  }

  holderOf(serial: number): EntryRecord | undefined {
    const scanId = this.holders.get(serial);
    return scanId === undefined ? undefined : this.entries.get(scanId);
  }
}

/** The last 32 bits of a right's id. */
export function serialOf(rightId: RightId): number {
  return Number(rightId & 0xffff_ffffn);
}

/** Changes to a book that belong together. They are made at once, and `takeBack` undoes them all. */
export class Draft {
  readonly book: Book;
  /** What changed, for the database. */
  readonly entries = new Set<string>();
  readonly holders = new Set<number>();
  readonly places = new Set<number>();
  readonly evidence: Evidence[] = [];
  readonly #backs: (() => void)[] = [];

  constructor(book: Book) {
    this.book = book;
  }

  setEntry(record: EntryRecord): EntryRecord {
    this.#set(this.book.entries, record.scanId, record);
    this.entries.add(record.scanId);
    return record;
  }

  setHolder(serial: number, scanId: string | undefined): void {
    this.#set(this.book.holders, serial, scanId);
    this.holders.add(serial);
  }

  setPlace(serial: number, place: Place): void {
    this.#set(this.book.places, serial, place);
    this.places.add(serial);
    this.book.noteMove(serial, place);
  }

  addEvidence(evidence: Evidence): void {
    this.book.evidence.push(evidence);
    this.evidence.push(evidence);
    this.#backs.push(() => void this.book.evidence.splice(this.book.evidence.indexOf(evidence), 1));
  }

  takeBack(): void {
    for (const back of this.#backs.splice(0).reverse()) back();
  }

  #set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const before = map.get(key);
    const put = (next: V | undefined) => (next === undefined ? map.delete(key) : map.set(key, next));
    this.#backs.push(() => void put(before));
    put(value);
  }
}
