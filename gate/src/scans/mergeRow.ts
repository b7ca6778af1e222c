import { type Admission, type Hex, NO_CHALLENGE, unpackEntry } from "doorkey/code";
import { mergeEntry, showLight } from "../merge/claimRights.ts";
import type { ApartReason } from "../protocol/answers.ts";
import type { LogRow } from "../protocol/messages.ts";
import type { Act, Hub } from "./Hub.ts";
import { placeAt } from "./movePeople.ts";
import { recordOf } from "./recordScan.ts";
import { showOne } from "./showLights.ts";
import { takeBack } from "./undoScan.ts";

/** Merges a row into the book. Returns why it is kept apart instead. */
export function mergeRow(hub: Hub, row: LogRow, acting: Act): ApartReason | undefined {
  const known = acting.draft.book.entries.get(row.scanId);
  if (known !== undefined && row.verdict !== "undo" && known.device !== row.device) return "form";
  switch (row.verdict) {
    case "admit":
      return mergeAdmit(hub, row, acting);
    case "hand":
      if (known === undefined) return "by-hand";
      showLight(acting.draft, row.scanId, row.at);
      return undefined;
    case "reenter":
    case "leave":
      return mergeMove(hub, row, acting);
    case "undo":
      return mergeUndo(row, acting);
  }
}

/** Merges an entry by hand that another hub decided on. Only people ask for that. */
export function mergeByHand(row: LogRow, acting: Act): void {
  const { scanId, device, lane, at, right = 0, mask = 1, reason = "" } = row;
  acting.carried.set(scanId, { reason });
  mergeEntry(acting.draft, {
    ...{ scanId, device, lane, scannedAt: at, storedAt: acting.at, issuedAt: 0, challenge: NO_CHALLENGE },
    ...{ serial: right, mask, shownAt: at, byHand: true, state: "open" },
  });
}

function mergeAdmit(hub: Hub, row: LogRow, acting: Act): ApartReason | undefined {
  const { scanId, device, at, mode } = row;
  const known = acting.draft.book.entries.get(scanId);
  if (known !== undefined && mode === "hub") {
    showOne(hub, device, scanId, acting, at);
    return undefined;
  }
  const admission = shownIn(row);
  if (admission === undefined || row.mask === undefined) return "form";
  const { rightId } = unpackEntry(admission.entry);
  const { mask } = row;
  const rights = [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => (mask >> i) & 1).map((i) => rightId + BigInt(i));
  const record = recordOf(scanId, { id: device }, admission, rights, acting.at);
  // The page decided on the same text as the hub, so another right under the scan's name is no retry.
  if (known !== undefined && (known.serial !== record.serial || known.byHand)) return "form";
  acting.carried.set(scanId, { admission });
  mergeEntry(acting.draft, { ...record, shownAt: at });
  if (known === undefined) hub.tally.enter(row.lane, rights.length, at);
  return undefined;
}

function mergeMove(hub: Hub, row: LogRow, acting: Act): ApartReason | undefined {
  const { scanId, device, at, lane, right, mask } = row;
  if (right === undefined || mask === undefined) return "form";
  showOne(hub, device, scanId, acting, at);
  const where = row.verdict === "leave" ? "out" : "in";
  const { issuedAt, challenge } = proofTimeOf(row);
  for (const i of [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (mask >> bit) & 1)) {
    const before = placeAt(acting, right + i);
    // Scan time decides: what happened later elsewhere counts.
    if (before !== undefined && (before.scanId === scanId || before.at > at)) continue;
    const owed = Math.max(0, (before?.owed ?? 0) - (where === "in" ? 1 : 0));
    acting.draft.setPlace(right + i, {
      ...{ where, at, lane, issuedAt, challenge, scanId, storedAt: acting.at },
      ...{ shown: true, owed, zone: undefined, before: undefined },
    });
  }
  return undefined;
}

function mergeUndo({ device, of = "" }: LogRow, acting: Act): ApartReason | undefined {
  const entry = acting.draft.book.entries.get(of);
  if (entry === undefined) return undefined;
  if (entry.device !== device) return "form";
  if (entry.state !== "undone" && !isOwed(entry.scanId, entry.serial, acting)) takeBack(acting, entry);
  return undefined;
}

/** Whether the hub took the entry back already, after it was delivered. */
function isOwed(scanId: string, serial: number, acting: Act): boolean {
  return acting.draft.book.places.get(serial)?.scanId === scanId;
}

function shownIn({ entry, holderSig }: LogRow): Admission | undefined {
  return entry === undefined || holderSig === undefined ? undefined : { entry: BigInt(entry), signature: holderSig };
}

function proofTimeOf(row: LogRow): { issuedAt: number; challenge: Hex } {
  const shown = shownIn(row);
  if (shown === undefined) return { issuedAt: 0, challenge: NO_CHALLENGE };
  const { issuedAt, challenge } = unpackEntry(shown.entry);
  return { issuedAt: Number(issuedAt), challenge };
}
