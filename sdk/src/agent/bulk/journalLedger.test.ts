import { expect } from "chai";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { grantTransaction, LOCAL_SUITE } from "../../../test/helpers/grantTransaction.ts";
import type { JournaledRequest } from "../../calls/journaled/JournaledRequest.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import type { JournaledBatch } from "./GrantJournal.ts";
import { type GrantProgress, journalLedger } from "./journalLedger.ts";
import type { PlannedRow } from "./planRows.ts";

const hashAt = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const rows = Array.from(
  { length: 4 },
  (_, row): PlannedRow => ({
    ...{ row, order: `o${row}`, classId: 1, holder: strangerAt(row), quantity: 1, seats: [], evidence: [] },
  }),
);
const requestAt = (n: number): JournaledRequest => ({
  signed: {
    request: {
      ...{ from: strangerAt(1), to: strangerAt(2), gas: "1", nonce: String(n), deadline: 1, relayer: strangerAt(3) },
      data: "0x12",
    },
    signature: "0x34",
  },
  digest: hashAt(n),
  fromBlock: 9,
});
const batchAt = (n: number, ...places: number[]): JournaledBatch => ({ rows: places, request: requestAt(n) });

/** A ledger whose journal had these batches, and the progress that it reported. */
function openLedger(...journaled: readonly JournaledBatch[]) {
  const told: GrantProgress[] = [];
  const ledger = journalLedger({ connection: LOCAL_SUITE, rows, journaled, onProgress: (one) => told.push(one) });
  const openRows = () => ledger.open(rows).map(({ item }) => item.row);
  const declinedOf = (row: number) =>
    ledger
      .open(rows)
      .find(({ item }) => item.row === row)
      ?.declined.map(({ digest }) => Number(digest));
  const grant = (n: number, first = 100n) =>
    ledger.settle({ status: "granted", request: requestAt(n), transaction: grantTransaction(hashAt(n), first) });
  const refuse = (error: unknown, ...places: number[]) =>
    ledger.settle({ status: "refused", items: places.map((place) => rows[place] as PlannedRow), error });
  return { ledger, told, openRows, declinedOf, grant, refuse };
}

