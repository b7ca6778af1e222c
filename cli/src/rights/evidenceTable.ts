import { type Address, type Hex, isHex, type RightId } from "doorkey";
import { MistakeList } from "doorkey/organizer";
import { readTable } from "../tables/csv.ts";
import { readHolder } from "../tables/holder.ts";
import { rightIn } from "../tables/right.ts";
import { InputMistakes } from "../terminal/failures.ts";

/** The columns of a table with evidence for rights, which `doorkey attest --rights` writes. */
export const EVIDENCE_COLUMNS = ["right", "holder", "evidence"] as const;

/** Evidence that the person of a right stands behind a key. */
export type Evidenced = { readonly rightId: RightId; readonly holder: Address; readonly evidence: Hex };

/** Reads `right,holder,evidence`. Reports every mistake at once. */
export function readEvidenceTable(bytes: Uint8Array, file: string): readonly Evidenced[] {
  const mistakes = new MistakeList(file);
  const seen = new Set<RightId>();
  const rows = readTable(bytes, EVIDENCE_COLUMNS, mistakes).flatMap((row): Evidenced[] => {
    const rightId = rightIn(row, seen);
    const holder = readHolder(row);
    const evidence = row.cell("evidence");
    if (!isHex(evidence)) row.fault("evidence", 'must be evidence that "doorkey attest --rights" wrote.');
    return rightId && holder && isHex(evidence) ? [{ rightId, holder, evidence }] : [];
  });
  if (mistakes.all.length > 0) throw new InputMistakes(mistakes.all);
  return rows;
}
