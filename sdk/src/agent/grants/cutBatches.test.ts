import { expect } from "chai";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { PlannedRow } from "../bulk/planRows.ts";
import { cutBatches, halveBatch } from "./cutBatches.ts";
import { countFitting } from "./grantLimits.ts";

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
const sizes = (rows: readonly PlannedRow[]) => cutBatches(rows).map((batch) => batch.items.length);
const EVIDENCE: Hex = `0x${"00".repeat(256)}`;

describe("cutBatches", () => {
  it("fills calls up to the size of one store", () => {
    expect(sizes(rowsOf(1_228))).to.deep.equal([1_228]);
    expect(sizes(rowsOf(1_229))).to.deep.equal([1_228, 1]);
    expect(sizes(rowsOf(1_069, (i) => ({ seats: [i] })))).to.deep.equal([1_068, 1]);
    expect(sizes(rowsOf(1_000, () => ({ quantity: 4 })))).to.deep.equal([307, 307, 307, 79]);
    expect(sizes([])).to.deep.equal([]);
  });

  it("puts fewer rights with persons in a call, and still fewer with long evidence", () => {
    expect(sizes(rowsOf(201, () => ({ evidence: [EVIDENCE] })))).to.deep.equal([200, 1]);
    const long: Hex = `0x${"00".repeat(20_000)}`;
    expect(sizes(rowsOf(9, () => ({ evidence: [long] })))).to.deep.equal([4, 4, 1]);
    expect(sizes(rowsOf(1, () => ({ evidence: [`0x${"00".repeat(200_000)}`] })))).to.deep.equal([1]);
  });

  it("cuts scattered seats by the words that they change", () => {
    const apart = rowsOf(1_068, (i) => ({ seats: [128 * i] }));
    expect(sizes(apart)).to.deep.equal([388, 388, 292]);
    const pairs = rowsOf(1_068, (i) => ({ seats: [64 * i] }));
    expect(sizes(pairs)).to.deep.equal([644, 424]);
    const interleaved = rowsOf(400, (i) => ({ quantity: 2, seats: [i, 1_280 + i] }));
    expect(sizes(interleaved)).to.deep.equal([194, 194, 12]);
    const tagged = rowsOf(300, (i) => ({ seats: [128 * i], evidence: [EVIDENCE] }));
    expect(sizes(tagged)).to.deep.equal([141, 141, 18]);
  });

  it("separates classes, and rows with evidence from rows without", () => {
    const rows = rowsOf(8, (i) => ({ classId: 1 + (i % 2), evidence: i < 4 ? [EVIDENCE] : [] }));
    const batches = cutBatches(rows).map(({ classId, items: those }) => [classId, those.map(({ row }) => row)]);
    expect(batches).to.deep.equal([
      [1, [0, 2]],
      [2, [1, 3]],
      [1, [4, 6]],
      [2, [5, 7]],
    ]);
  });

  it("sorts rows by seat, and keeps the order of rows without seats", () => {
    const seated = rowsOf(4, (i) => ({ quantity: 2, seats: [90 - 10 * i, 91 - 10 * i] }));
    expect(cutBatches(seated)[0]?.items.map(({ row }) => row)).to.deep.equal([3, 2, 1, 0]);
    expect(cutBatches(rowsOf(4))[0]?.items.map(({ row }) => row)).to.deep.equal([0, 1, 2, 3]);
  });

  it("halves a batch of any size into two parts that were tried as often, for the same reason", () => {
    const failure = new DoorkeyError("CALL_TOO_LARGE");
    for (const count of [2, 3, 9]) {
      const batch = { classId: 4, items: rowsOf(count), attempts: 3, failure };
      const [first, second] = halveBatch(batch);
      expect([...first.items, ...second.items]).to.deep.equal(batch.items);
      expect([first.items.length, second.items.length]).to.deep.equal([Math.ceil(count / 2), Math.floor(count / 2)]);
      for (const half of [first, second]) expect(half).to.include({ classId: 4, attempts: 3, failure });
    }
  });

  it("begins with no attempt", () => {
    expect(cutBatches(rowsOf(1_229)).map(({ attempts, failure }) => [attempts, failure])).to.deep.equal([
      [0, undefined],
      [0, undefined],
    ]);
  });

  it("loses no row, and halves a batch of two", () => {
    const rows = rowsOf(5_000, (i) => ({ quantity: 1 + (i % 8) }));
    const batches = cutBatches(rows);
    expect(batches.flatMap((batch) => batch.items)).to.deep.equal(rows);
    expect(batches.every((batch) => countFitting(batch.items) === batch.items.length)).to.equal(true);
    const [first] = batches;
    if (first === undefined) throw new Error("no batch");
    expect(halveBatch(first).flatMap((half) => half.items)).to.deep.equal(first.items);
  });
});
