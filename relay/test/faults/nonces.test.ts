import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import { enqueue } from "../../src/storage/index.ts";
import {
  attemptsOf,
  executionsOf,
  expectNoTrouble,
  expectOnceEach,
  nextNonceOf,
  transactionsOf,
  typesOf,
} from "../helpers/checks.ts";
import { startProxy } from "../helpers/proxy.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { emptyTables } from "../helpers/storages.ts";
import { engineOn, mustStatus, queue, requestFor, statesOf } from "../helpers/world.ts";

const relay = walletOf("relay 0");

/** Sends a transaction with the signer's key, without the relay. */
async function foreign(node: { send: (method: string, ...params: unknown[]) => Promise<unknown> }, nonce: number) {
  const raw = await relay.signTransaction({
    type: 2,
    chainId: 31337,
    nonce,
    to: relay.address,
    gasLimit: 21_000n,
    maxFeePerGas: 50n * 10n ** 9n,
    maxPriorityFeePerGas: 20n * 10n ** 9n,
  });
  await node.send("eth_sendRawTransaction", raw);
}

onEachStorage("nonces", (stage) => {
  it("F3 keeps the nonce when a node takes a transaction and does not answer", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url);
    proxy.setRule(({ method }) => (method === "eth_sendRawTransaction" ? { kind: "swallow_reply" } : undefined));
    const engine = engineOn(db, node, { urls: [proxy.url] });
    const digests = await queue(db, node, target, 3);
    await engine.tick();
    expect(proxy.count("eth_sendRawTransaction")).to.be.at.least(1);
    expect(await statesOf(db, digests)).to.deep.equal(["assigned", "assigned", "assigned"]);
    await engine.tick();
    await node.mine();
    await engine.tick();
    await proxy.close();
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined", "mined"]);
    expect(await attemptsOf(db)).to.have.length(1);
    expect(await nextNonceOf(db, relay.address)).to.equal(1);
    await expectOnceEach(node, digests);
  });

  it("F7 queues requests again when another transaction used their nonce", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    const [attempt] = await attemptsOf(db);
    await node.send("hardhat_dropTransaction", attempt?.hash);
    await foreign(node, 0);
    await node.mine();
    // The relay concludes this only at depth, because a receipt may be missing for other reasons before that.
    for (let depth = 1; depth < 3; depth++) {
      await engine.tick();
      expect(await statesOf(db, digests)).to.deep.equal(["assigned", "assigned"]);
      await node.mine();
    }
    await node.mine();
    await engine.tick();
    expect(typesOf(engine)).to.include("displaced");
    expect((await transactionsOf(db)).map(({ nonce, state }) => [nonce, state])).to.deep.equal([
      [0, "displaced"],
      [1, "sent"],
    ]);
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F7 finds a transaction that was mined by an earlier attempt", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { bumpAfterMs: 0 } });
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    const [first] = await attemptsOf(db);
    await engine.tick();
    expect(await attemptsOf(db)).to.have.length(2);
    // The node mines the first attempt, although it had the second.
    for (const { hash } of await attemptsOf(db)) await node.send("hardhat_dropTransaction", hash);
    await node.send("eth_sendRawTransaction", first?.raw);
    await node.mine();
    await engine.tick();
    const status = await mustStatus(db, digests[0] ?? "0x");
    expect([status.state, status.transactionHash]).to.deep.equal(["mined", first?.hash]);
    await expectOnceEach(node, digests);
  });

  it("F8 fills the gap of a missing row below others that were sent", async () => {
    const { node, db, target } = stage;
    const before = engineOn(db, node, { options: { maxRequests: 1 } });
    const digests = await queue(db, node, target, 3);
    await before.tick();
    const rows = await transactionsOf(db);
    expect(rows.map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2]);
    const lost = rows[1]?.id ?? 0;
    const lostAttempt = (await attemptsOf(db)).find(({ tx_id }) => tx_id === lost);
    await node.send("hardhat_dropTransaction", lostAttempt?.hash);
    await db.updateTable("requests").set({ state: "queued", tx_id: null }).where("tx_id", "=", lost).execute();
    await db.deleteFrom("attempts").where("tx_id", "=", lost).execute();
    await db.deleteFrom("transactions").where("id", "=", lost).execute();
    await before.release();

    const engine = engineOn(db, node);
    await engine.tick();
    expect(typesOf(engine)).to.include("gap_filled");
    await node.mine();
    await engine.tick();
    await node.mine(4);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["confirmed", "confirmed", "confirmed"]);
    expect(await nextNonceOf(db, relay.address)).to.equal(await node.provider.getTransactionCount(relay.address));
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F8 takes back nonces above everything that was ever sent", async () => {
    const { node, db, target } = stage;
    const before = engineOn(db, node);
    await before.tick();
    await before.release();
    await db.updateTable("signers").set({ next_nonce: 7 }).execute();
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    expect(typesOf(engine)).to.include("nonce_lowered");
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined"]);
    expect(await nextNonceOf(db, relay.address)).to.equal(1);
  });

  it("F8 sends again on a chain that restarts below a final block", async () => {
    const { node, db, target } = stage;
    const restart = await node.snapshot();
    const before = engineOn(db, node);
    const digests = await queue(db, node, target, 2);
    await before.tick();
    await node.mine(4);
    await before.tick();
    await before.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["confirmed", "confirmed"]);
    await before.release();
    await restart();

    expect(await executionsOf(node, digests)).to.deep.equal([0, 0]);
    const engine = engineOn(db, node);
    await engine.tick();
    expect(typesOf(engine)).to.include("reorged");
    expect(await statesOf(db, digests)).to.deep.equal(["assigned", "assigned"]);
    await node.mine(4);
    await engine.tick();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["confirmed", "confirmed"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(before, engine);
  });

  it("F9 finds executions that are missing from a restored database", async () => {
    const { node, db, target } = stage;
    const before = engineOn(db, node);
    const made = await Promise.all([0, 1].map((i) => requestFor(node, target, walletOf(`client ${i}`))));
    const items = made.map(({ item }) => item);
    const digests = made.map(({ digest }) => digest);
    await enqueue(db, items);
    await before.tick();
    await node.mine(4);
    await before.tick();

    await restoreTo(stage.db, () => enqueue(db, items));
    const engine = engineOn(db, node);
    await engine.tick();
    await engine.tick();
    expect(typesOf(engine)).to.include("nonce_raised");
    const status = await mustStatus(db, digests[0] ?? "0x");
    expect([status.state, status.outcome]).to.deep.equal(["executed_elsewhere", "success"]);
    expect(await transactionsOf(db)).to.deep.equal([]);
    expect(await nextNonceOf(db, relay.address)).to.equal(1);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F9 finds a transaction that was under way when the database was restored", async () => {
    const { node, db, target } = stage;
    const before = engineOn(db, node);
    const { item, digest } = await requestFor(node, target, walletOf("client 0"));
    await enqueue(db, [item]);
    await before.tick();

    await restoreTo(stage.db, () => enqueue(db, [item]));
    const engine = engineOn(db, node);
    await engine.tick();
    expect((await transactionsOf(db)).map(({ nonce }) => nonce)).to.deep.equal([1]);
    await node.mine(5);
    await engine.tick();
    await engine.tick();
    const status = await mustStatus(db, digest);
    expect([status.state, status.outcome]).to.deep.equal(["executed_elsewhere", "success"]);
    await expectOnceEach(node, [digest]);
    expectNoTrouble(engine);
  });
});

/** Restores a backup. Everything that was stored since is lost. */
async function restoreTo(db: Parameters<typeof transactionsOf>[0], backup: () => Promise<unknown>): Promise<void> {
  await emptyTables(db);
  await backup();
}
