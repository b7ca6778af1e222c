import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startPostgres } from "doorkey-test-support/postgres";
import { openShow, type Show } from "doorkey-test-support/show";
import { makeError } from "ethers";
import { act, grant, register, strangerAt } from "../../test/helpers/acts.ts";
import { expectSameIndex } from "../../test/helpers/expectSameIndex.ts";
import type { Connection } from "../chain/Connection.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { type FileIndexStore, fileIndexStore } from "./fileIndexStore.ts";
import { followSuite } from "./followSuite.ts";
import type { IndexPiece, IndexStore } from "./IndexStore.ts";
import { memoryIndexStore } from "./memoryIndexStore.ts";
import { postgresIndexStore } from "./postgresIndexStore.ts";

const SEATS = { seats: { seats: ["{1..60}"] } };
const NO_REASON = `0x${"00".repeat(32)}`;

describe("followSuite", () => {
  let chain: TestChain;
  let show: Show;
  let reader: Connection;
  let folder: string;
  let path: string;
  const opened: FileIndexStore[] = [];
  beforeEach(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { classes: { standing: { supply: 100_000 }, ...SEATS }, gates: true });
    reader = await chain.connect();
    folder = await mkdtemp(join(tmpdir(), "doorkey-index-"));
    path = join(folder, "index.jsonl");
  });
  afterEach(async () => {
    await chain.close();
    for (const store of opened.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });

  async function openStore(): Promise<FileIndexStore> {
    // The previous process has ended, so its files are closed.
    for (const store of opened.splice(0)) await store.close();
    const store = await fileIndexStore(path);
    opened.push(store);
    return store;
  }

  it("reads the suite from its deployment on, and then only new blocks", async () => {
    const index = await followSuite(reader);
    expect([index.cursor, index.state.events.size]).to.deep.equal([undefined, 0]);
    const first = await index.catchUp();
    await expectSameIndex(reader, index.state);
    expect(first).to.include({ rolledBack: false });
    expect(first.logs).to.be.greaterThan(5);
    expect(await index.catchUp()).to.deep.equal({ ...first, logs: 0 });
    const { state } = index;
    await grant(show, [strangerAt(1), strangerAt(2)]);
    expect((await index.catchUp()).logs).to.equal(1);
    expect(index.state).to.equal(state);
    await expectSameIndex(reader, index.state);
  });

  it("stays behind by so many blocks", async () => {
    const index = await followSuite(reader, { confirmations: 2 });
    const height = await chain.provider.getBlockNumber();
    expect((await index.catchUp()).to?.number).to.equal(height - 2);
    await register(show.agent, "AgentRegistry", "https://other.example");
    await register(show.agent, "AgentRegistry", "https://other.example");
    await index.catchUp();
    expect(index.state.agents.size).to.equal(1);
    await register(show.agent, "AgentRegistry", "https://other.example");
    await index.catchUp();
    expect(index.state.agents.size).to.equal(2);
  });

  it("follows the chain through reorgs of any depth, with each store", async () => {
    const postgres = await startPostgres();
    const database = await postgresIndexStore(postgres.url);
    try {
      await followReorgs([undefined, await openStore(), database]);
    } finally {
      await database.close();
      await postgres.remove();
    }
  });

  async function followReorgs(stores: readonly (IndexStore | undefined)[]): Promise<void> {
    const indexes = await Promise.all(stores.map((store) => followSuite(reader, { ...(store && { store }) })));
    for (const depth of [1, 4, 12]) {
      const goBack = await chain.snapshot();
      for (let i = 0; i < depth; i++) {
        await changeSomething(show, i);
        if (i % 3 === 0) for (const index of indexes) await index.catchUp();
      }
      for (const index of indexes) await index.catchUp();
      const height = await chain.provider.getBlockNumber();
      await goBack();
      // Another history: first shorter, then of the same height, then higher.
      for (const index of indexes) {
        const { rolledBack, to } = await index.catchUp();
        expect([rolledBack, to?.number]).to.deep.equal([true, await chain.provider.getBlockNumber()]);
        await expectSameIndex(reader, index.state);
      }
      for (let i = 0; (await chain.provider.getBlockNumber()) <= height; i++)
        await changeSomething(show, 40 + depth + i);
      for (const index of indexes) {
        await index.catchUp();
        await expectSameIndex(reader, index.state);
      }
      const fresh = await followSuite(reader);
      await fresh.catchUp();
      for (const index of indexes) expect(index.state).to.deep.equal(fresh.state);
    }
  }

  it("finds a reorg that left no block of the same number, and one deeper than all that it has read", async () => {
    const early = await startTestChain();
    try {
      const connection = await early.connect();
      const goBack = await early.snapshot();
      const index = await followSuite(connection);
      await openShow(early, { gates: true });
      await index.catchUp();
      await goBack();
      await openShow(early, { classes: SEATS });
      expect((await index.catchUp()).rolledBack).to.equal(true);
      await expectSameIndex(connection, index.state);
    } finally {
      await early.close();
    }
  });

  it("does not store a piece with logs of two histories", async () => {
    const store = memoryIndexStore();
    const index = await followSuite(reader, { store });
    await index.catchUp();
    const goBack = await chain.snapshot();
    for (let i = 0; i < 4; i++) await changeSomething(show, i);
    // The chain reorganizes between the reads of the logs and of their blocks.
    const { provider } = reader;
    const getLogs = provider.getLogs.bind(provider);
    let turned = false;
    provider.getLogs = async (filter) => {
      const logs = await getLogs(filter);
      if (!turned) {
        turned = true;
        await goBack();
        for (let i = 0; i < 4; i++) await changeSomething(show, 20 + i);
      }
      return logs;
    };
    try {
      await index.catchUp();
    } finally {
      provider.getLogs = getLogs;
    }
    expect(turned).to.equal(true);
    await expectInChain(store);
    // Nothing of the old history was stored, so nothing has to be dropped.
    expect((await index.catchUp()).rolledBack).to.equal(false);
    await expectSameIndex(reader, index.state);
  });

  it("does not store a piece of one history behind pieces of another", async () => {
    const store = memoryIndexStore();
    const index = await followSuite(reader, { store });
    const goBack = await chain.snapshot();
    for (let i = 0; i < 4; i++) await changeSomething(show, i);
    await index.catchUp();
    for (let i = 4; i < 6; i++) await changeSomething(show, i);
    // The chain reorganizes right after the index saw that its last block is still there.
    const { provider } = reader;
    const getBlock = provider.getBlock.bind(provider);
    provider.getBlock = async (...asked) => {
      provider.getBlock = getBlock;
      const block = await getBlock(...asked);
      await goBack();
      for (let i = 0; i < 8; i++) await changeSomething(show, 20 + i);
      return block;
    };
    expect((await index.catchUp()).rolledBack).to.equal(true);
    await expectInChain(store);
    // The other history is longer than the first was.
    expect((await index.catchUp()).rolledBack).to.equal(false);
    await expectSameIndex(reader, index.state);
  });

  /** Every block that has a log in the store is in the chain, and so is the last block that was read. */
  async function expectInChain(store: IndexStore): Promise<void> {
    const { chainId, rightsRegistry, provider } = reader;
    for (const { to, logs } of await store.load({ chainId, rightsRegistry })) {
      for (const hash of [to.hash, ...logs.map(({ blockHash }) => blockHash)]) {
        expect(await provider.getBlock(hash)).not.to.equal(null);
      }
    }
  }

  it("resumes where its store ends, without reading again", async () => {
    const store = await openStore();
    const before = await followSuite(reader, { store });
    await changeSomething(show, 1);
    await before.catchUp();
    await store.close();

    const again = await openStore();
    const after = await followSuite(reader, { store: again });
    expect(after.cursor).to.deep.equal(before.cursor);
    expect(after.state).to.deep.equal(before.state);
    await changeSomething(show, 2);
    expect((await after.catchUp()).logs).to.be.within(1, 3);
    await expectSameIndex(reader, after.state);
  });

  it("reads again what a torn line of its store had", async () => {
    const store = await openStore();
    const before = await followSuite(reader, { store });
    await before.catchUp();
    await changeSomething(show, 1);
    await before.catchUp();
    await store.close();
    const whole = await readFile(path, "utf8");
    await writeFile(path, whole.slice(0, -20));
    const torn = await openStore();
    const after = await followSuite(reader, { store: torn });
    expect(after.cursor?.number).to.be.lessThan(before.cursor?.number as number);
    await after.catchUp();
    expect(after.state).to.deep.equal(before.state);
  });

  it("starts again from the stored pieces when the store fails", async () => {
    const inner = memoryIndexStore();
    let fails = false;
    const store: IndexStore = {
      ...inner,
      append: async (piece: IndexPiece) => {
        if (fails) throw new Error("disk full");
        await inner.append(piece);
      },
    };
    const index = await followSuite(reader, { store });
    await index.catchUp();
    fails = true;
    await changeSomething(show, 1);
    const { chainId, rightsRegistry } = reader;
    const stored = await inner.load({ chainId, rightsRegistry });
    expect(await index.catchUp().catch((error) => error.message)).to.equal("disk full");
    expect(await inner.load({ chainId, rightsRegistry })).to.deep.equal(stored);
    fails = false;
    // The logs that were not stored are read again, and are in the store after that.
    expect((await index.catchUp()).logs).to.be.above(0);
    expect(await inner.load({ chainId, rightsRegistry })).to.have.length(stored.length + 1);
    expect((await followSuite(reader, { store: inner })).state).to.deep.equal(index.state);
    await expectSameIndex(reader, index.state);
    const fresh = await followSuite(reader);
    await fresh.catchUp();
    expect(index.state).to.deep.equal(fresh.state);
  });

  it("starts again from the stored pieces when the store fails to drop blocks that left the chain", async () => {
    const inner = memoryIndexStore();
    let fails = false;
    const store: IndexStore = {
      ...inner,
      replace: async (pieces) => {
        if (fails) throw new Error("disk full");
        await inner.replace(pieces);
      },
    };
    const index = await followSuite(reader, { store });
    const goBack = await chain.snapshot();
    await changeSomething(show, 1);
    await index.catchUp();
    await goBack();
    for (let i = 2; i < 5; i++) await changeSomething(show, i);
    fails = true;
    expect(await index.catchUp().catch((error) => error.message)).to.equal("disk full");
    fails = false;
    expect((await index.catchUp()).rolledBack).to.equal(true);
    await expectInChain(inner);
    expect((await followSuite(reader, { store: inner })).state).to.deep.equal(index.state);
    await expectSameIndex(reader, index.state);
  });

  it("keeps a second process out of its file", async () => {
    await openStore();
    expect((await fileIndexStore(path).catch((error) => error)).code).to.equal("JOURNAL_LOCKED");
  });

  it("refuses a store of another suite, or a file with other content", async () => {
    const store = await openStore();
    await followSuite(reader, { store });
    const other = { ...reader, chainId: 1 };
    expect((await followSuite(other, { store }).catch((error) => error)).code).to.equal("INDEX_STORE_BROKEN");
    await appendFile(path, '{"to":{"number":1}}\n');
    expect((await followSuite(reader, { store }).catch((error) => error)).message).to.contain("line 2");
    await store.close();
    const memory = memoryIndexStore();
    await followSuite(reader, { store: memory });
    expect((await followSuite(other, { store: memory }).catch((error) => error)).code).to.equal("INDEX_STORE_BROKEN");
  });

  it("reports each change while it follows, until the signal aborts", async () => {
    const index = await followSuite(reader);
    const stop = new AbortController();
    const told: number[] = [];
    for await (const { logs } of index.follow({ signal: stop.signal, every: 5 })) {
      told.push(logs);
      if (told.length === 3) stop.abort();
      else await grant(show, [strangerAt(told.length)]);
    }
    expect(told.slice(1)).to.deep.equal([1, 1]);
    await expectSameIndex(reader, index.state);
  });

  it("waits for an unreachable node, and throws errors that waiting does not cure", async () => {
    const index = await followSuite(reader);
    const { provider } = reader;
    const getBlockNumber = provider.getBlockNumber.bind(provider);
    const troubles = [makeError("gone", "NETWORK_ERROR", { event: "gone" }), makeError("late", "TIMEOUT"), undefined];
    provider.getBlockNumber = async () => {
      const trouble = troubles.shift();
      if (trouble !== undefined) throw trouble;
      return getBlockNumber();
    };
    try {
      const { value } = await index.follow({ every: 1 }).next();
      expect(value?.logs).to.be.greaterThan(5);
      expect(troubles).to.deep.equal([]);
      await changeSomething(show, 0);
      provider.getBlockNumber = () => Promise.reject(new TypeError("a bug"));
      expect(
        await index
          .follow({ every: 1 })
          .next()
          .catch((error) => error.message),
      ).to.equal("a bug");
    } finally {
      provider.getBlockNumber = getBlockNumber;
    }
    await index.catchUp();
    await expectSameIndex(reader, index.state);
  });

  it("reports missing logs if its first block is too late, each time", async () => {
    const store = memoryIndexStore();
    const from = await chain.provider.getBlockNumber();
    const index = await followSuite(reader, { from, store });
    for (let i = 0; i < 2; i++) {
      expect((await index.catchUp().catch((thrown) => thrown)).code).to.equal("INDEX_INCOMPLETE");
    }
    const { chainId, rightsRegistry } = reader;
    expect(await store.load({ chainId, rightsRegistry })).to.deep.equal([]);
  });

  it("applies each log once if it catches up twice at the same time", async () => {
    const index = await followSuite(reader);
    const [first, second] = await Promise.all([index.catchUp(), index.catchUp()]);
    expect(second).to.deep.equal({ ...first, logs: 0 });
    await expectSameIndex(reader, index.state);
  });

  it("reads many blocks as several pieces, one behind the other", async () => {
    const store = memoryIndexStore();
    const start = await chain.provider.getBlockNumber();
    await chain.provider.send("hardhat_mine", ["0x186a0"]);
    await changeSomething(show, 1);
    const index = await followSuite(reader, { store });
    const { logs } = await index.catchUp();
    const { chainId, rightsRegistry } = reader;
    const pieces = await store.load({ chainId, rightsRegistry });
    const first = Math.min(...Object.values(reader.deployment.contracts).map(({ block }) => block));
    expect(pieces.map(({ to }) => to.number)).to.deep.equal([
      first + 49_999,
      first + 99_999,
      await chain.provider.getBlockNumber(),
    ]);
    expect(start).to.be.lessThan(first + 49_999);
    expect(pieces.map((piece) => piece.logs.length)).to.deep.equal([logs - 1, 0, 1]);
    await expectSameIndex(reader, index.state);
  });

  it("gives up after five attempts at a chain that keeps changing, and reads it once it is still", async () => {
    const { provider } = reader;
    const getLogs = provider.getLogs.bind(provider);
    const getBlock = provider.getBlock.bind(provider);
    const head = await provider.getBlockNumber();
    for (const changes of [4, 5]) {
      let [attempts, looks] = [0, 0];
      provider.getLogs = (filter) => {
        attempts++;
        return getLogs(filter);
      };
      // The node shows another block at the end of each of the first attempts than at their start.
      provider.getBlock = (number) =>
        getBlock(number === head && attempts <= changes && ++looks % 2 === 0 ? head - 1 : number);
      const index = await followSuite(reader);
      const error = await index.catchUp().then(
        () => undefined,
        (thrown) => thrown,
      );
      provider.getLogs = getLogs;
      provider.getBlock = getBlock;
      expect([attempts, error?.code]).to.deep.equal([5, changes === 5 ? "BLOCK_ORPHANED" : undefined]);
      await index.catchUp();
      await expectSameIndex(reader, index.state);
    }
  });

  it("reports a reorg that left no logs, and nothing while nothing changes", async () => {
    const index = await followSuite(reader);
    await index.catchUp();
    const goBack = await chain.snapshot();
    await chain.provider.send("evm_mine", []);
    await index.catchUp();
    const { provider } = reader;
    const getBlockNumber = provider.getBlockNumber.bind(provider);
    let reads = 0;
    provider.getBlockNumber = async () => {
      if (++reads === 3) await goBack();
      return getBlockNumber();
    };
    try {
      const { value } = await index.follow({ every: 1 }).next();
      expect(value).to.include({ logs: 0, rolledBack: true });
      expect(reads).to.equal(3);
    } finally {
      provider.getBlockNumber = getBlockNumber;
    }
  });
});

/** A different act for each number, all before doors open. */
async function changeSomething(show: Show, n: number): Promise<void> {
  const { eventId, agentId, agent, organizer } = show;
  const holders = [strangerAt(n), strangerAt(n), strangerAt(n + 1)];
  switch (n % 6) {
    case 0:
      return void (await grant(show, holders));
    case 1:
      return void (await grant(show, [strangerAt(n)], { classId: 2, seats: [n % 60] }));
    case 2: {
      const right = await grant(show, holders);
      return void (await act(agent, "EntryRightRegistry", "revoke", [[right, right + 2n], NO_REASON]));
    }
    case 3: {
      const right = await grant(show, holders.slice(0, 2));
      return void (await act(organizer, "EntryRightRegistry", "rebind", [right, strangerAt(n + 5), "0x"]));
    }
    case 4: {
      const other = await register(agent, "AgentRegistry", `https://${n}.example`);
      return void (await act(agent, "EventRegistry", "delegate", [eventId, 1, agentId, other, n]));
    }
    default: {
      const { supply } = await organizer.contracts.events.classOf(eventId, 1);
      return void (await act(organizer, "EventRegistry", "raiseSupply", [eventId, 1, supply + BigInt(n)]));
    }
  }
}
