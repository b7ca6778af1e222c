import { keccak256, toUtf8Bytes } from "ethers";
import type { Connection } from "../../chain/Connection.ts";
import type { Hex } from "../../core/Hex.ts";
import type { JournalHead } from "./GrantJournal.ts";
import type { PlannedRow } from "./planRows.ts";

/** Identifies these grants: another event, agent, row, or order of rows has another head. */
export function journalHead(
  { chainId, rightsRegistry }: Pick<Connection, "chainId" | "rightsRegistry">,
  eventId: number,
  agentId: number,
  rows: readonly PlannedRow[],
): JournalHead {
  const text = rows
    .map(({ order = "", classId, holder, quantity, seats, evidence }) =>
      JSON.stringify([order, classId, holder.toLowerCase(), quantity, seats, evidence]),
    )
    .join("\n");
  const rowsHash = keccak256(toUtf8Bytes(text)) as Hex;
  return { v: 1, chainId, rightsRegistry, eventId, agentId, rows: rows.length, rowsHash };
}
