import { type Admission, type Hex, type RightId, unpackEntry, type Verdict } from "doorkey/code";
import type { Light } from "../log/Log.ts";

/** When, where and how this gate decided. */
export type Decided = Pick<Light, "at" | "lane" | "mode" | "scanId">;

/**
 * The rows of the log for a verdict that lets people in or out, before its light appears. A look at the person that is
 * still due has none.
 */
export function lightsOf(verdict: Verdict, decided: Decided): readonly Light[] {
  if (verdict.status === "reenter" || verdict.status === "leave") {
    return [{ ...decided, verdict: verdict.status, ...proofOf(verdict.shown, verdict.rights) }];
  }
  if (verdict.status !== "admit") return [];
  const { admission, rights, reentering = [] } = verdict;
  const admit: Light = { ...decided, verdict: "admit", ...proofOf(admission, rights) };
  if (reentering.length === 0) return [admit];
  return [admit, { ...decided, verdict: "reenter", ...proofOf(admission, reentering) }];
}

/**
 * What the holder showed and when, and which rights of it passed: the lowest bit stands for the code's first right. The
 * time is the entry's. The hub's second may be another than the page's, and a look at the person takes a while.
 */
function proofOf({ entry, signature }: Admission, rights: readonly RightId[]) {
  const { rightId: first, scannedAt: at } = unpackEntry(entry);
  const mask = rights.reduce((bits, rightId) => bits | (1 << Number(rightId - first)), 0);
  return { at, entry: hex32(entry), holderSig: signature, right: Number(first & 0xffffffffn), mask };
}

function hex32(word: bigint): Hex {
  return `0x${word.toString(16).padStart(64, "0")}`;
}
