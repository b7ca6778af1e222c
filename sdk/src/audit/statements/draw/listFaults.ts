import type { DrawState } from "../../../ballot/readDraw.ts";
import { toHex } from "../../../core/bytes.ts";
import { COMPANION, MEMBER_SHIFT, NUMBERS, ROW, ROWS_PER_STORE, SIZE_SHIFT } from "../../../draw/listRows.ts";

/** Parties of each size, 1 to 4, that a list has. */
export type PartySizes = readonly [number, number, number, number];

/** What is wrong with a list in code, and how many parties of each size it has. */
export function listFaults(
  stores: readonly Uint8Array[],
  { listed, kind }: Pick<DrawState, "listed" | "kind">,
): { readonly faults: readonly string[]; readonly parties: PartySizes; readonly companions: number } {
  const faults: string[] = [];
  const parties: [number, number, number, number] = [0, 0, 0, 0];
  let [rows, companions, last] = [0, 0, ""];
  for (const [index, code] of stores.entries()) {
    const size = (code.length - 1) / ROW;
    const wanted = Math.min(ROWS_PER_STORE, listed - rows);
    if (code[0] !== 0xfe || size !== wanted) {
      faults.push(`Store ${index + 1} of the list has ${size} rows, and not ${wanted}.`);
      break;
    }
    const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
    for (let at = 1; at < code.length; at += ROW, rows++) {
      const key = toHex(code.subarray(at, at + 16));
      if (key <= last) faults.push(`Row ${rows + 1} of the list is not above the row before it.`);
      last = key;
      const link = view.getUint32(at + 16);
      const fault = link < COMPANION ? leaderFault(link, parties) : companionFault(link, kind);
      if (fault !== undefined) faults.push(`Row ${rows + 1} of the list ${fault}.`);
      if (link >= COMPANION) companions++;
    }
  }
  return { faults, parties, companions };
}

function leaderFault(link: number, parties: [number, number, number, number]): string | undefined {
  const size = link >>> SIZE_SHIFT;
  const before = parties[size - 1];
  if (before === undefined) return "has no party of 1 to 4";
  parties[size - 1] = before + 1;
  return (link & NUMBERS) === before ? undefined : "has the number of another party";
}

function companionFault(link: number, kind: DrawState["kind"]): string | undefined {
  if (kind === "holders") return "is a companion in a draw by key";
  return ((link >>> MEMBER_SHIFT) & 3) === 0 ? "is a companion without a number" : undefined;
}
