import type { ChainIndex } from "../follow/followChain.ts";
import type { Storage } from "../storage/openStorage.ts";

/** Seconds for which an answer counts, because anyone may ask. */
const REMEMBER_SECONDS = 1;

/** More than the pages that a sale changes, so that a disk with room for less is found full. */
const ROOM_BYTES = 65_536;

/** Seconds after which an index that was not read is too old to sell by. */
const SILENT_SECONDS = 120;

/** Why the office cannot sell. Empty if it can: its disk takes writes, and the chain answers. */
export function readiness({ storage, index, now }: readiness.Parts): () => Promise<readonly string[]> {
  let asked: { readonly at: number; readonly answer: readonly string[] } | undefined;
  function ask(): readonly string[] {
    const head = index.head();
    const isSilent = head === undefined || now() - head.readAt > SILENT_SECONDS;
    return [
      ...(takesWrites(storage) ? [] : ["the disk does not take writes"]),
      ...(isSilent ? ["the chain is silent"] : []),
    ];
  }
  return async () => {
    if (asked === undefined || now() - asked.at >= REMEMBER_SECONDS) asked = { at: now(), answer: ask() };
    return asked.answer;
  };
}

export declare namespace readiness {
  type Parts = { readonly storage: Storage; readonly index: ChainIndex; readonly now: () => number };
}

function takesWrites({ write }: Storage): boolean {
  try {
    write((db) => db.exec(`insert or replace into meta values ('probe', hex(randomblob(${ROOM_BYTES / 2})))`));
    return true;
  } catch {
    return false;
  }
}
