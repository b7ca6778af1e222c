import type { MistakeList } from "doorkey/organizer";

/** What to look for in a table. */
export type SheetTerms = {
  /** The names of columns, by which the separator is found. */
  readonly names: readonly string[];
  readonly mistakes: MistakeList;
  readonly warnings: MistakeList;
};
