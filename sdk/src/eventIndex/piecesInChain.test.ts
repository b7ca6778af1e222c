import { expect } from "chai";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";
import type { IndexLog } from "./IndexLog.ts";
import type { IndexPiece } from "./IndexStore.ts";
import { piecesInChain } from "./piecesInChain.ts";

const hashOf = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const logAt = (blockNumber: number, index = 0) => ({ blockNumber, blockHash: hashOf(blockNumber), index }) as IndexLog;
const pieceOf = (to: number, ...numbers: readonly number[]): IndexPiece => ({
  to: { number: to, hash: hashOf(to) },
  logs: numbers.map((number) => logAt(number)),
});

/** A chain that left the history of the pieces after a block. */
const leftAfter = (last: number) => {
  const asked: number[] = [];
  const getBlock = async (number: number) => {
    asked.push(number);
    return { hash: number <= last ? hashOf(number) : hashOf(number + 1_000) };
  };
  return { connection: { provider: { getBlock } } as unknown as Connection, asked };
};

const PIECES = [pieceOf(10, 3, 7), pieceOf(20), pieceOf(30, 22, 25, 30)];

describe("piecesInChain", () => {
  for (const [last, kept] of [
    [2, []],
    [3, [pieceOf(3, 3)]],
    [6, [pieceOf(3, 3)]],
    [7, [pieceOf(7, 3, 7)]],
    [10, PIECES.slice(0, 1)],
    [19, PIECES.slice(0, 1)],
    [20, PIECES.slice(0, 2)],
    [22, [...PIECES.slice(0, 2), pieceOf(22, 22)]],
    [29, [...PIECES.slice(0, 2), pieceOf(25, 22, 25)]],
    [30, PIECES],
  ] as const) {
    it(`keeps the logs up to the last known block of a chain that changed after block ${last}`, async () => {
      expect(await piecesInChain(leftAfter(last).connection, PIECES)).to.deep.equal(kept);
    });
  }

  it("keeps every log of the last block", async () => {
    const piece = { ...pieceOf(10), logs: [logAt(3, 0), logAt(3, 1), logAt(7)] };
    expect(await piecesInChain(leftAfter(3).connection, [piece])).to.deep.equal([
      { to: pieceOf(3).to, logs: [logAt(3, 0), logAt(3, 1)] },
    ]);
  });

  it("asks for few of many blocks", async () => {
    const pieces = Array.from({ length: 1_000 }, (_, i) => pieceOf(i + 1));
    const { connection, asked } = leftAfter(617);
    expect(await piecesInChain(connection, pieces)).to.deep.equal(pieces.slice(0, 617));
    expect(asked.length).to.be.at.most(10);
  });
});
