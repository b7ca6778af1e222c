import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { toQuantity } from "ethers";
import { attemptsOf, expectNoTrouble, expectOnceEach, typesOf } from "../helpers/checks.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { engineOn, queue, statesOf } from "../helpers/world.ts";

const GWEI = 10n ** 9n;
const relay = walletOf("relay 0");

/** Mines an empty block with this base fee, which the waiting transactions do not pay. */
async function baseFee(node: ServedChain, fee: bigint): Promise<void> {
  await node.send("hardhat_setNextBlockBaseFeePerGas", toQuantity(fee));
  await node.mine();
}

onEachStorage("fees", (stage) => {
  it("F5 raises the price of all waiting transactions when the base fee passes it", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 1 } });
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    const before = await attemptsOf(db);
    await baseFee(node, 50n * GWEI);
    await engine.tick();
    const after = await attemptsOf(db);
    expect(after.map(({ nonce }) => nonce)).to.deep.equal([0, 1, 0, 1]);
    for (const [i, { max_fee, max_tip }] of before.entries()) {
      expect(Number(after[i + 2]?.max_fee) / Number(max_fee)).to.be.at.least(1.125);
      expect(Number(after[i + 2]?.max_tip) / Number(max_tip)).to.be.at.least(1.125);
    }
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F5 raises the price of only the oldest transaction when it waits too long", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 1 } });
    const patient = engineOn(db, node, { options: { maxRequests: 1, bumpAfterMs: 0 } });
    const digests = await queue(db, node, target, 3);
    await engine.tick();
    await engine.release();
    await patient.tick();
    expect((await attemptsOf(db)).map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2, 0]);
    await node.mine();
    await patient.tick();
    await expectOnceEach(node, digests);
    expectNoTrouble(engine, patient);
  });

  it("F5 raises the tip above the highest only when the base fee passes the price", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { bumpAfterMs: 0, minTip: GWEI, maxTip: (GWEI * 5n) / 4n } });
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    await engine.tick();
    await engine.tick();
    // 1 and 1.125 gwei; the next step is 1.27 gwei.
    expect((await attemptsOf(db)).map(({ max_tip }) => max_tip)).to.deep.equal([GWEI, (GWEI * 9n) / 8n]);
    expect(typesOf(engine)).not.to.include("fee_above_cap");
    await baseFee(node, 50n * GWEI);
    await engine.tick();
    const attempts = await attemptsOf(db);
    expect(attempts).to.have.length(3);
    expect(attempts[2]?.max_tip).to.equal((GWEI * 81n) / 64n);
    await node.mine();
    await engine.tick();
    await expectOnceEach(node, digests);
  });

  it("F6 sends an evicted transaction again when the fee falls below the cap", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxFeeCap: 4n * GWEI } });
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    const [attempt] = await attemptsOf(db);
    await baseFee(node, 100n * GWEI);
    await node.send("hardhat_dropTransaction", attempt?.hash);
    await engine.tick();
    await engine.tick();
    expect(await attemptsOf(db)).to.have.length(1);
    expect(typesOf(engine)).to.include("at_fee_cap");
    // Nothing new is built at such prices.
    const later = await queue(db, node, target, 1);
    await engine.tick();
    expect(typesOf(engine)).to.include("fee_above_cap");
    expect(await statesOf(db, later)).to.deep.equal(["queued"]);

    await node.send("hardhat_dropTransaction", attempt?.hash);
    await baseFee(node, GWEI);
    await engine.tick();
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F6 lowers the price of an evicted transaction that the balance no longer covers", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    await baseFee(node, 100n * GWEI);
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    const [attempt] = await attemptsOf(db);
    await node.send("hardhat_dropTransaction", attempt?.hash);
    await baseFee(node, GWEI);
    // Enough for a quarter of the price that was offered.
    const gas = (await db.selectFrom("transactions").select("gas_limit").executeTakeFirstOrThrow()).gas_limit;
    await node.fund(relay.address, (BigInt(gas) * (attempt?.max_fee ?? 0n)) / 4n);
    await engine.tick();
    const attempts = await attemptsOf(db);
    expect(attempts).to.have.length(2);
    expect(Number(attempts[1]?.max_fee)).to.be.below(Number(attempt?.max_fee));
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["mined"]);
  });

  it("F17 builds nothing new while the balance is low, and finishes what is under way", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    const [attempt] = await attemptsOf(db);
    await node.send("hardhat_dropTransaction", attempt?.hash);
    await node.fund(relay.address, 1n);
    const later = await queue(db, node, target, 2);
    await engine.tick();
    await engine.tick();
    expect(typesOf(engine).filter((type) => type === "balance_low")).to.have.length(1);
    expect(await statesOf(db, [...digests, ...later])).to.deep.equal(["assigned", "assigned", "queued", "queued"]);

    await node.fund(relay.address);
    await engine.tick();
    await node.mine();
    await engine.tick();
    expect(typesOf(engine)).to.include("balance_ok");
    expect(await attemptsOf(db)).to.have.length(2);
    expect(await statesOf(db, [...digests, ...later])).to.deep.equal(["mined", "mined", "mined", "mined"]);
    await expectOnceEach(node, [...digests, ...later]);
    expectNoTrouble(engine);
  });
});
