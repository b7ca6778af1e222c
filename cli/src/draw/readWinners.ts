import { type Address, type Hex, isHex } from "doorkey";
import { type Mistake, MistakeList, plainName } from "doorkey/organizer";
import { type ColumnMap, OUR_NAMES } from "../tables/ColumnMap.ts";
import { readHolder } from "../tables/holder.ts";
import { readSheet } from "../tables/readSheet.ts";
import { headerNames, readTable, type TableRow } from "../tables/readTable.ts";

type Column = "order" | "class" | "holder" | "evidence";
const REQUIRED: readonly Column[] = ["order", "class", "holder"];
const OPTIONAL: readonly Column[] = ["evidence"];

/** The columns of a table of winners: those of a table of grants that an acceptance needs. */
export const WINNER_COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** Who accepts. In a draw by key there is no evidence. */
export type Winner = { readonly order: string; readonly holder: Address; readonly evidence: Hex };

export type WinnerTerms = { readonly className: string; readonly columns?: ColumnMap | undefined };

export type WinnerReading = { readonly winners: readonly Winner[]; readonly mistakes: readonly Mistake[] };

/**
 * Reads the rows of a class from a table that `doorkey attest` wrote, CSV or a spreadsheet. One person of a party accepts
 * for all of it, so the first piece of evidence of a row is enough.
 */
export async function readWinners(bytes: Uint8Array, file: string, terms: WinnerTerms): Promise<WinnerReading> {
  const { className, columns = OUR_NAMES } = terms;
  const mistakes = new MistakeList(file);
  const table = { required: REQUIRED, optional: OPTIONAL, columns, mistakes, warnings: new MistakeList(file) };
  const rows = readTable(await readSheet(bytes, { names: headerNames(table), ...table }), table);
  const winners = rows
    .filter((row) => plainName(row.cell("class") ?? "") === plainName(className))
    .flatMap((row): Winner[] => {
      const holder = readHolder(row);
      const evidence = readEvidence(row);
      return holder && evidence ? [{ order: row.cell("order") ?? "", holder, evidence }] : [];
    });
  return { winners, mistakes: mistakes.all };
}

function readEvidence(row: TableRow<"evidence">): Hex | undefined {
  const [first = "0x"] = row.words("evidence") ?? [];
  if (isHex(first)) return first;
  return row.fault("evidence", 'must be evidence that "doorkey attest" wrote: 0x and hex digits.');
}
