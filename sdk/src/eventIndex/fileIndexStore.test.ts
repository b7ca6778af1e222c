import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { withoutEach } from "../../test/helpers/eachField.ts";
import type { Hex } from "../core/Hex.ts";
import { fileIndexStore } from "./fileIndexStore.ts";
import type { IndexPiece } from "./IndexStore.ts";

const hashOf = (digit: string): Hex => `0x${digit.repeat(64)}`;
const SUITE = { chainId: 31337, rightsRegistry: `0x${"0a".repeat(20)}` } as const;
const HEAD = { v: 1, ...SUITE };
const PIECE: IndexPiece = {
  to: { number: 9, hash: hashOf("1") },
  logs: [
    {
      contract: "EventRegistry",
      topics: [hashOf("2")],
      data: "0x12",
      blockNumber: 8,
      blockHash: hashOf("3"),
      timestamp: 1_900_000_000,
      transactionHash: hashOf("4"),
      index: 0,
    },
  ],
};

describe("fileIndexStore", () => {
  const folder = mkdtempSync(join(tmpdir(), "doorkey-index-"));
  const path = join(folder, "index.jsonl");
  afterEach(() => rmSync(path, { force: true }));
  after(() => rmSync(folder, { recursive: true }));

  async function load(): Promise<readonly IndexPiece[]> {
    const store = await fileIndexStore(path);
    try {
      return await store.load(SUITE);
    } finally {
      await store.close();
    }
  }

  it("writes its head, and returns the appended pieces", async () => {
    const store = await fileIndexStore(path);
    expect(await store.load(SUITE)).to.deep.equal([]);
    await store.append(PIECE);
    await store.close();
    expect(readFileSync(path, "utf8")).to.equal(`${JSON.stringify(HEAD)}\n${JSON.stringify(PIECE)}\n`);
    expect(await load()).to.deep.equal([PIECE]);
  });

  const [log] = PIECE.logs;
  const lacking: [line: number, missing: string, lines: unknown[]][] = [
    ...withoutEach(HEAD).map(([missing, head]): [number, string, unknown[]] => [1, missing, [head]]),
    ...withoutEach(PIECE).map(([missing, piece]): [number, string, unknown[]] => [2, missing, [HEAD, piece]]),
    ...withoutEach(log ?? {}).map(([missing, without]): [number, string, unknown[]] => {
      return [3, `logs[0].${missing}`, [HEAD, PIECE, { ...PIECE, logs: [without] }]];
    }),
  ];
  for (const [line, missing, lines] of lacking) {
    it(`refuses line ${line} without ${missing}`, async () => {
      writeFileSync(path, lines.map((value) => `${JSON.stringify(value)}\n`).join(""));
      const { code, message } = await refusalOf(load());
      expect(code).to.equal("INDEX_STORE_BROKEN");
      expect(message).to.contain(`${path}, line ${line}: ${missing} must be`);
    });
  }

  it("refuses a file of another version, and a log of another contract", async () => {
    writeFileSync(path, `${JSON.stringify({ ...HEAD, v: 2 })}\n`);
    expect((await refusalOf(load())).message).to.contain(`${path}, line 1: v must be 1.`);
    const foreign = { ...PIECE, logs: [{ ...log, contract: "Elsewhere" }] };
    writeFileSync(path, `${JSON.stringify(HEAD)}\n${JSON.stringify(foreign)}\n`);
    expect((await refusalOf(load())).message).to.contain(`${path}, line 2: logs[0].contract must be one of`);
  });
});
