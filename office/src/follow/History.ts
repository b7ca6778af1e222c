import { type Address, type RightId, unpackEntry, unpackRightId } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { IndexedEvent, IndexLog, IndexPiece, IndexState, IndexStore } from "doorkey/event-index";

/** When and where a gate let a holder in. By hand there is no lane. */
export type EntryAt = { readonly at: number; readonly lane?: number };

/** What became of rights, beside their present state: whose they were, how they ended, when they entered. */
export type History = {
  /** Rights that a key had and that another key has now. */
  readonly lostBy: (holder: Address) => readonly RightId[];
  readonly freedOf: (rightId: RightId) => "returned" | "revoked" | undefined;
  readonly entryOf: (rightId: RightId) => EntryAt | undefined;
  /** Takes the logs that were read since, whose state this is. */
  readonly catchUp: (state: IndexState) => void;
  /** A store whose logs this history takes too. */
  readonly watch: (store: IndexStore) => IndexStore;
};

/** An empty history. It is made from the same logs as an index, again after each start and each reorg. */
export function createHistory(): History {
  let waiting: IndexLog[] = [];
  const holders = new Map<RightId, Address>();
  const lost = new Map<string, Set<RightId>>();
  const freed = new Map<RightId, "returned" | "revoked">();
  const entries = new Map<RightId, EntryAt>();
  const admissionsOf = new Map<number, number>();

  function startAgain(pieces: readonly IndexPiece[]): void {
    for (const one of [holders, lost, freed, entries, admissionsOf]) one.clear();
    waiting = pieces.flatMap(({ logs }) => logs);
  }

  function take(state: IndexState, { contract, topics, data }: IndexLog): void {
    if (contract !== "EntryRightRegistry") return;
    const log = interfaces.EntryRightRegistry.parseLog({ topics: [...topics], data });
    const rightId: unknown = log?.args.rightId;
    if (log === null || typeof rightId !== "bigint") return;
    if (log.name === "RightReturned") freed.set(rightId, "returned");
    else if (log.name === "RightRevoked") freed.set(rightId, "revoked");
    else if (log.name === "RightRebound" || log.name === "RightNamed") moved(state, rightId, log.args.holder);
  }

  function moved(state: IndexState, rightId: RightId, to: Address): void {
    const from = (holders.get(rightId) ?? firstHolder(state, rightId))?.toLowerCase();
    holders.set(rightId, to);
    lost.get(to.toLowerCase())?.delete(rightId);
    if (from === undefined || from === to.toLowerCase()) return;
    lost.set(from, (lost.get(from) ?? new Set()).add(rightId));
  }

  function takeAdmissions({ id, admissions }: IndexedEvent): void {
    for (const one of admissions.slice(admissionsOf.get(id) ?? 0)) {
      if (one.status !== "admitted" && one.status !== "by-hand") continue;
      const entry: EntryAt = one.status === "by-hand" ? { at: one.scannedAt } : entryIn(one.entry);
      for (const rightId of one.rights) entries.set(rightId, entry);
    }
    admissionsOf.set(id, admissions.length);
  }

  return {
    lostBy: (holder) => [...(lost.get(holder.toLowerCase()) ?? [])],
    freedOf: (rightId) => freed.get(rightId),
    entryOf: (rightId) => entries.get(rightId),
    catchUp: (state) => {
      for (const log of waiting.splice(0)) take(state, log);
      for (const event of state.events.values()) takeAdmissions(event);
    },
    watch: (store) => ({
      load: async (suite) => {
        const pieces = await store.load(suite);
        startAgain(pieces);
        return pieces;
      },
      append: async (piece) => {
        await store.append(piece);
        waiting.push(...piece.logs);
      },
      replace: async (pieces) => {
        await store.replace(pieces);
        startAgain(pieces);
      },
    }),
  };
}

/** Whom a right was granted to. Records never change. */
function firstHolder(state: IndexState, rightId: RightId): Address | undefined {
  const { eventId, batch: number, index } = unpackRightId(rightId);
  const batch = state.events.get(eventId)?.batches[number];
  if (batch === undefined || index >= batch.count) return undefined;
  const size = batch.seated ? 23 : 20;
  const start = 2 + 2 * size * index;
  return `0x${batch.records.slice(start, start + 40)}`;
}

function entryIn(word: bigint): EntryAt {
  const { scannedAt, lane } = unpackEntry(word);
  return { at: scannedAt, lane };
}
