import { expect } from "chai";
import { strangerAt } from "../../test/helpers/acts.ts";
import { interfaces } from "../abi/contracts.ts";
import type { CallLog, Transaction } from "../calls/Call.ts";
import { NO_CHALLENGE, packEntry } from "../core/Entry.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import type { Admission } from "../verdicts/Verdict.ts";
import { readOutcomes } from "./readOutcomes.ts";

const EVENT = 7;
const REGISTRY = strangerAt(1);
const HASH: Hex = `0x${"11".repeat(32)}`;
const rightAt = (index: number) => packRightId({ eventId: EVENT, batch: 0, index });
const admissionAt = (index: number, count = 1): Admission => ({
  entry: packEntry({
    ...{ rightId: rightAt(index), count, issuedAt: 1, challenge: NO_CHALLENGE, scannedAt: 1, lane: 1 },
  }),
  signature: "0x00",
});

/** Numbers of Refusal.sol. */
const WHY = { RightNonexistent: 4, RightVoid: 6, BadSignature: 7, WrongHolder: 8, CountInvalid: 12, OutsideDoors: 14 };

type Name = "Admitted" | "AdmittedInPart" | "AlreadyAdmitted" | "Contested" | "AdmissionRefused" | "RightReturned";

function logOf(name: Name, args: readonly unknown[], address: Address = REGISTRY): CallLog {
  const { topics, data } = interfaces.EntryRightRegistry.encodeEventLog(name, [EVENT, strangerAt(2), ...args]);
  return { address, topics, data, index: 0 };
}
const admitted = ({ entry }: Admission, address?: Address) => logOf("Admitted", [entry], address);
const inPart = ({ entry }: Admission, mask: number) => logOf("AdmittedInPart", [entry, mask]);
const already = (index: number) => logOf("AlreadyAdmitted", [rightAt(index), 0n]);
const contested = (index: number) => logOf("Contested", [rightAt(index), 0n]);
const refused = (index: number, why: keyof typeof WHY) => logOf("AdmissionRefused", [rightAt(index), WHY[why]]);

const transactionWith = (logs: readonly CallLog[]): Transaction => ({
  ...{ hash: HASH, blockNumber: 1, blockHash: HASH, gasUsed: 1n },
  logs,
});
/** Each outcome in short: its status, the indices of its rights, and the reasons with theirs. */
const told = (admissions: readonly Admission[], logs: readonly CallLog[]) =>
  readOutcomes({ rightsRegistry: REGISTRY }, admissions, transactionWith(logs)).map((outcome) =>
    outcome.status === "undecided"
      ? []
      : [
          outcome.status,
          outcome.rights.map((rightId) => Number(rightId - rightAt(0))),
          outcome.passedOver.map(({ rightId, reason }) => `${rightId - rightAt(0)} ${reason}`),
        ],
  );

describe("readOutcomes", () => {
  it("gives each entry its own logs, in their order", () => {
    const entries = [admissionAt(0, 3), admissionAt(10), admissionAt(20, 2), admissionAt(30, 2)];
    const [party, lone, , pair] = entries as [Admission, Admission, Admission, Admission];
    const logs = [
      ...[refused(1, "WrongHolder"), inPart(party, 0b101)],
      admitted(lone),
      ...[already(20), refused(21, "RightVoid")],
      admitted(pair),
    ];
    expect(told(entries, logs)).to.deep.equal([
      ["in-part", [0, 2], ["1 WrongHolder"]],
      ["admitted", [10], []],
      ["refused", [], ["20 AlreadyAdmitted", "21 RightVoid"]],
      ["admitted", [30, 31], []],
    ]);
  });

  for (const why of ["BadSignature", "CountInvalid", "OutsideDoors", "RightNonexistent"] as const) {
    it(`takes ${why} of its first right for the whole entry`, () => {
      const next = admissionAt(10);
      expect(told([admissionAt(0, 3), next], [refused(0, why), admitted(next)])).to.deep.equal([
        ["refused", [], [`0 ${why}`]],
        ["admitted", [10], []],
      ]);
    });
  }

  it("takes RightNonexistent of a later right for that one alone", () => {
    const party = admissionAt(0, 2);
    expect(told([party], [refused(1, "RightNonexistent"), inPart(party, 0b01)])).to.deep.equal([
      ["in-part", [0], ["1 RightNonexistent"]],
    ]);
  });

  it("says that rights were in already only if all of them were", () => {
    const both = [already(0), contested(1)];
    expect(told([admissionAt(0, 2)], both)).to.deep.equal([["already", [], ["0 AlreadyAdmitted", "1 Contested"]]]);
    expect(told([admissionAt(0, 2)], [contested(0), refused(1, "WrongHolder")])[0]?.[0]).to.equal("refused");
  });

  it("says that eight rights at most are in", () => {
    expect(told([admissionAt(0, 8)], [admitted(admissionAt(0, 8))])[0]?.[1]).to.have.length(8);
    expect(told([admissionAt(0, 9)], [refused(0, "CountInvalid")])).to.deep.equal([
      ["refused", [], ["0 CountInvalid"]],
    ]);
  });

  it("reads no log of another contract, and none that is not about admissions", () => {
    const [first, second] = [admissionAt(0), admissionAt(10)];
    const strange: CallLog = { address: REGISTRY, topics: [HASH], data: "0x", index: 0 };
    const logs = [admitted(second, strangerAt(3)), strange, already(0), admitted(second)];
    expect(told([first, second], logs)).to.deep.equal([
      ["already", [], ["0 AlreadyAdmitted"]],
      ["admitted", [10], []],
    ]);
  });

  it("does not guess the outcome of an entry without a log", () => {
    const entries = [admissionAt(0), admissionAt(10, 2)];
    for (const logs of [[], [admitted(admissionAt(0))], [already(0), already(10)]]) {
      expect(() => told(entries, logs))
        .to.throw(HASH)
        .with.property("code", "LOG_MISSING");
    }
  });
});
