import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { Address } from "../../core/Hex.ts";
import { journalHead } from "./journalHead.ts";
import type { PlannedRow } from "./planRows.ts";

const SUITE = { chainId: 31337, rightsRegistry: strangerAt(99) };
const ROW: PlannedRow = { row: 0, classId: 1, holder: strangerAt(1), quantity: 2, seats: [4, 5], evidence: ["0x12"] };
const headOf = (rows: readonly PlannedRow[]) => journalHead(SUITE, 7, 3, rows);

describe("journalHead", () => {
  it("names the suite, the event, the agent and the number of rows", () => {
    const { rowsHash: _, ...rest } = headOf([ROW, ROW]);
    expect(rest).to.deep.equal({ v: 1, ...SUITE, eventId: 7, agentId: 3, rows: 2 });
  });

  it("hashes a line of JSON for each row, as earlier versions did, so that their journals still open", () => {
    const holder = strangerAt(1);
    const lines = [`["",1,"${holder}",2,[4,5],["0x12"]]`, `["o1",1,"${holder}",2,[4,5],["0x12"]]`];
    const { rowsHash } = headOf([
      { ...ROW, holder: checksummed(holder) as Address },
      { ...ROW, order: "o1" },
    ]);
    expect(rowsHash).to.equal(keccak256(toUtf8Bytes(lines.join("\n"))));
  });

  it("is the same for the same rows, however their holders are written", () => {
    const written = { ...ROW, holder: checksummed(ROW.holder) as Address };
    expect(written.holder).not.to.equal(ROW.holder);
    expect(headOf([written])).to.deep.equal(headOf([ROW]));
    expect(headOf([{ ...ROW, order: undefined }])).to.deep.equal(headOf([ROW]));
  });

  const changes: { readonly [field: string]: Partial<PlannedRow> } = {
    order: { order: "o1" },
    class: { classId: 2 },
    holder: { holder: strangerAt(2) },
    quantity: { quantity: 3 },
    seats: { seats: [4, 6] },
    evidence: { evidence: ["0x13"] },
  };
  for (const [field, change] of Object.entries(changes)) {
    it(`depends on the ${field} of a row`, () => {
      expect(headOf([{ ...ROW, ...change }]).rowsHash).not.to.equal(headOf([ROW]).rowsHash);
    });
  }

  it("is another one for another order of the rows, and for one row in two", () => {
    const other = { ...ROW, holder: strangerAt(2) };
    const heads = [[ROW, other], [other, ROW], [ROW], [ROW, ROW], []].map((rows) => headOf(rows).rowsHash);
    expect(new Set(heads).size).to.equal(heads.length);
  });
});
