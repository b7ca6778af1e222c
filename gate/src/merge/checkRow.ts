import { entryProofDigest, isSignedBy, type Manifest, rightIn, unpackEntry } from "doorkey/code";
import type { ApartReason } from "../protocol/answers.ts";
import type { LogRow } from "../protocol/messages.ts";

/** The chain takes no proof that is more seconds apart from its scan, unless it answers a challenge. */
const CHAIN_WINDOW = 600;

/** What is wrong with the content of a row whose device is known. Undefined if it may be merged. */
export function contentProblem(row: LogRow, manifest: Manifest): ApartReason | undefined {
  if (row.verdict === "undo") return row.of === undefined ? "form" : undefined;
  if (row.right === undefined || row.mask === undefined) return "form";
  if (row.verdict === "hand") return row.mask === 1 && row.reason !== undefined ? undefined : "form";
  if (row.entry === undefined || row.holderSig === undefined) return "form";
  return proofProblem(
    { ...row, right: row.right, mask: row.mask, entry: row.entry, holderSig: row.holderSig },
    manifest,
  );
}

type Proven = LogRow & Required<Pick<LogRow, "right" | "mask" | "entry" | "holderSig">>;

/** A hub delivers what a row says, so the chain must be able to take it. */
function proofProblem(
  { at, lane, right, mask, entry, holderSig }: Proven,
  manifest: Manifest,
): ApartReason | undefined {
  const { rightId, count, issuedAt, challenge, scannedAt, lane: entryLane } = unpackEntry(BigInt(entry));
  const first = rightIn(manifest, rightId);
  const isWhole =
    rightId === ((BigInt(manifest.eventId) << 32n) | BigInt(right)) &&
    count >= 1 &&
    count <= 8 &&
    mask < 1 << count &&
    scannedAt === at &&
    entryLane === lane;
  if (!isWhole || first === undefined) return "form";
  const isTimely = BigInt(challenge) !== 0n || Math.abs(scannedAt - Number(issuedAt)) <= CHAIN_WINDOW;
  const areDoorsOpen = scannedAt >= manifest.doorsOpenAt && scannedAt < manifest.doorsCloseAt;
  if (!isTimely || !areDoorsOpen) return "form";
  const { holder } = first;
  const digest = entryProofDigest(manifest, { rightId, count, holder, issuedAt, challenge });
  return isSignedBy(digest, holderSig, holder) ? undefined : "holder-signature";
}
