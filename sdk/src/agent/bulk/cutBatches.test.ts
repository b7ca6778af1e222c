import { expect } from "chai";
import { strangerAt } from "../../../test/helpers/acts.ts";
import type { Hex } from "../../core/Hex.ts";
import { cutBatches, fitsOneCall, halves } from "./cutBatches.ts";
import type { PlannedRow } from "./planRows.ts";

type Change = Partial<PlannedRow>;

const rowsOf = (count: number, change: (i: number) => Change = () => ({})): PlannedRow[] =>
  Array.from({ length: count }, (_, row) => ({
    row,
    classId: 1,
    holder: strangerAt(row),
    quantity: 1,
    seats: [],
    evidence: [],
    ...change(row),
  }));
const sizes = (rows: readonly PlannedRow[]) => cutBatches(rows).map((batch) => batch.rows.length);
const EVIDENCE: Hex = `0x${"00".repeat(256)}`;

describe("cutBatches", () => {
  it("fills calls up to what the code of one store holds", () => {
    expect(sizes(rowsOf(1_228))).to.deep.equal([1_228]);
    expect(sizes(rowsOf(1_229))).to.deep.equal([1_228, 1]);
    expect(sizes(rowsOf(1_069, (i) => ({ seats: [i] })))).to.deep.equal([1_068, 1]);
    expect(sizes(rowsOf(1_000, () => ({ quantity: 4 })))).to.deep.equal([307, 307, 307, 79]);
    expect(sizes([])).to.deep.equal([]);
  });

  it("takes fewer with persons, and fewer still with long evidence", () => {
    expect(sizes(rowsOf(201, () => ({ evidence: [EVIDENCE] })))).to.deep.equal([200, 1]);
    const long: Hex = `0x${"00".repeat(20_000)}`;
    expect(sizes(rowsOf(9, () => ({ evidence: [long] })))).to.deep.equal([4, 4, 1]);
    expect(sizes(rowsOf(1, () => ({ evidence: [`0x${"00".repeat(200_000)}`] })))).to.deep.equal([1]);
  });

  it("keeps classes apart, and rows with evidence from those without", () => {
    const rows = rowsOf(8, (i) => ({ classId: 1 + (i % 2), evidence: i < 4 ? [EVIDENCE] : [] }));
    const batches = cutBatches(rows).map(({ classId, rows: those }) => [classId, those.map(({ row }) => row)]);
    expect(batches).to.deep.equal([
      [1, [0, 2]],
      [2, [1, 3]],
      [1, [4, 6]],
      [2, [5, 7]],
    ]);
  });

  it("puts seats in their order, and leaves rows without as they are", () => {
    const seated = rowsOf(4, (i) => ({ quantity: 2, seats: [90 - 10 * i, 91 - 10 * i] }));
    expect(cutBatches(seated)[0]?.rows.map(({ row }) => row)).to.deep.equal([3, 2, 1, 0]);
    expect(cutBatches(rowsOf(4))[0]?.rows.map(({ row }) => row)).to.deep.equal([0, 1, 2, 3]);
  });

  it("loses no row, and halves one of two", () => {
    const rows = rowsOf(5_000, (i) => ({ quantity: 1 + (i % 8) }));
    const batches = cutBatches(rows);
    expect(batches.flatMap((batch) => batch.rows)).to.deep.equal(rows);
    expect(batches.every((batch) => fitsOneCall(batch.rows))).to.equal(true);
    const [first] = batches;
    if (first === undefined) throw new Error("no batch");
    expect(halves(first).flatMap((half) => half.rows)).to.deep.equal(first.rows);
  });
});
