import type { Address, Hex, RightId } from "doorkey";
import type { EventKey, IdentityScope } from "doorkey/attester";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { OUR_NAMES } from "../tables/ColumnMap.ts";
import { readHolder } from "../tables/holder.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable } from "../tables/readTable.ts";
import { rightIn } from "../tables/right.ts";
import { readTags } from "./readPeople.ts";

const COLUMNS = ["right", "holder", "documents"] as const;

/** A right with the tag of its person, without the document. */
export type TaggedRight = { readonly rightId: RightId; readonly holder: Address; readonly personTag: Hex };

type RightPeople = {
  readonly rights: readonly TaggedRight[];
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
};

/**
 * Reads `right,holder,documents`, for rights that are there already: they are to be named, or rebound to another key of
 * the same person. No mistake repeats any part of a document.
 */
export async function readRightPeople(
  bytes: Uint8Array,
  file: string,
  scope: IdentityScope,
  eventKey: EventKey,
): Promise<RightPeople> {
  const [mistakes, warnings] = [new MistakeList(file), new MistakeList(file)];
  const terms = { required: COLUMNS, optional: [], columns: OUR_NAMES, mistakes, warnings };
  const sheet = await readSheet(bytes, { names: headerNames(terms), mistakes, warnings });
  const seen = new Set<RightId>();
  const rights = readTable(sheet, terms).flatMap((row): TaggedRight[] => {
    const rightId = rightIn(row, seen);
    const holder = readHolder(row);
    const [personTag, ...others] = readTags(row, 1, scope, eventKey) ?? [];
    if (row.cell("documents") === "") row.fault("documents", "is empty; it must be the document of the person.");
    if (rightId === undefined || holder === undefined || personTag === undefined || others.length > 0) return [];
    return [{ rightId, holder, personTag }];
  });
  return { rights, mistakes: mistakes.all, warnings: warnings.all };
}
