import { appendFile, copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import type { AdmissionOutcome } from "./AdmissionOutcome.ts";
import type { GateJournal, JournaledAdmission, JournaledCall } from "./GateJournal.ts";
import { gateJournalFile } from "./gateJournalFile.ts";
import { memoryJournal } from "./memoryJournal.ts";
import { sqliteJournal } from "./sqliteJournal.ts";

const admissionAt = (i: number): JournaledAdmission => ({
  entry: (1n << 255n) + BigInt(i),
  signature: `0x00${"ab".repeat(65)}`,
  rights: [BigInt(i), (1n << 64n) - 1n],
});
const outcomeOf = (
  { entry, signature }: JournaledAdmission,
  status: "admitted" | "already" | "refused",
): AdmissionOutcome => ({
  admission: { entry, signature },
  status,
  rights: [],
  passedOver: [],
  transactionHash: `0x${"11".repeat(32)}`,
});

const ADDRESS = `0x${"0a".repeat(20)}` as const;
const callOf = (nonce: number, ...admissions: JournaledAdmission[]): JournaledCall => ({
  request: {
    signed: {
      request: {
        ...{ from: ADDRESS, to: ADDRESS, gas: "1", nonce: String(nonce), deadline: 1, relayer: ADDRESS },
        data: "0x12",
      },
      signature: "0x34",
    },
    digest: `0x${"56".repeat(32)}`,
    fromBlock: 9,
  },
  admissions: admissions.map(({ entry, signature }) => ({ entry, signature })),
});

describe("journals of a gate", () => {
  let folder: string;
  let path: string;
  const opened: GateJournal[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doorkey-journal-"));
    path = join(folder, "gate.jsonl");
  });
  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close();
    await rm(folder, { recursive: true });
  });

  async function open(make: (path: string) => Promise<GateJournal> = gateJournalFile): Promise<GateJournal> {
    // The previous process has ended, so its files are closed.
    for (const journal of opened.splice(0)) await journal.close();
    const journal = await make(path);
    opened.push(journal);
    return journal;
  }

  const makers: [string, () => Promise<GateJournal>][] = [
    ["memoryJournal", async () => memoryJournal()],
    ["gateJournalFile", () => open()],
    ["sqliteJournal", () => open(sqliteJournal)],
  ];
  for (const [name, make] of makers) {
    describe(name, () => {
      it("keeps each admission until it is settled, in their order", async () => {
        const journal = await make();
        const [a, b, c] = [admissionAt(1), admissionAt(2), admissionAt(3)];
        for (const admission of [b, a, c]) await journal.append(admission);
        await journal.settle([outcomeOf(a, "refused")]);
        expect(await journal.pending()).to.deep.equal([b, c]);
        await journal.settle([outcomeOf(b, "already"), outcomeOf(c, "admitted")]);
        expect(await journal.pending()).to.deep.equal([]);
      });

      it("keeps undecided admissions", async () => {
        const journal = await make();
        const admission = admissionAt(1);
        await journal.append(admission);
        await journal.append(admissionAt(2));
        const undecided = { admission, status: "undecided", error: new Error("no network") } as const;
        await journal.settle([undecided, outcomeOf(admissionAt(2), "admitted")]);
        expect(await journal.pending()).to.deep.equal([admission]);
        await journal.settle([undecided]);
        await journal.settle([]);
        expect(await journal.pending()).to.deep.equal([admission]);
      });

      it("accepts the same admission once, and not again after it is settled", async () => {
        const journal = await make();
        const admission = admissionAt(1);
        await Promise.all([journal.append(admission), journal.append({ ...admission })]);
        expect(await journal.pending()).to.deep.equal([admission]);
        await journal.settle([outcomeOf(admission, "admitted")]);
        await journal.append(admission);
        expect(await journal.pending()).to.deep.equal([]);
        // Another copy of the journal may have settled it before this one has it.
        await journal.settle([outcomeOf(admissionAt(2), "admitted")]);
        await journal.append(admissionAt(2));
        expect([await journal.pending(), await journal.all()]).to.deep.equal([[], [admission, admissionAt(2)]]);
      });

      it("has every admission ever appended with its rights, settled or not, once each, in their order", async () => {
        const journal = await make();
        const [a, b] = [admissionAt(2), { ...admissionAt(1), rights: [] }];
        for (const admission of [a, b, a, { ...a, rights: [] }]) await journal.append(admission);
        expect(await journal.pending()).to.deep.equal([a, b]);
        await journal.settle([outcomeOf(a, "admitted")]);
        expect(await journal.all()).to.deep.equal([a, b]);
      });

      it("keeps each call until all its admissions are settled, in their order", async () => {
        const journal = await make();
        const [a, b, c] = [admissionAt(1), admissionAt(2), admissionAt(3)];
        for (const admission of [a, b, c]) await journal.append(admission);
        const [first, second] = [callOf(2, a, b), callOf(1, b, c)];
        for (const call of [first, second]) await journal.keepCall(call);
        expect(await journal.calls()).to.deep.equal([first, second]);
        await journal.settle([outcomeOf(b, "admitted")]);
        expect(await journal.calls()).to.deep.equal([first, second]);
        await journal.settle([outcomeOf(a, "refused")]);
        expect(await journal.calls()).to.deep.equal([second]);
        await journal.settle([outcomeOf(c, "already")]);
        expect(await journal.calls()).to.deep.equal([]);
      });
    });
  }

  for (const make of [gateJournalFile, sqliteJournal]) {
    it(`${make.name} survives its process`, async () => {
      const before = await open(make);
      for (let i = 0; i < 5; i++) await before.append(admissionAt(i));
      const calls = [callOf(1, admissionAt(3), admissionAt(0)), callOf(2, admissionAt(3))];
      for (const call of calls) await before.keepCall(call);
      await before.settle([outcomeOf(admissionAt(3), "admitted")]);
      const after = await open(make);
      expect(await after.pending()).to.deep.equal([0, 1, 2, 4].map(admissionAt));
      expect(await after.all()).to.deep.equal([0, 1, 2, 3, 4].map(admissionAt));
      expect(await after.calls()).to.deep.equal(calls.slice(0, 1));
    });

    it(`${make.name} is for one process at a time`, async () => {
      await open(make);
      expect((await make(path).catch((error) => error)).code).to.equal("JOURNAL_LOCKED");
      await open(make);
    });

    it(`${make.name} takes nothing once it is closed`, async () => {
      const journal = await open(make);
      await journal.close();
      opened.length = 0;
      expect(await journal.append(admissionAt(1)).catch((error) => error)).to.be.an.instanceOf(Error);
      expect(await (await open(make)).all()).to.deep.equal([]);
    });
  }

  it("a journal is of no file without a path", async () => {
    for (const make of [gateJournalFile, sqliteJournal]) {
      for (const none of ["", undefined, 7]) {
        const error = await make(none as string).catch((thrown) => thrown);
        expect([error.code, error.message.includes("path")], `${make.name} ${none}`).to.deep.equal([
          ...["VALUE_INVALID", true],
        ]);
      }
    }
  });

  it("gateJournalFile frees the file that it refused", async () => {
    await appendFile(path, "nonsense\n");
    expect((await open().catch((error) => error)).code).to.equal("JOURNAL_DAMAGED");
    await writeFile(path, "");
    expect(await (await open()).all()).to.deep.equal([]);
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

  const foreign = [
    "nonsense",
    '{"entry":"12","signature":"0x"}',
    '{"entry":"0x12"}',
    '{"entry":"0x1","signature":"0x00"}',
    '{"entry":"0x1","signature":"0x00","rights":["-1"]}',
    '{"call":{},"admissions":[]}',
    '{"entry":"0x1","signature":"0x00","settled":"undecided"}',
    '{"entry":"0x1","signature":"0x00","settled":null}',
    "null",
    "[]",
    "",
  ];
  for (const line of foreign) {
    it(`gateJournalFile refuses a file with the line ${JSON.stringify(line)}`, async () => {
      await appendFile(path, `{"entry":"0x1","signature":"0x00","rights":["1"]}\n${line}\n`);
      const error = await open().catch((thrown) => thrown);
      expect(error.code).to.equal("JOURNAL_DAMAGED");
      expect(error.message).to.contain(`${path}, line 2`);
    });
  }

  it("sqliteJournal has each confirmed admission on the disk, whatever the process did afterwards", async () => {
    const journal = await open(sqliteJournal);
    for (let i = 0; i < 20; i++) {
      await journal.append(admissionAt(i));
      // A copy of the files as a loss of power would leave them: nothing is closed.
      const copy = `${path}.copy`;
      for (const end of ["", "-wal"]) await copyFile(`${path}${end}`, `${copy}${end}`);
      const after = await sqliteJournal(copy);
      expect(await after.pending()).to.deep.equal(Array.from({ length: i + 1 }, (_, n) => admissionAt(n)));
      await after.close();
    }
  });

  it("sqliteJournal writes what is appended at one moment with one wait for the disk", async () => {
    const journal = await open(sqliteJournal);
    await journal.append(admissionAt(0));
    const size = (await stat(`${path}-wal`)).size;
    await journal.append(admissionAt(1));
    const alone = (await stat(`${path}-wal`)).size - size;
    await Promise.all(Array.from({ length: 10 }, (_, i) => journal.append(admissionAt(10 + i))));
    const together = (await stat(`${path}-wal`)).size - size - alone;
    expect(together).to.be.lessThan(5 * alone);
    expect(await journal.pending()).to.have.length(12);
  });

  const spoilt: [string, () => Promise<void>, string][] = [
    [
      "a file of JSON lines",
      () => writeFile(path, `${JSON.stringify({ entry: "0x1" })}\n`.repeat(200)),
      "is not an SQLite file",
    ],
    ["a picture", () => writeFile(path, Buffer.alloc(9_000, 0x89)), "is not an SQLite file"],
    [
      "a database of another program",
      async () => database((one) => one.exec("CREATE TABLE guests (name TEXT)")),
      "is a database of another program",
    ],
    [
      "a journal of a later version",
      async () => {
        await (await open(sqliteJournal)).close();
        database((one) => one.exec("PRAGMA user_version = 2"));
      },
      "has version 2, and this package reads 1",
    ],
    [
      "a row that is none of a journal",
      async () => {
        await (await open(sqliteJournal)).append(admissionAt(1));
        await opened.pop()?.close();
        database((one) => one.exec("INSERT INTO lines (line) VALUES ('nonsense')"));
      },
      ", row 2 is not JSON",
    ],
    [
      "pages that were overwritten",
      async () => {
        const journal = await open(sqliteJournal);
        for (let i = 0; i < 200; i++) await journal.append(admissionAt(i));
        await opened.pop()?.close();
        const bytes = await readFile(path);
        await writeFile(path, bytes.fill(0xff, 4_096, 12_288));
      },
      "is damaged",
    ],
  ];
  for (const [what, spoil, sentence] of spoilt) {
    it(`sqliteJournal refuses ${what}, and leaves it as it is`, async () => {
      await spoil();
      const before = await readFile(path);
      const error = await open(sqliteJournal).catch((thrown) => thrown);
      expect(error.code, String(error)).to.equal("JOURNAL_DAMAGED");
      expect(error.message).to.contain(path).and.to.contain(sentence);
      expect((await readFile(path)).equals(before)).to.equal(true);
    });
  }

  function database(work: (one: DatabaseSync) => void): void {
    const one = new DatabaseSync(path);
    work(one);
    one.close();
  }
});
