import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { withoutEach } from "../../../test/helpers/eachField.ts";
import type { Hex } from "../../core/Hex.ts";
import type { JournaledBatch, JournalHead } from "./GrantJournal.ts";
import { grantJournalFile } from "./grantJournalFile.ts";

const ADDRESS: Hex = `0x${"0a".repeat(20)}`;
const HEAD: JournalHead = {
  v: 1,
  chainId: 31337,
  rightsRegistry: ADDRESS,
  eventId: 7,
  agentId: 3,
  rows: 5,
  rowsHash: `0x${"12".repeat(32)}`,
};

const batchOf = (...rows: number[]): JournaledBatch => ({
  rows,
  request: {
    signed: {
      request: {
        from: ADDRESS,
        to: ADDRESS,
        gas: "1",
        nonce: String(rows[0]),
        deadline: 1,
        relayer: ADDRESS,
        data: "0x12",
      },
      signature: "0x34",
    },
    digest: `0x${"56".repeat(32)}`,
    fromBlock: 9,
  },
});

describe("grantJournalFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-journal-"));
  after(() => rmSync(folder, { recursive: true }));

  let files = 0;
  let path: string;
  beforeEach(() => {
    path = join(folder, `${files++}.journal`);
  });

  const written = async (...batches: JournaledBatch[]): Promise<void> => {
    const journal = grantJournalFile(path);
    await journal.open(HEAD);
    for (const batch of batches) await journal.append(batch);
    await journal.close();
  };
  const read = async (head = HEAD): Promise<readonly JournaledBatch[]> => {
    const journal = grantJournalFile(path);
    try {
      return await journal.open(head);
    } finally {
      await journal.close();
    }
  };

  it("returns the appended batches in their order", async () => {
    await written(batchOf(0, 1), batchOf(2));
    expect(await read()).to.deep.equal([batchOf(0, 1), batchOf(2)]);
    await written(batchOf(3));
    expect(await read()).to.deep.equal([batchOf(0, 1), batchOf(2), batchOf(3)]);
  });

  it("accepts batches that are appended at the same time", async () => {
    const journal = grantJournalFile(path);
    await journal.open(HEAD);
    await Promise.all([0, 1, 2, 3].map((row) => journal.append(batchOf(row))));
    await journal.close();
    expect((await read()).map(({ rows }) => rows)).to.deep.equal([[0], [1], [2], [3]]);
  });

  it("drops a torn last line, wherever it was cut", async () => {
    await written(batchOf(0), batchOf(1));
    const whole = readFileSync(path);
    const last = JSON.stringify(batchOf(1)).length + 1;
    for (const cut of [1, 2, 40, last - 1]) {
      writeFileSync(path, whole.subarray(0, whole.length - cut));
      expect(await read()).to.deep.equal([batchOf(0)]);
    }
    await written(batchOf(4));
    expect(await read()).to.deep.equal([batchOf(0), batchOf(4)]);
  });

  it("starts again when its head was torn", async () => {
    writeFileSync(path, JSON.stringify(HEAD).slice(0, 30));
    expect(await read()).to.deep.equal([]);
    expect(readFileSync(path, "utf8")).to.equal(`${JSON.stringify(HEAD)}\n`);
  });

  const others: [keyof JournalHead, JournalHead[keyof JournalHead]][] = [
    ["chainId", 1],
    ["rightsRegistry", `0x${"0b".repeat(20)}`],
    ["eventId", 8],
    ["agentId", 4],
    ["rows", 6],
    ["rowsHash", `0x${"13".repeat(32)}`],
  ];
  for (const [name, value] of others) {
    it(`is refused for another ${name}`, async () => {
      await written(batchOf(0));
      const { code, message } = await refusalOf(read({ ...HEAD, [name]: value }));
      expect(code).to.equal("JOURNAL_FOREIGN");
      expect(message).to.contain(`${path} has ${name} ${HEAD[name]}, but these grants have ${value}.`);
      expect(await read()).to.deep.equal([batchOf(0)]);
    });
  }

  it("is refused when a line in its middle is broken", async () => {
    await written(batchOf(0));
    appendFileSync(path, "{broken}\n");
    await written(batchOf(1)).catch(() => undefined);
    const { code, message } = await refusalOf(read());
    expect(code).to.equal("JOURNAL_DAMAGED");
    expect(message).to.contain(`${path}, line 3 is not JSON.`);
  });

  it("is refused when a line is JSON but not a batch, or its first is not a head", async () => {
    for (const line of ["null", "7", "{}", '{"rows":[0]}', '{"rows":["a"],"request":{}}']) {
      await written(batchOf(0));
      appendFileSync(path, `${line}\n`);
      expect((await refusalOf(read())).code, line).to.equal("JOURNAL_DAMAGED");
      rmSync(path);
    }
    writeFileSync(path, "null\n");
    expect((await refusalOf(read())).code).to.equal("JOURNAL_DAMAGED");
  });

  it("is refused with file, line and field when a line lacks a field", async () => {
    for (const [missing, head] of withoutEach(HEAD)) {
      writeFileSync(path, `${JSON.stringify(head)}\n`);
      const { code, message } = await refusalOf(read());
      expect(code, missing).to.equal("JOURNAL_DAMAGED");
      expect(message).to.contain(`${path}, line 1: ${missing} must be`);
    }
    for (const [missing, batch] of withoutEach(batchOf(0))) {
      writeFileSync(path, `${JSON.stringify(HEAD)}\n${JSON.stringify(batch)}\n`);
      const { code, message } = await refusalOf(read());
      expect(code, missing).to.equal("JOURNAL_DAMAGED");
      expect(message).to.contain(`${path}, line 2: ${missing} must be`);
    }
  });

  it("is refused when another version wrote it", async () => {
    writeFileSync(path, `${JSON.stringify({ ...HEAD, v: 2 })}\n`);
    const { code, message } = await refusalOf(read());
    expect([code, message.includes(`${path}, line 1: v must be 1.`)]).to.deep.equal(["JOURNAL_DAMAGED", true]);
  });

  it("belongs to one process at a time", async () => {
    const journal = grantJournalFile(path);
    await journal.open(HEAD);
    const { code, message } = await refusalOf(read());
    expect([code, message.includes(`${path}.lock`)]).to.deep.equal(["JOURNAL_LOCKED", true]);
    await journal.append(batchOf(0));
    await journal.close();
    expect(await read()).to.deep.equal([batchOf(0)]);
  });

  it("is of no file without a path", () => {
    for (const none of ["", undefined, 7]) {
      expect(() => grantJournalFile(none as string), String(none))
        .to.throw("path")
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("frees the file that it refused", async () => {
    await written(batchOf(0));
    const journal = grantJournalFile(path);
    expect((await refusalOf(journal.open({ ...HEAD, eventId: 8 }))).code).to.equal("JOURNAL_FOREIGN");
    expect(await read(), "while the first journal is not closed").to.deep.equal([batchOf(0)]);
    expect((await refusalOf(journal.append(batchOf(1)))).code).to.equal("JOURNAL_DAMAGED");
  });

  it("accepts nothing after it was closed", async () => {
    const journal = grantJournalFile(path);
    await journal.open(HEAD);
    await journal.close();
    expect((await refusalOf(journal.append(batchOf(0)))).code).to.equal("JOURNAL_DAMAGED");
  });
});
