import { type Entry, type Hex, rightIn, unpackEntry } from "doorkey/code";
import type { EvidenceName } from "../merge/Evidence.ts";
import type { LogRow } from "../protocol/messages.ts";
import { admissionOf } from "./bookTables.ts";
import type { Hub } from "./Hub.ts";

/** One of two lights: what the holder signed, and the row of the gate that showed it. Take both to `isProven`. */
export type Presentation = {
  readonly scanId: string;
  readonly device: string;
  readonly holder: Hex;
  /** Undefined for an entry by hand. */
  readonly entry: Entry | undefined;
  readonly signature: Hex | undefined;
  /** Signed by the gate. Empty until the gate uploads its log. */
  readonly rows: readonly LogRow[];
};

export type EvidenceFile = {
  readonly name: EvidenceName;
  readonly rightId: bigint;
  readonly presentations: readonly [Presentation, Presentation];
};

/** All evidence of a hub, each with both holder signatures and both gates' rows. */
export function evidenceIn(hub: Hub): readonly EvidenceFile[] {
  const manifest = hub.manifest();
  const find = hub.storage.db.prepare("select device, word, signature from entry where scan = ?");
  const presentation = (scanId: string, serial: number): Presentation => {
    const row = find.get(scanId);
    const admission =
      row?.word instanceof Uint8Array ? admissionOf({ word: row.word, signature: row.signature }) : undefined;
    const entry = admission && unpackEntry(admission.entry);
    const first = entry?.rightId ?? (BigInt(manifest.eventId) << 32n) | BigInt(serial);
    return {
      ...{ scanId, device: String(row?.device), entry, signature: admission?.signature },
      holder: rightIn(manifest, first)?.holder ?? "0x",
      rows: hub.chains.ofScan(scanId),
    };
  };
  return hub.book.evidence.map(({ name, serial, first, second }) => ({
    name,
    rightId: (BigInt(manifest.eventId) << 32n) | BigInt(serial),
    presentations: [presentation(first, serial), presentation(second, serial)],
  }));
}
