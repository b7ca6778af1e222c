import { expect } from "chai";
import { type Address, type Hex, type RefusalName, refusalSentences } from "doorkey";
import { interfaces } from "doorkey/abi";
import { type AcceptRefusalName, acceptRefusals } from "doorkey/ballot";
import type { Log, Receipt } from "../chain/ChainView.ts";
import type { RequestRow } from "../storage/tables.ts";
import { readReceipt, resultOfExecution } from "./readReceipt.ts";

const [forwarder, rightsRegistry, ballot, beacon, stranger] = ["11", "22", "33", "44", "55"].map(
  (byte) => `0x${byte.repeat(20)}` as Address,
) as [Address, Address, Address, Address, Address];
const suite = { chainId: 31337, forwarder, rightsRegistry, draws: { Ballot: ballot, DrandBeacon: beacon } };
const digestOf = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as Hex;
const HOLDER = `0x${"ab".repeat(20)}`;

type Named = keyof Pick<typeof interfaces, "GasRelayForwarder" | "EntryRightRegistry" | "Ballot">;

function logOf(address: Address, contract: Named, event: string, args: readonly unknown[]): Log {
  const { data, topics } = interfaces[contract].encodeEventLog(event, args);
  return { address, topics: topics as Hex[], data: data as Hex } as unknown as Log;
}
const receiptOf = (...logs: readonly Log[]) => ({ logs }) as unknown as Receipt;

