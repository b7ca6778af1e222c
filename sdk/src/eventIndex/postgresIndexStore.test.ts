import { expect } from "chai";
import { startPostgres, type TestPostgres } from "doorkey-test-support/postgres";
import { refusalOf } from "doorkey-test-support/transports";
import pg from "pg";
import type { Hex } from "../core/Hex.ts";
import type { IndexPiece } from "./IndexStore.ts";
import { type PostgresIndexStore, postgresIndexStore } from "./postgresIndexStore.ts";

const hashOf = (n: number): Hex => `0x${n.toString(16).padStart(64, "0")}`;
const SUITE = { chainId: 31337, rightsRegistry: `0x${"0a".repeat(20)}` } as const;
const OTHERS = [
  { ...SUITE, chainId: 31338 },
  { ...SUITE, rightsRegistry: `0x${"0b".repeat(20)}` },
] as const;
const pieceOf = (n: number): IndexPiece => ({ to: { number: n, hash: hashOf(n) }, logs: [] });

describe("postgresIndexStore", () => {
  let postgres: TestPostgres;
  let pool: pg.Pool;
  let store: PostgresIndexStore;
  before(async () => {
    postgres = await startPostgres();
    pool = new pg.Pool({ connectionString: postgres.url });
    // Stopping the server ends idle connections.
    pool.on("error", () => {});
  });
  after(async () => {
    await pool.end();
    await postgres.remove();
  });
  beforeEach(async () => {
    await pool.query("DROP TABLE IF EXISTS doorkey_index_pieces, doorkey_index_suites");
    store = await postgresIndexStore(pool);
  });

  it("returns the pieces in their order, also after some were replaced", async () => {
    expect(await store.load(SUITE)).to.deep.equal([]);
    for (const n of [1, 2, 3]) await store.append(pieceOf(n));
    expect(await store.load(SUITE)).to.deep.equal([1, 2, 3].map(pieceOf));
    await store.replace([1, 2].map(pieceOf));
    await store.append(pieceOf(9));
    expect(await store.load(SUITE)).to.deep.equal([1, 2, 9].map(pieceOf));
    await store.replace([]);
    await store.append(pieceOf(4));
    expect(await (await postgresIndexStore(pool)).load(SUITE)).to.deep.equal([pieceOf(4)]);
  });

  it("keeps the suites of one database apart", async () => {
    for (const [i, suite] of [SUITE, ...OTHERS].entries()) {
      await store.load(suite);
      await store.append(pieceOf(i));
    }
    await store.load(OTHERS[0]);
    await store.replace([pieceOf(7)]);
    expect(await store.load(SUITE)).to.deep.equal([pieceOf(0)]);
    expect(await store.load(OTHERS[0])).to.deep.equal([pieceOf(7)]);
    expect(await store.load(OTHERS[1])).to.deep.equal([pieceOf(2)]);
  });

  it("refuses the slower of two processes, which then reads what the other one wrote", async () => {
    const other = await postgresIndexStore(pool);
    await store.load(SUITE);
    await other.load(SUITE);
    const writes = await Promise.allSettled([store.append(pieceOf(1)), other.append(pieceOf(1))]);
    expect(writes.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    const [faster, slower] = writes[0]?.status === "fulfilled" ? [store, other] : [other, store];
    for (const write of [() => slower.append(pieceOf(2)), () => slower.replace([])]) {
      const { code, message } = await refusalOf(write());
      expect(code).to.equal("JOURNAL_LOCKED");
      expect(message).to.contain("Another process changed the pieces of this suite.");
    }
    await faster.append(pieceOf(2));
    expect(await slower.load(SUITE)).to.deep.equal([1, 2].map(pieceOf));
    await slower.append(pieceOf(3));
    expect((await refusalOf(faster.append(pieceOf(3)))).code).to.equal("JOURNAL_LOCKED");
  });

  it("refuses a piece that another version wrote, and changes before it was loaded", async () => {
    for (const write of [() => store.append(pieceOf(1)), () => store.replace([])]) {
      const { code, message } = await refusalOf(write());
      expect([code, message.includes("The store was not loaded.")]).to.deep.equal(["INDEX_STORE_BROKEN", true]);
    }
    await store.load(SUITE);
    await store.append(pieceOf(1));
    await pool.query("UPDATE doorkey_index_pieces SET piece = '{}'");
    const { code, message } = await refusalOf(store.load(SUITE));
    expect(code).to.equal("INDEX_STORE_BROKEN");
    expect(message).to.contain("doorkey_index_pieces, place 1: to must be");
  });
});
