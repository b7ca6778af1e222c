import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hex, NO_CHALLENGE, packEntry } from "doorkey/code";
import { createAlarms } from "../../src/alarms/Alarms.ts";
import { Book, Draft } from "../../src/merge/Book.ts";
import { claimRights } from "../../src/merge/claimRights.ts";
import { bookTables, type Carried } from "../../src/scans/bookTables.ts";
import { createScans } from "../../src/scans/createScans.ts";
import { recordOf } from "../../src/scans/recordScan.ts";
import { openStorage } from "../../src/storage/openStorage.ts";
import { DOORS_OPEN, EVENT, showOf } from "../../test/helpers/venue.ts";

const SIGNATURE: Hex = `0x${"01".repeat(129)}`;

export type Restart = {
  /** Seconds until the hub can decide again. */
  readonly seconds: number;
  /** Seconds to read the same rows and do nothing with them. */
  readonly bare: number;
  readonly megabytes: number;
  readonly entries: number;
};

/** Opens the database of a hub that let in so many rights. */
export async function measureRestart(entries: number): Promise<Restart> {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-restart-"));
  try {
    await fill(folder, entries);
    const start = performance.now();
    const storage = openStorage({ folder, event: EVENT });
    const now = () => DOORS_OPEN + 3_600;
    const scans = createScans({
      ...{ storage, now, alarms: createAlarms({ now, report: () => {} }) },
      manifest: () => showOf([]).manifest,
      policy: () => ({}),
      settings: { undoSeconds: 60, reentry: false, zones: [] },
    });
    const found = scans.book.holders.size;
    const seconds = (performance.now() - start) / 1_000;
    const bareStart = performance.now();
    for (const _ of storage.db.prepare("select * from entry").iterate());
    for (const _ of storage.db.prepare("select * from claim").iterate());
    const bare = (performance.now() - bareStart) / 1_000;
    await storage.close();
    return { seconds, bare, megabytes: statSync(join(folder, "gate.db")).size / 1e6, entries: found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(folder: string, entries: number): Promise<void> {
  const storage = openStorage({ folder, event: EVENT });
  await storage.write((db) => {
    const tables = bookTables(db);
    const draft = new Draft(new Book());
    const carried = new Map<string, Carried>();
    for (let i = 0; i < entries; i++) {
      const rightId = (BigInt(EVENT.eventId) << 32n) | BigInt(((i >> 10) << 11) | (i & 1_023));
      const times = { issuedAt: DOORS_OPEN + i, challenge: NO_CHALLENGE, scannedAt: DOORS_OPEN + i + 3, lane: 3 };
      const admission = { entry: packEntry({ rightId, count: 1, ...times }), signature: SIGNATURE };
      const scanId = i.toString(16).padStart(32, "0");
      carried.set(scanId, { admission });
      claimRights(draft, recordOf(scanId, { id: "00" }, admission, [rightId], DOORS_OPEN + i + 3));
    }
    tables.save(draft, DOORS_OPEN, carried);
  });
  await storage.close();
}
