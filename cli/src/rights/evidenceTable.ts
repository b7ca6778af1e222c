import { type Address, type Hex, isHex, type RightId } from "doorkey";
import { MistakeList } from "doorkey/organizer";
import { OUR_NAMES } from "../tables/ColumnMap.ts";
import { readHolder } from "../tables/holder.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable } from "../tables/readTable.ts";
import { rightIn } from "../tables/right.ts";
import { InputMistakes } from "../terminal/failures.ts";

/** The columns of a table with evidence for rights, which `doorkey attest --rights` writes. */
export const EVIDENCE_COLUMNS = ["right", "holder", "evidence"] as const;

/** Evidence that the person of a right stands behind a key. */
export type Evidenced = { readonly rightId: RightId; readonly holder: Address; readonly evidence: Hex };

/** Reads `right,holder,evidence`. Reports every mistake at once. */
export async function readEvidenceTable(bytes: Uint8Array, file: string): Promise<readonly Evidenced[]> {
  const mistakes = new MistakeList(file);
  const terms = {
    required: EVIDENCE_COLUMNS,
    optional: [],
    columns: OUR_NAMES,
    mistakes,
    warnings: new MistakeList(file),
  };
  const sheet = await readSheet(bytes, { names: headerNames(terms), ...terms });
  const seen = new Set<RightId>();
  const rows = readTable(sheet, terms).flatMap((row): Evidenced[] => {
    const rightId = rightIn(row, seen);
    const holder = readHolder(row);
    const evidence = row.cell("evidence");
    if (!isHex(evidence)) row.fault("evidence", 'must be evidence that "doorkey attest --rights" wrote.');
    return rightId && holder && isHex(evidence) ? [{ rightId, holder, evidence }] : [];
  });
  if (mistakes.all.length > 0) throw new InputMistakes(mistakes.all);
  return rows;
}
