import { isSameProof } from "../protocol/Claim.ts";
import type { Book, Draft } from "./Book.ts";
import { type EntryRecord, serialsOf } from "./EntryRecord.ts";
import { evidenceOf } from "./Evidence.ts";

/** Gives an entry its rights. Whoever decided so found each of them free, or held by an entry without a light. */
export function claimRights(draft: Draft, record: EntryRecord): void {
  draft.setEntry(record);
  for (const serial of serialsOf(record)) takeRight(draft, serial, record);
}

/**
 * Notes that a gate showed the light of an entry. If another entry has one of its rights, the two meet.
 *
 * @param at Seconds.
 */
export function showLight(draft: Draft, scanId: string, at: number): void {
  const before = draft.book.entries.get(scanId);
  if (before === undefined || before.shownAt !== undefined) return;
  const shown = draft.setEntry({ ...before, shownAt: at });
  if (before.state !== "undone") settleIn(draft, shown);
}

/**
 * Adds an entry that a gate let in by itself, whose light was shown. The same scan, or the same proof, is a retry. An
 * entry without a light gives way. Two lights on two proofs are evidence, and both are delivered.
 */
export function mergeEntry(draft: Draft, row: EntryRecord & { readonly shownAt: number }): void {
  const own = draft.book.entries.get(row.scanId);
  if (own === undefined) {
    settleIn(draft, draft.setEntry(row));
    return;
  }
  // The hub stored this scan, and its answer did not arrive: the page's own decision is what people saw.
  for (const serial of serialsOf(own)) {
    if (draft.book.holders.get(serial) === own.scanId) draft.setHolder(serial, undefined);
  }
  const merged = draft.setEntry({ ...own, mask: row.mask, shownAt: own.shownAt ?? row.shownAt });
  if (own.state !== "undone") settleIn(draft, merged);
}

/** Takes an entry back before it was delivered, so that it never happened. */
export function undoEntry(draft: Draft, record: EntryRecord): void {
  draft.setEntry({ ...record, state: "undone" });
  for (const serial of serialsOf(record)) {
    if (draft.book.holders.get(serial) !== record.scanId) continue;
    draft.setHolder(serial, otherWithLight(draft.book, serial, record)?.scanId);
  }
}

/** Brings an entry with a light to each of its rights, and decides whether it is delivered. */
function settleIn(draft: Draft, record: EntryRecord): void {
  let counts = false;
  for (const serial of serialsOf(record)) {
    const holder = draft.book.holderOf(serial);
    if (holder === undefined || holder.scanId === record.scanId || holder.shownAt === undefined) {
      takeRight(draft, serial, record);
      counts = true;
    } else if (!isSameProof(holder, record)) {
      meet(draft, serial, holder, record);
      counts = true;
    }
  }
  if (record.state !== "open" && record.state !== "replaced") return;
  draft.setEntry({ ...record, state: counts ? "open" : "replaced" });
}

/** Two lights, two proofs. The right stays with the earlier scan. */
function meet(draft: Draft, serial: number, holder: EntryRecord, record: EntryRecord): void {
  const evidence = evidenceOf(serial, holder, record);
  const isKnown = draft.book.evidence.some(
    (known) => known.serial === serial && known.first === evidence.first && known.second === evidence.second,
  );
  if (!isKnown) draft.addEvidence(evidence);
  if (evidence.first === record.scanId) draft.setHolder(serial, record.scanId);
}

function takeRight(draft: Draft, serial: number, record: EntryRecord): void {
  const holder = draft.book.holderOf(serial);
  draft.setHolder(serial, record.scanId);
  if (holder === undefined || holder.scanId === record.scanId || holder.shownAt !== undefined) return;
  const keepsOne = serialsOf(holder).some((other) => draft.book.holders.get(other) === holder.scanId);
  if (!keepsOne && holder.state === "open") draft.setEntry({ ...holder, state: "replaced" });
}

function otherWithLight(book: Book, serial: number, { scanId }: EntryRecord): EntryRecord | undefined {
  const others = book.evidence
    .filter((one) => one.serial === serial && (one.first === scanId || one.second === scanId))
    .map(({ first, second }) => book.entries.get(first === scanId ? second : first));
  return others.find((other) => other !== undefined && other.state !== "undone");
}
