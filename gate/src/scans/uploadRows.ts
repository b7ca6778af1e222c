import { setImmediate as nextTurn } from "node:timers/promises";
import type { Hex } from "doorkey/code";
import { contentProblem } from "../merge/checkRow.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { ApartReason, UploadAnswer } from "../protocol/answers.ts";
import { genesisOf, importDeviceKey, isRowSigned, rowDigest } from "../protocol/logRows.ts";
import { type LogRow, MAX_ROWS } from "../protocol/messages.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { mergeRow } from "./mergeRow.ts";

/** How far ahead of the hub a row may be dated, in seconds: pages take the hub's time. */
const AHEAD_SECONDS = 60;
/** Rows whose signatures are checked in one turn, so that scans go on beside them. */
const ROWS_A_TURN = 8;

/** A row with all that can be said about it without its neighbours. */
type Checked = { readonly row: LogRow; readonly digest: Hex; readonly problem: ApartReason | undefined };

/**
 * Takes rows of a device's log. Those that continue its chain are merged. A row with a gap before it, a broken chain,
 * another device's signature, a date after its device was revoked, or a proof that is none, is kept apart.
 *
 * @throws ROWS_TOO_MANY, STORE_UNAVAILABLE
 */
export async function uploadRows(hub: Hub, caller: Caller, rows: readonly LogRow[]): Promise<UploadAnswer> {
  if (rows.length > MAX_ROWS) throw new ProblemError("ROWS_TOO_MANY");
  const checked = await checkRows(hub, caller, rows);
  const genesis = await genesisOf(hub.manifest(), caller.publicKey);
  const answer = await act(hub, (acting) => {
    const apart: { seq: number; reason: ApartReason }[] = [];
    let accepted = 0;
    for (const one of checked) {
      const reason = takeRow(hub, caller, one, genesis, acting);
      if (reason === undefined) accepted++;
      else apart.push({ seq: one.row.seq, reason });
    }
    return { accepted, apart, next: hub.chains.head(caller.id).next };
  });
  if (answer.apart.length > 0) raiseApart(hub);
  return answer;
}

async function checkRows(hub: Hub, caller: Caller, rows: readonly LogRow[]): Promise<readonly Checked[]> {
  const key = await importDeviceKey(caller.publicKey);
  const now = hub.now();
  const checked: Checked[] = [];
  for (const [i, row] of rows.entries()) {
    if (i > 0 && i % ROWS_A_TURN === 0) await nextTurn();
    const { sig: _, ...unsigned } = row;
    checked.push({ row, digest: await rowDigest(unsigned), problem: await problemOf(hub, caller, row, key, now) });
  }
  return checked;
}

async function problemOf(
  hub: Hub,
  caller: Caller,
  row: LogRow,
  key: CryptoKey,
  now: number,
): Promise<ApartReason | undefined> {
  if (row.device !== caller.id) return "other-device";
  if (!(await isRowSigned(key, row))) return "device-signature";
  // Who has a revoked key can date its rows at will.
  if (caller.revokedAt !== undefined) return "revoked";
  if (row.at > now + AHEAD_SECONDS) return "future";
  // The hub decided on its own scans, and takes nothing from such a row but that its light was shown.
  const isOwn = row.mode === "hub" && row.verdict === "admit" && hub.book.entries.get(row.scanId)?.device === caller.id;
  return isOwn ? undefined : contentProblem(row, hub.manifest());
}

/** Adds a row to its chain and merges it. Returns why it is kept apart instead. */
function takeRow(hub: Hub, caller: Caller, one: Checked, genesis: Hex, acting: Act): ApartReason | undefined {
  const { row, digest, problem } = one;
  const keepApart = (reason: ApartReason) => {
    hub.chains.setApart(row, digest, caller.id, reason, acting.at);
    return reason;
  };
  if (problem === "other-device" || problem === "device-signature" || problem === "revoked") return keepApart(problem);
  const { next, prev = genesis } = hub.chains.head(caller.id);
  if (row.seq < next) return hub.chains.digestAt(caller.id, row.seq) === digest ? undefined : keepApart("chain");
  if (row.seq > next) return keepApart("gap");
  if (row.prev !== prev) return keepApart("chain");
  // It is the device's own next row, so what follows it can be checked, whatever it says.
  hub.chains.add(row, digest);
  const reason = problem ?? mergeRow(hub, row, acting);
  return reason && keepApart(reason);
}

/** Raises an alarm while rows are kept apart. */
export function raiseApart({ chains, alarms }: Pick<Hub, "chains" | "alarms">): void {
  const count = chains.apartCount();
  const rows = count === 1 ? "1 row is" : `${count} rows are`;
  if (count === 0) alarms.clear("quarantine");
  else
    alarms.raise("quarantine", `${rows} kept apart and not delivered. Look at them, then release those that are good.`);
}
