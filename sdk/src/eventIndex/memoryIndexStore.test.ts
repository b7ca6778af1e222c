import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import type { IndexPiece } from "./IndexStore.ts";
import { memoryIndexStore } from "./memoryIndexStore.ts";

const SUITE = { chainId: 31337, rightsRegistry: `0x${"0a".repeat(20)}` } as const;
const pieceOf = (number: number): IndexPiece => ({ to: { number, hash: `0x${"1".repeat(64)}` }, logs: [] });

describe("memoryIndexStore", () => {
  it("returns the appended pieces, or those that replaced them", async () => {
    const store = memoryIndexStore();
    expect(await store.load(SUITE)).to.deep.equal([]);
    await store.append(pieceOf(1));
    const loaded = await store.load(SUITE);
    await store.append(pieceOf(2));
    expect(loaded).to.deep.equal([pieceOf(1)]);
    expect(await store.load(SUITE)).to.deep.equal([pieceOf(1), pieceOf(2)]);
    const next = [pieceOf(3)];
    await store.replace(next);
    next.pop();
    await store.append(pieceOf(4));
    expect(await store.load(SUITE)).to.deep.equal([pieceOf(3), pieceOf(4)]);
  });

  it("belongs to the suite that was loaded first, by chain and registry", async () => {
    const store = memoryIndexStore();
    await store.load(SUITE);
    await store.append(pieceOf(1));
    expect(await store.load({ ...SUITE, rightsRegistry: `0x${"0A".repeat(20)}` })).to.deep.equal([pieceOf(1)]);
    for (const suite of [{ ...SUITE, chainId: 1 }, { ...SUITE, rightsRegistry: `0x${"0b".repeat(20)}` } as const]) {
      const { code, message } = await refusalOf(store.load(suite));
      expect(code).to.equal("INDEX_STORE_BROKEN");
      expect(message).to.contain(`It belongs to ${SUITE.rightsRegistry} on chain 31337.`);
    }
    expect(await store.load(SUITE)).to.deep.equal([pieceOf(1)]);
  });
});
