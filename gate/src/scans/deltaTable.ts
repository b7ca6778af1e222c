import type { Book } from "../merge/Book.ts";
import type { Delta, DeltaPage } from "../protocol/answers.ts";
import type { Storage } from "../storage/openStorage.ts";

/** Deltas in one page. */
const PAGE = 2_000;

/** What pages learn of claims. The database counts changes, so a page never hears of what the disk refused. */
export function deltaTable({ db, hubId }: Storage, book: Book) {
  const after = db.prepare("select serial, n from claim where n > ? order by n limit ?");
  const one = db.prepare("select n from claim where serial = ?");
  const deltaOf = (serial: number, n: number): Delta => {
    const claim = book.claimAt(serial);
    if (claim === undefined) return { n, serial };
    const { scanId, device, lane, scannedAt, issuedAt, challenge, storedAt, shown, byHand } = claim;
    return { n, serial, claim: { scanId, device, lane, scannedAt, issuedAt, challenge, storedAt, shown, byHand } };
  };
  return {
    after: (from: number): DeltaPage => {
      const deltas = after.all(from, PAGE).map(({ serial, n }) => deltaOf(Number(serial), Number(n)));
      return { hub: hubId, deltas, next: deltas.at(-1)?.n ?? from };
    },
    of: (serials: readonly number[]): readonly Delta[] =>
      serials.map((serial) => deltaOf(serial, Number(one.get(serial)?.n))).sort((a, b) => a.n - b.n),
  };
}
