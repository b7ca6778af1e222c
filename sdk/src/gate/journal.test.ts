import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Admission } from "../verdicts/Verdict.ts";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import type { GateJournal } from "./GateJournal.ts";
import { type GateJournalFile, gateJournalFile } from "./gateJournalFile.ts";
import { memoryJournal } from "./memoryJournal.ts";

const admissionAt = (i: number): Admission => ({
  entry: (1n << 255n) + BigInt(i),
  signature: `0x00${"ab".repeat(65)}`,
});
const outcomeOf = (admission: Admission, status: "admitted" | "already" | "refused"): AdmissionOutcome => ({
  admission,
  status,
  rights: [],
  passedOver: [],
  transactionHash: `0x${"11".repeat(32)}`,
});

describe("journals of a gate", () => {
  let folder: string;
  let path: string;
  const opened: GateJournalFile[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-journal-"));
    path = join(folder, "gate.jsonl");
  });
  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close();
    await rm(folder, { recursive: true });
  });

  async function open(): Promise<GateJournalFile> {
    // The previous process has ended, so its files are closed.
    for (const journal of opened.splice(0)) await journal.close();
    const journal = await gateJournalFile(path);
    opened.push(journal);
    return journal;
  }

  const makers: [string, () => Promise<GateJournal>][] = [
    ["memoryJournal", async () => memoryJournal()],
    ["gateJournalFile", () => open()],
  ];
  for (const [name, make] of makers) {
    describe(name, () => {
      it("keeps each admission until it is settled, in their order", async () => {
        const journal = await make();
        const [a, b, c] = [admissionAt(1), admissionAt(2), admissionAt(3)];
        for (const admission of [b, a, c]) await journal.append(admission);
        await journal.settle(outcomeOf(a, "refused"));
        expect(await journal.pending()).to.deep.equal([b, c]);
        for (const admission of [b, c]) await journal.settle(outcomeOf(admission, "already"));
        expect(await journal.pending()).to.deep.equal([]);
      });

      it("keeps undecided admissions", async () => {
        const journal = await make();
        const admission = admissionAt(1);
        await journal.append(admission);
        await journal.settle({ admission, status: "undecided", error: new Error("no network") });
        expect(await journal.pending()).to.deep.equal([admission]);
      });

      it("accepts the same admission once, and not again after it is settled", async () => {
        const journal = await make();
        const admission = admissionAt(1);
        await Promise.all([journal.append(admission), journal.append({ ...admission })]);
        expect(await journal.pending()).to.deep.equal([admission]);
        await journal.settle(outcomeOf(admission, "admitted"));
        await journal.append(admission);
        expect(await journal.pending()).to.deep.equal([]);
      });
    });
  }

  it("has in a file every admission ever appended, settled or not, once each", async () => {
    const journal = await open();
    const [a, b] = [admissionAt(1), admissionAt(2)];
    for (const admission of [a, b, a]) await journal.append(admission);
    await journal.settle(outcomeOf(a, "admitted"));
    expect(await journal.all()).to.have.deep.members([a, b]);
    expect(await (await open()).all()).to.have.deep.members([a, b]);
  });

  it("gateJournalFile survives its process", async () => {
    const before = await open();
    for (let i = 0; i < 5; i++) await before.append(admissionAt(i));
    await before.settle(outcomeOf(admissionAt(3), "admitted"));
    const after = await open();
    expect(await after.pending()).to.deep.equal([0, 1, 2, 4].map(admissionAt));
  });

  it("gateJournalFile keeps every confirmed admission on the disk, and loses only a torn line at any cut", async () => {
    const journal = await open();
    const ends = [0];
    for (let i = 0; i < 3; i++) {
      await journal.append(admissionAt(i));
      ends.push((await readFile(path)).length);
    }
    const whole = await readFile(path);
    for (let cut = whole.length; cut >= 0; cut--) {
      await writeFile(path, whole.subarray(0, cut));
      const torn = await open();
      const kept = ends.filter((end) => end <= cut).length - 1;
      expect(await torn.pending(), `cut at ${cut}`).to.deep.equal([0, 1, 2].slice(0, kept).map(admissionAt));
    }
  });

  it("gateJournalFile continues after a torn line", async () => {
    const journal = await open();
    await journal.append(admissionAt(1));
    await appendFile(path, '{"entry":"0x12');
    const again = await open();
    await again.append(admissionAt(2));
    expect(await (await open()).pending()).to.deep.equal([1, 2].map(admissionAt));
  });

  it("gateJournalFile is for one process at a time", async () => {
    await open();
    expect((await gateJournalFile(path).catch((error) => error)).code).to.equal("JOURNAL_LOCKED");
  });

  const foreign = [
    "nonsense",
    '{"entry":"12","signature":"0x"}',
    '{"entry":"0x12"}',
    '{"entry":"0x1","signature":"0x00","settled":"undecided"}',
    '{"entry":"0x1","signature":"0x00","settled":null}',
    "null",
    "[]",
    "",
  ];
  for (const line of foreign) {
    it(`gateJournalFile refuses a file with the line ${JSON.stringify(line)}`, async () => {
      await appendFile(path, `{"entry":"0x1","signature":"0x00"}\n${line}\n`);
      const error = await open().catch((thrown) => thrown);
      expect(error.code).to.equal("JOURNAL_DAMAGED");
      expect(error.message).to.contain(`${path}, line 2`);
    });
  }
});
