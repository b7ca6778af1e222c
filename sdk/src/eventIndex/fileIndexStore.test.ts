import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const OTHER: IndexPiece = { to: { number: 12, hash: hashOf("5") }, logs: [] };
const linesOf = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");

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
    expect(readFileSync(path, "utf8")).to.equal(linesOf(HEAD, PIECE));
    expect(await load()).to.deep.equal([PIECE]);
  });

  it("replaces its pieces, and appends behind them", async () => {
    // A process died while it wrote the next file.
    writeFileSync(`${path}.next`, linesOf(HEAD, PIECE, PIECE));
    const store = await fileIndexStore(path);
    await store.load(SUITE);
    for (let i = 0; i < 3; i++) await store.append(PIECE);
    await store.replace([OTHER]);
    expect(readFileSync(path, "utf8")).to.equal(linesOf(HEAD, OTHER));
    await store.append(PIECE);
    expect(await store.load(SUITE)).to.deep.equal([OTHER, PIECE]);
    await store.replace([]);
    expect(await store.load(SUITE)).to.deep.equal([]);
    await store.close();
    expect(readFileSync(path, "utf8")).to.equal(linesOf(HEAD));
  });

  it("keeps its pieces if it cannot write the next file", async () => {
    const store = await fileIndexStore(path);
    await store.load(SUITE);
    await store.append(PIECE);
    mkdirSync(`${path}.next`);
    try {
      expect(await store.replace([]).catch(({ code }) => code)).to.equal("EISDIR");
    } finally {
      rmSync(`${path}.next`, { recursive: true });
    }
    await store.append(OTHER);
    expect(await store.load(SUITE)).to.deep.equal([PIECE, OTHER]);
    await store.close();
  });

  it("replaces nothing before it was loaded", async () => {
    writeFileSync(path, linesOf(HEAD, PIECE));
    const store = await fileIndexStore(path);
    const { code, message } = await refusalOf(store.replace([]));
    expect([code, message.split("\n")[1]]).to.deep.equal(["INDEX_STORE_BROKEN", "The store was not loaded."]);
    await store.close();
    expect(await load()).to.deep.equal([PIECE]);
  });

  it("keeps no lock for a file that it cannot open", async () => {
    mkdirSync(path);
    expect(await fileIndexStore(path).catch(({ code }) => code)).to.equal("EISDIR");
    rmSync(path, { recursive: true });
    expect(await load()).to.deep.equal([]);
  });

  it("knows its suite by chain and registry, in upper or lower case", async () => {
    writeFileSync(path, linesOf({ ...HEAD, rightsRegistry: `0x${"0A".repeat(20)}` }, PIECE));
    expect(await load()).to.deep.equal([PIECE]);
    for (const head of [
      { ...HEAD, chainId: 1 },
      { ...HEAD, rightsRegistry: `0x${"0b".repeat(20)}` },
    ]) {
      writeFileSync(path, linesOf(head, PIECE));
      const { code, message } = await refusalOf(load());
      expect(code).to.equal("INDEX_STORE_BROKEN");
      expect(message).to.contain(`It belongs to ${head.rightsRegistry} on chain ${head.chainId}.`);
    }
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
      writeFileSync(path, linesOf(...lines));
      const { code, message } = await refusalOf(load());
      expect(code).to.equal("INDEX_STORE_BROKEN");
      expect(message).to.contain(`${path}, line ${line}: ${missing} must be`);
    });
  }

  it("refuses a file of another version, and a log of another contract", async () => {
    writeFileSync(path, linesOf({ ...HEAD, v: 2 }));
    expect((await refusalOf(load())).message).to.contain(`${path}, line 1: v must be 1.`);
    const foreign = { ...PIECE, logs: [{ ...log, contract: "Elsewhere" }] };
    writeFileSync(path, linesOf(HEAD, foreign));
    expect((await refusalOf(load())).message).to.contain(`${path}, line 2: logs[0].contract must be one of`);
  });
});
