import { undoEntry } from "../merge/claimRights.ts";
import { type EntryRecord, serialsOf } from "../merge/EntryRecord.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { UndoAnswer } from "../protocol/answers.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { placeAt } from "./movePeople.ts";
import { digestOf } from "./scanTable.ts";

/** How long a steward may take back the last entry of a lane, in seconds. */
const STEWARD_SECONDS = 30;

/**
 * Takes back what a scan let in: a steward the last entry of the lane for 30 seconds, a supervisor any entry. Before
 * delivery it never happened. Afterwards the people count as out, and each may come in once more.
 *
 * @throws SCAN_UNKNOWN, UNDO_TOO_LATE, STORE_UNAVAILABLE
 */
export async function undoScan(hub: Hub, caller: Caller, scanId: string): Promise<UndoAnswer> {
  const id = `${scanId}/undo`;
  const digest = digestOf("undo");
  const answer = await act(hub, (acting) => {
    const known = hub.scans.answerTo({ id, digest });
    if (known !== undefined) return known;
    const entry = acting.draft.book.entries.get(scanId);
    if (entry === undefined) throw new ProblemError("SCAN_UNKNOWN");
    if (caller.role !== "supervisor" && !isLastOfLane(hub, caller, entry, acting.at)) {
      throw new ProblemError("UNDO_TOO_LATE");
    }
    const answer = JSON.stringify(takeBack(acting, entry));
    hub.scans.keep({ id, device: caller.id, at: acting.at, digest }, answer);
    return answer;
  });
  return JSON.parse(answer);
}

/** Takes an entry back, as far as that is still possible. */
export function takeBack(acting: Act, entry: EntryRecord): UndoAnswer {
  const { scanId } = entry;
  const held = serialsOf(entry).filter((serial) => acting.draft.book.holders.get(serial) === scanId);
  if (entry.state === "undone") return { scanId, status: "never-happened", rights: 0 };
  if (entry.state === "open" || entry.state === "replaced") {
    undoEntry(acting.draft, entry);
    return { scanId, status: "never-happened", rights: held.length };
  }
  for (const serial of held) {
    const { owed = 0 } = placeAt(acting, serial) ?? {};
    const { issuedAt, challenge, lane } = entry;
    acting.draft.setPlace(serial, {
      ...{ where: "out", at: Math.floor(acting.at), lane, issuedAt, challenge },
      ...{ scanId, storedAt: acting.at, shown: true, owed: owed + 1, zone: undefined, before: undefined },
    });
  }
  return { scanId, status: "out", rights: held.length };
}

function isLastOfLane(hub: Hub, caller: Caller, entry: EntryRecord, now: number): boolean {
  if (entry.device !== caller.id || now - entry.storedAt > STEWARD_SECONDS) return false;
  return hub.tables.lastOf(caller.id) === entry.scanId;
}
