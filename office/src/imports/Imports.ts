import type { Import, RefusedLine } from "./Import.ts";

/** Lists of orders that become rights or links. One runs at a time; what a crash cut off goes on at the next start. */
export type Imports = {
  /**
   * Checks a file and keeps it. The same bytes again are the same import, so no list is granted twice.
   *
   * @throws IMPORT_UNREADABLE
   */
  readonly take: (file: Imports.File, by: string) => { readonly taken: Import; readonly isNew: boolean };
  /** @throws IMPORT_UNKNOWN, IMPORT_STARTED */
  readonly start: (id: string) => Import;
  /** @throws IMPORT_UNKNOWN */
  readonly read: (id: string) => Import;
  readonly list: () => readonly Import[];
  /** @throws IMPORT_UNKNOWN */
  readonly refusals: (id: string) => readonly RefusedLine[];
  /** A CSV of the rights, or of the links. @throws IMPORT_UNKNOWN, IMPORT_UNFINISHED */
  readonly result: (id: string) => Promise<string>;
  /** Goes on with what a stop or a crash cut off. */
  readonly resume: () => void;
  /** Takes up no further row. Resolves when nothing runs. */
  readonly stop: () => Promise<void>;
};

export declare namespace Imports {
  type File = { readonly eventId: number; readonly name: string; readonly bytes: Uint8Array };
}
