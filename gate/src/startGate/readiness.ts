import type { Storage } from "../storage/openStorage.ts";

/** Seconds for which an answer counts, because anyone may ask and the disk should serve scans. */
const REMEMBER_SECONDS = 1;

/** More than the pages that a scan changes, so that a disk with room for less is found full. */
const ROOM_BYTES = 65_536;

/**
 * Why the hub cannot let people in. Empty if it can: its disk takes writes. Neither the chain nor the relay is needed,
 * because entries wait.
 */
export function readiness({ storage, now }: { readonly storage: Storage; readonly now: () => number }) {
  let asked: { readonly at: number; readonly answer: Promise<readonly string[]> } | undefined;
  async function ask(): Promise<readonly string[]> {
    try {
      await storage.write((db) => {
        db.exec(`insert or replace into meta values ('probe', hex(randomblob(${ROOM_BYTES / 2})))`);
      });
      return [];
    } catch {
      return ["the disk does not take writes"];
    }
  }
  return (): Promise<readonly string[]> => {
    if (asked === undefined || now() - asked.at >= REMEMBER_SECONDS) asked = { at: now(), answer: ask() };
    return asked.answer;
  };
}
