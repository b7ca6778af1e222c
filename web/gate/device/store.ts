import type { Manifest } from "doorkey/code";
import type { Settings } from "../../../gate/src/protocol/answers.ts";
import type { LogRow } from "../../../gate/src/protocol/messages.ts";
import { type Database, openDatabase } from "../../shared/storage/database.ts";

/** Who this device is to its hub. The private key cannot leave the browser. */
export type Identity = {
  readonly id: string;
  readonly name: string;
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
};

/** A scan that was sent or decided and has not ended. A page that starts again asks about it again. */
export type OpenScan = { readonly scanId: string; readonly text: string; readonly at: number };

/** What the device keeps by name. */
type Kept = {
  readonly identity: Identity;
  readonly settings: Settings;
  readonly list: { readonly manifest: Manifest; readonly etag: string };
  readonly open: OpenScan;
  /** Number of the row that the hub wants next. */
  readonly next: number;
  /** Seconds that the hub's clock is ahead of this device's. */
  readonly clockAhead: number;
  /** Since when this gate is alone, in seconds. */
  readonly aloneSince: number;
  /** What the steward chose on this device. */
  readonly choices: Choices;
};

export type Choices = {
  readonly language?: string;
  readonly look?: "light" | "dark" | "sunlight";
  readonly camera?: string;
  readonly speech?: boolean;
};

/** What a device keeps: its key, its rows, the list, and what the steward chose. */
export type DeviceStore = {
  get<name extends keyof Kept>(name: name): Promise<Kept[name] | undefined>;
  put<name extends keyof Kept>(name: name, value: Kept[name]): Promise<void>;
  drop(...names: (keyof Kept)[]): Promise<void>;
  rows(from?: number): Promise<LogRow[]>;
  /** Keeps a row, and ends the scan that it is about. */
  append(row: LogRow): Promise<void>;
  /** Forgets all rows, so that a log begins again. */
  forgetRows(): Promise<void>;
  /** Forgets the key, the list and all rows. */
  wipe(): Promise<void>;
};

const ROWS = "rows";
const KEPT = "kept";

/** Opens the store of this browser. */
export async function openStore(): Promise<DeviceStore> {
  return storeOn(await openDatabase({ name: "doorkey-gate", stores: { [ROWS]: "seq", [KEPT]: undefined } }));
}

function storeOn(database: Database): DeviceStore {
  return {
    // The page alone writes this database.
    get: async <name extends keyof Kept>(name: name) => (await database.get(KEPT, name)) as Kept[name] | undefined,
    put: (name, value) => database.write((store) => store(KEPT).put(value, name)),
    drop: (...names) =>
      database.write((store) => {
        for (const name of names) store(KEPT).delete(name);
      }),
    rows: async (from = 1) => (await database.all(ROWS, from)) as LogRow[],
    append: (row) =>
      database.write((store) => {
        store(ROWS).add(row);
        store(KEPT).delete("open");
      }),
    forgetRows: () =>
      database.write((store) => {
        store(ROWS).clear();
        store(KEPT).delete("next");
      }),
    wipe: () =>
      database.write((store) => {
        store(ROWS).clear();
        for (const name of ["identity", "list", "settings", "open", "next"]) store(KEPT).delete(name);
      }),
  };
}