describe("readReceipt", () => {
  const request = (n: number) => ({ kind: "request", digest: digestOf(n) }) as RequestRow;
  const executed = (n: number, success: boolean, address = forwarder) =>
    logOf(address, "GasRelayForwarder", "RequestExecuted", [
      ...[digestOf(n), HOLDER, 7, success, 123],
      success ? digestOf(0) : `0x12345678${"00".repeat(28)}`,
    ]);

  it("reads each request's own event, in any order", () => {
    const skipped = logOf(forwarder, "GasRelayForwarder", "RequestSkipped", [digestOf(3), HOLDER, 1]);
    const results = readReceipt(
      suite,
      receiptOf(skipped, executed(2, false), executed(1, true)),
      [1, 2, 3, 4].map(request),
    );
    expect(results[0]).to.deep.equal({ outcome: "success", gasUsed: 123 });
    expect(results[1]).to.deep.include({ outcome: "failed", gasUsed: 123, code: "CALL_REVERTED" });
    expect(results[2]).to.include({ outcome: "skipped" });
    expect(results[3]).to.deep.equal({ outcome: "silent" });
  });

  it("believes no other contract that logs the same events", () => {
    expect(readReceipt(suite, receiptOf(executed(1, true, stranger)), [request(1)])).to.deep.equal([
      { outcome: "silent" },
    ]);
    const lie = logOf(stranger, "GasRelayForwarder", "RequestSkipped", [digestOf(1), HOLDER, 1]);
    expect(
      readReceipt(suite, receiptOf(executed(1, true), lie, executed(1, false, stranger)), [request(1)]),
    ).to.deep.equal([{ outcome: "success", gasUsed: 123 }]);
  });

  it("believes no other event, and concludes nothing from a log that is cut off", () => {
    const other = { address: forwarder, topics: [digestOf(9), digestOf(1)], data: digestOf(1) } as unknown as Log;
    expect(readReceipt(suite, receiptOf(other), [request(1)])).to.deep.equal([{ outcome: "silent" }]);
    const whole = executed(1, true);
    for (const length of [2, 2 + 64 * 2, whole.data.length - 1]) {
      const cut = { ...whole, data: whole.data.slice(0, length) as Hex };
      expect(() => readReceipt(suite, receiptOf(cut), [request(1)])).to.throw("shorter than its event");
    }
  });

  it("reads nothing into a transaction without requests", () => {
    expect(readReceipt(suite, receiptOf(executed(1, true)), [])).to.deep.equal([]);
  });

  it("names the suite's error with which a call reverted", () => {
    const known = interfaces.EventRegistry.encodeErrorResult("SalesArePaused", [7]).slice(0, 66) as Hex;
    expect(resultOfExecution(false, 5, known)).to.deep.equal({
      ...{ outcome: "failed", gasUsed: 5, code: "CALL_REVERTED", data: known },
      detail: "The call reverted with SalesArePaused.",
    });
    const unknown = `0x${"ff".repeat(32)}` as Hex;
    expect(resultOfExecution(false, 5, unknown)).to.include({ detail: "The call reverted.", data: unknown });
  });

  it("passes over what contracts log beside it", () => {
    const unknown = (address: Address) => ({ address, topics: [digestOf(9)], data: "0x" }) as unknown as Log;
    const act = { kind: "act" } as RequestRow;
    expect(readReceipt(suite, receiptOf(unknown(ballot)), [act])).to.deep.equal([
      { outcome: "success", gasUsed: null },
    ]);
    const row = { kind: "return", payload: { rightId: "8", count: 1 } } as unknown as RequestRow;
    const refused = logOf(rightsRegistry, "EntryRightRegistry", "ReturnRefused", [7, 8n, 1n]);
    const logs = [
      unknown(rightsRegistry),
      refused,
      logOf(rightsRegistry, "EntryRightRegistry", "RightReturned", [7, 9n]),
    ];
    expect(readReceipt(suite, receiptOf(...logs), [row])[0]).to.include({ outcome: "failed", code: "SeatTaken" });
  });

  it("reads returns from the registry's events alone, right by right", () => {
    const row = (rightId: bigint, count: number) =>
      ({ kind: "return", payload: { rightId: String(rightId), count } }) as unknown as RequestRow;
    const returned = (id: bigint, address = rightsRegistry) =>
      logOf(address, "EntryRightRegistry", "RightReturned", [7, id]);
    const refused = (id: bigint, why: number, address = rightsRegistry) =>
      logOf(address, "EntryRightRegistry", "ReturnRefused", [7, id, why]);
    const rows = [row(8n, 2), row(20n, 2), row(30n, 1)];
    const logs = [returned(8n), returned(9n), returned(20n), refused(21n, 1), returned(30n, stranger)];
    const [first, second, third] = readReceipt(suite, receiptOf(...logs), rows);
    expect(first).to.deep.equal({ outcome: "success", gasUsed: null });
    expect(second).to.include({ outcome: "failed", code: "SeatTaken" });
    expect(second && "detail" in second && second.detail).to.contain("1 of 2 were returned.");
    expect(third).to.deep.equal({ outcome: "silent" });
    expect(readReceipt(suite, receiptOf(refused(30n, 1, stranger)), [row(30n, 1)])).to.deep.equal([
      { outcome: "silent" },
    ]);
  });

  it("gives the reason of a return of which no right was returned, and none that no event names", () => {
    const row = { kind: "return", payload: { rightId: "8", count: 2 } } as unknown as RequestRow;
    const refused = (id: bigint, why: bigint) =>
      logOf(rightsRegistry, "EntryRightRegistry", "ReturnRefused", [7, id, why]);
    const read = (...logs: readonly Log[]) => readReceipt(suite, receiptOf(...logs), [row])[0];
    for (const [number, code] of Object.keys(refusalSentences).entries()) {
      const detail = refusalSentences[code as RefusalName];
      expect(read(refused(9n, BigInt(number + 1)))).to.deep.equal({
        ...{ outcome: "failed", gasUsed: null, code, detail, data: null },
      });
    }
    expect(read(refused(7n, 1n), refused(10n, 1n))).to.deep.equal({ outcome: "silent" });
  });

  it("gives the reason of an acceptance that was refused, and concludes nothing from an unknown one", () => {
    const read = (why: bigint) => {
      const log = logOf(ballot, "Ballot", "AcceptRefused", [7, 1, 0, why]);
      return readReceipt(suite, receiptOf(log), [{ kind: "act" } as RequestRow])[0];
    };
    const codes = Object.keys(acceptRefusals) as AcceptRefusalName[];
    for (const [number, code] of codes.entries()) {
      expect(read(BigInt(number + 1))).to.deep.equal({
        ...{ outcome: "failed", gasUsed: null, code, detail: acceptRefusals[code], data: null },
      });
    }
    expect(read(BigInt(codes.length + 1))).to.deep.equal({ outcome: "silent" });
  });

  it("reads acts from the ballot's refusals alone, by their position", () => {
    const row = { kind: "act" } as RequestRow;
    const refused = (index: number, address = ballot) => logOf(address, "Ballot", "AcceptRefused", [7, 1, index, 1]);
    const outcomes = (...logs: readonly Log[]) =>
      readReceipt(suite, receiptOf(...logs), [row, row, row]).map(({ outcome }) => outcome);
    expect(outcomes()).to.deep.equal(["success", "success", "success"]);
    expect(outcomes(refused(1))).to.deep.equal(["success", "failed", "success"]);
    expect(outcomes(refused(1, stranger))).to.deep.equal(["success", "success", "success"]);
  });
});
