import type { Address, Hex, RightId } from "doorkey";
import type { EventKey, IdentityScope } from "doorkey/attester";
import { type Mistake, MistakeList } from "doorkey/organizer";
import { readTable } from "../tables/csv.ts";
import { readHolder } from "../tables/holder.ts";
import { rightIn } from "../tables/right.ts";
import { readTags } from "./readPeople.ts";

const COLUMNS = ["right", "holder", "documents"] as const;

/** A right with the tag of its person, without the document. */
export type TaggedRight = { readonly rightId: RightId; readonly holder: Address; readonly personTag: Hex };

/**
 * Reads `right,holder,documents`, for rights that are there already: they are to be named, or rebound to another key of
 * the same person. No mistake repeats any part of a document.
 */
export function readRightPeople(
  bytes: Uint8Array,
  file: string,
  scope: IdentityScope,
  eventKey: EventKey,
): { readonly rights: readonly TaggedRight[]; readonly mistakes: readonly Mistake[] } {
  const mistakes = new MistakeList(file);
  const seen = new Set<RightId>();
  const rights = readTable(bytes, COLUMNS, mistakes).flatMap((row): TaggedRight[] => {
    const rightId = rightIn(row, seen);
    const holder = readHolder(row);
    const [personTag, ...others] = readTags(row, 1, scope, eventKey) ?? [];
    if (row.cell("documents") === "") row.fault("documents", "is empty; it must be the document of the person.");
    if (rightId === undefined || holder === undefined || personTag === undefined || others.length > 0) return [];
    return [{ rightId, holder, personTag }];
  });
  return { rights, mistakes: mistakes.all };
}