describe("journalLedger", () => {
  it("has each row open until it is decided", async () => {
    const { ledger, openRows, grant, refuse } = openLedger(batchAt(1, 2, 0));
    expect(openRows()).to.deep.equal([0, 1, 2, 3]);
    await grant(1);
    await refuse(new DoorkeyError("CALL_TOO_LARGE"), 1);
    expect(openRows()).to.deep.equal([3]);
    expect(ledger.results().map((one) => [one.row, one.order, one.status])).to.deep.equal([
      [0, "o0", "granted"],
      [1, "o1", "refused"],
      [2, "o2", "granted"],
    ]);
    // The rights are in the order of the call's records.
    expect(ledger.results().flatMap((one) => (one.status === "granted" ? one.rightIds : []))).to.deep.equal([
      101n,
      100n,
    ]);
  });

  it("counts each row once, in the way in which it ended", async () => {
    const { ledger, told, grant, refuse } = openLedger(batchAt(1, 0, 1), batchAt(2, 0, 1));
    ledger.skip([{ row: 3, status: "skipped", rightIds: [5n] }]);
    await refuse(new DoorkeyError("CALL_TOO_LARGE"), 0, 1);
    // A request that had been declined grants them all the same.
    await grant(1);
    await grant(2, 200n);
    await refuse(new DoorkeyError("CALL_TOO_LARGE"), 0, 3);
    expect(ledger.progress()).to.deep.equal({ rows: 4, granted: 2, refused: 0, skipped: 1 });
    expect(told.map(({ granted, refused, skipped }) => [granted, refused, skipped])).to.deep.equal([
      [0, 0, 1],
      [0, 2, 1],
      ...[1, 2, 3].map(() => [2, 0, 1]),
    ]);
    const ids = ledger.results().flatMap((one) => (one.status === "refused" ? [] : one.rightIds));
    expect(ids, "the first grant stays").to.deep.equal([100n, 101n, 5n]);
  });

  it("knows the declined requests of each row, until one of them is dead", async () => {
    const { ledger, openRows, declinedOf } = openLedger(batchAt(1, 0, 1), batchAt(2, 1, 2));
    await ledger.settle({ status: "declined", request: requestAt(1) });
    await ledger.settle({ status: "declined", request: requestAt(2) });
    expect([0, 1, 2, 3].map(declinedOf)).to.deep.equal([[1], [1, 2], [2], []]);
    await ledger.settle({ status: "dead", request: requestAt(1) });
    expect([0, 1, 2, 3].map(declinedOf)).to.deep.equal([[], [2], [2], []]);
    expect(openRows()).to.deep.equal([0, 1, 2, 3]);
  });

  it("knows nothing of a request that is not in its journal", async () => {
    const { ledger, openRows, declinedOf, grant } = openLedger();
    await ledger.settle({ status: "declined", request: requestAt(1) });
    await grant(2);
    expect([openRows(), declinedOf(0)]).to.deep.equal([[0, 1, 2, 3], []]);
  });

  it("keeps the first reason of a row that is refused twice", async () => {
    const { ledger, refuse } = openLedger();
    await refuse(new DoorkeyError("CALL_TOO_LARGE"), 0);
    await refuse(new DoorkeyError("ENTRANT_NOT_LISTED"), 0);
    expect(ledger.results()).to.have.length(1);
    expect(ledger.results()[0]).to.include({ status: "refused", reason: "CALL_TOO_LARGE" });
  });

  it("passes over places of its journal that the list of rows does not have", async () => {
    const { ledger, grant } = openLedger(batchAt(1, 0, 9, 1));
    await grant(1);
    expect(ledger.results().map(({ row }) => row)).to.deep.equal([0, 1]);
    expect(ledger.progress()).to.include({ rows: 4, granted: 2 });
  });

  it("sends again only the last request of its rows", async () => {
    const { ledger } = openLedger(batchAt(1, 0, 1, 2), batchAt(2, 0), batchAt(3, 1), batchAt(4, 1));
    await ledger.journal(rows.slice(3), requestAt(5));
    expect(ledger.earlier().map(({ request, isLast }) => [Number(request.digest), isLast])).to.deep.equal([
      [1, false],
      [2, true],
      [3, false],
      [4, true],
      [5, true],
    ]);
  });

  it("keeps a row whose rights were all passed over as refused, with the reason", async () => {
    const { ledger } = openLedger(batchAt(1, 0, 1));
    const transaction = grantTransaction(hashAt(1), 100n, [{ rightId: 101n, why: 1 }]);
    await ledger.settle({ status: "granted", request: requestAt(1), transaction });
    expect(ledger.results()[1]).to.include({ row: 1, order: "o1", status: "refused", reason: "SeatTaken" });
    expect(ledger.progress()).to.include({ granted: 1, refused: 1 });
  });

  it("ends the run with the error of an undecided request, and decides nothing", async () => {
    const { ledger, told, openRows } = openLedger(batchAt(1, 0));
    const error = new DoorkeyError("RELAY_BUSY");
    const end = ledger.settle({ status: "undecided", items: rows, error });
    expect(await end.catch((thrown: unknown) => thrown)).to.equal(error);
    expect([openRows(), told]).to.deep.equal([[0, 1, 2, 3], []]);
  });

  it("names the code of an error, or the error itself if it has none", async () => {
    const { ledger, refuse } = openLedger();
    const table = new DoorkeyError("CALL_TOO_LARGE");
    await refuse(table, 0);
    await refuse(new DoorkeyError("SALE_HOOK_REFUSED", { details: ["The hook said no.", "More."] }), 1);
    await refuse(new Error("a stranger's error"), 2);
    expect(ledger.results().map((one) => one.status === "refused" && [one.reason, one.sentence])).to.deep.equal([
      ["CALL_TOO_LARGE", table.shortMessage],
      ["SALE_HOOK_REFUSED", "The hook said no."],
      ["UNKNOWN", "Error: a stranger's error"],
    ]);
  });
});
