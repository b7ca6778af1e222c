import type { DrawState } from "../../../ballot/readDraw.ts";
import { readListCode } from "../../../ballot/readListCode.ts";
import type { Connection } from "../../../chain/Connection.ts";
import { bigEndian, toHex } from "../../../core/bytes.ts";
import type { Hex } from "../../../core/Hex.ts";
import { type ListedEntry, readStores } from "../../../draw/listRows.ts";
import { ranksInTurns } from "../../../draw/rankIn.ts";
import type { AuditLog } from "../../Audit.ts";
import { type PerSize, perSize } from "./shareOut.ts";

/** Where an entrant stands. */
export type Standing = { readonly size: number; readonly rank: number; readonly member: number };

/** The entrants of a draw with their ranks, recomputed from list, appeals and seed. */
export type DrawBook = {
  readonly parties: PerSize;
  /** Undefined for who is not in the draw. */
  find(key: Hex): Standing | undefined;
};

/** The book of a draw; undefined while it has no seed. */
export async function openBook(
  connection: Connection,
  draw: DrawState,
  appeals: readonly AuditLog[],
): Promise<DrawBook | undefined> {
  const { seed, pools } = draw;
  if (seed === undefined) return undefined;
  const listed = readStores(await readListCode(connection, draw));
  const entries = new Map<Hex, ListedEntry>(listed.map((entry) => [entry.key, entry]));
  for (const { args } of appeals) {
    const key = toHex(bigEndian(args.key, 16));
    entries.set(key, { key, size: 1, number: Number(args.number), member: 0 });
  }
  const parties = perSize((size) => pools[size - 1]?.parties ?? 0);
  const ranks: Uint32Array[] = [];
  for (const { size, parties: count } of pools) ranks.push(await ranksInTurns(seed, size, count));
  return {
    parties,
    find: (key) => {
      const entry = entries.get(key);
      const rank = entry && ranks[entry.size - 1]?.[entry.number];
      return entry === undefined || rank === undefined ? undefined : { size: entry.size, rank, member: entry.member };
    },
  };
}
