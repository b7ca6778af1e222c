import { toHex } from "../core/bytes.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";

/** Most persons in a party. */
export const MOST_PARTY = 4;

/** Bytes of a row: key 16, link 4. */
export const ROW = 20;

/** Rows in one store of the Ballot. A store with fewer rows ends the list. */
export const ROWS_PER_STORE = 1_228;

/** A row of a list as the Ballot takes it: a party's size for its leader, or a companion's leader. */
export type ListRow = {
  /** 16 bytes, see `entrantKey`. */
  readonly key: string;
  readonly link: number;
};

export const COMPANION = 0x8000_0000;
export const MEMBER_SHIFT = 29;
const POSITIONS = 0x1fff_ffff;
export const SIZE_SHIFT = 28;
export const NUMBERS = 0x0fff_ffff;

/** The link of a companion: its number in the party, 1 to 3, and the position of the party's leader in the list. */
export function companionLink(member: number, position: number): number {
  return COMPANION + member * 2 ** MEMBER_SHIFT + position;
}

/** Rows as the Ballot's `list` takes them. */
export function packRows(rows: readonly ListRow[]): Hex {
  return `0x${rows.map(({ key, link }) => key.slice(2) + link.toString(16).padStart(8, "0")).join("")}`;
}

/** A person or key in a posted list. */
export type ListedEntry = {
  readonly key: Hex;
  /** Persons in the party, or places of the key. */
  readonly size: number;
  /** The party's number among those of its size. */
  readonly number: number;
  /** 0 for the leader, 1 to 3 for a companion. */
  readonly member: number;
};

/** A row in a store: a leader with the number of its party, or a companion with the position of its leader. */
type StoredRow = { readonly key: Hex; readonly link: number };

/**
 * The entries of a posted list, from the code of its stores. A companion whose leader is not one, or whose party is
 * smaller, has no place, as in the Ballot.
 *
 * @param stores Code of each store, in their order: 0xFE and the rows.
 * @throws ENTRANTS_DIFFERENT if a store has another form.
 */
export function readStores(stores: readonly Uint8Array[]): readonly ListedEntry[] {
  const rows = stores.flatMap(readStore);
  return rows.flatMap(({ key, link }): ListedEntry[] => {
    if (link < COMPANION) return [{ key, size: link >>> SIZE_SHIFT, number: link & NUMBERS, member: 0 }];
    const member = (link >>> MEMBER_SHIFT) & 3;
    const leader = rows[link & POSITIONS];
    if (leader === undefined || leader.link >= COMPANION || member === 0) return [];
    const size = leader.link >>> SIZE_SHIFT;
    return size <= member ? [] : [{ key, size, number: leader.link & NUMBERS, member }];
  });
}

function readStore(code: Uint8Array, index: number): StoredRow[] {
  if (code[0] !== 0xfe || (code.length - 1) % ROW !== 0) {
    throw new DoorkeyError("ENTRANTS_DIFFERENT", { details: [`Store ${index + 1} has no rows of a list.`] });
  }
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const rows: StoredRow[] = [];
  for (let at = 1; at < code.length; at += ROW) {
    rows.push({ key: toHex(code.subarray(at, at + 16)), link: view.getUint32(at + 16) });
  }
  return rows;
}
