import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { toQuantity } from "ethers";
import { ETHEREUM } from "../../src/chain/chains.ts";
import { soloGas } from "../../src/engine/gasLimit.ts";
import { cancelQueued, enqueue, periodsOf, setPaused, usageOf } from "../../src/storage/index.ts";
import { attemptsOf, expectNoTrouble, expectOnceEach, transactionsOf, typesOf } from "../helpers/checks.ts";
import { startProxy } from "../helpers/proxy.ts";
import { onEachStorage } from "../helpers/stage.ts";
import {
  CALL_GAS,
  engineOn,
  GRANT_GAS,
  isDear,
  mustStatus,
  queue,
  requestFor,
  statesOf,
  target as targetAbi,
} from "../helpers/world.ts";

const CAP = 16_777_216;

async function blockGasOf(node: ServedChain): Promise<number> {
  return Number(((await node.send("eth_getBlockByNumber", "latest", false)) as { gasLimit: Hex }).gasLimit);
}

onEachStorage("queue", (stage, kind) => {
  if (kind === "postgres") {
    it("F19 sends nothing without a committed row while the database is down, and continues afterwards", async () => {
      const { node, db, storage, target } = stage;
      const proxy = await startProxy(node.url);
      const digests = await queue(db, node, target, 2);
      const engine = engineOn(db, node, {
        urls: [proxy.url],
        // The database stops between signing and storing.
        failpoint: async (at) => {
          if (at === "signed") await storage.postgres?.stop();
        },
      });
      await engine.tick();
      expect(typesOf(engine)).to.include("trouble");
      expect(proxy.count("eth_sendRawTransaction")).to.equal(0);
      await engine.tick();
      await storage.postgres?.start();
      const after = engineOn(db, node, { owner: "after" });
      await db.updateTable("signers").set({ lease_until: null }).execute();
      await db.deleteFrom("replicas").execute();
      await after.tick();
      await node.mine();
      await after.tick();
      expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
      expect(await attemptsOf(db)).to.have.length(1);
      await expectOnceEach(node, digests);
      await proxy.close();
      expectNoTrouble(after);
    });
  }

  it("F20 accepts one of fifty equal requests at once, and refuses another one with its nonce", async () => {
    const { node, db, target } = stage;
    const client = walletOf("client 0");
    const { item, digest } = await requestFor(node, target, client);
    const answers = (await Promise.all(Array.from({ length: 50 }, () => enqueue(db, [item])))).flat();
    expect(answers.filter(({ result }) => result === "accepted")).to.have.length(1);
    expect(answers.filter(({ result }) => result === "again")).to.have.length(49);
    for (const answer of answers) expect("status" in answer && answer.status.digest).to.equal(digest);

    const rival = await requestFor(node, target, client, {
      nonce: String(item.nonce),
      gas: String(Number(CALL_GAS) - 10_000),
    });
    expect(await enqueue(db, [rival.item])).to.deep.equal([{ result: "nonce_conflict", other: digest }]);
    expect((await cancelQueued(db, digest)).result).to.equal("cancelled");
    expect((await enqueue(db, [rival.item]))[0]?.result).to.equal("accepted");
    const engine = engineOn(db, node);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, [rival.digest]);
  });

  it("F23 rejects queued requests when the policy changes, and never exceeds a budget", async () => {
    const { node, db, target } = stage;
    const periods = periodsOf(new Date());
    const limits = periods.map((period) => ({ period, limitWei: 1_000n }));
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => requestFor(node, target, walletOf(`client ${i}`), { sponsor: "acme" })),
    );
    const answers = await Promise.all(
      made.map(({ item }) => enqueue(db, [{ ...item, reservation: { wei: 70n, limits } }])),
    );
    const accepted = made.filter((_, i) => answers[i]?.[0]?.result === "accepted");
    expect(accepted).to.have.length(14);
    expect(answers.flat().filter(({ result }) => result === "over_budget")).to.have.length(36);

    const engine = engineOn(db, node, {
      recheck: async (rows) =>
        rows.map((_, i) =>
          i < 4 ? { state: "rejected", reason: { code: "TARGET_NOT_SPONSORED", detail: "No longer." } } : undefined,
        ),
    });
    await engine.tick();
    const states = await statesOf(
      db,
      accepted.map(({ digest }) => digest),
    );
    expect(states.filter((state) => state === "rejected")).to.have.length(4);
    expect(states.filter((state) => state === "assigned")).to.have.length(10);
    for (const { reservedWei } of await usageOf(db, "acme", periods)) expect(reservedWei).to.equal(700n);
    await node.mine(4);
    await engine.tick();
    await engine.tick();
    const usedWei = (await transactionsOf(db)).reduce((sum, { cost_wei }) => sum + (cost_wei ?? 0n), 0n);
    for (const usage of await usageOf(db, "acme", periods)) {
      expect(usage).to.deep.include({ reservedWei: 0n, usedWei });
    }
    expectNoTrouble(engine);
  });

  it("F23 sends nothing for a paused sponsor, signer or relay", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 1, maxInFlight: 1 } });
    const digests = await queue(db, node, target, 1, { sponsor: "paused" });
    const scopes = ["all", `signer:${walletOf("relay 0").address as Address}`, "sponsor:paused"] as const;
    for (const scope of scopes) {
      await setPaused(db, scope, true);
      await engine.tick();
      expect(await statesOf(db, digests), scope).to.deep.equal(["queued"]);
      await setPaused(db, scope, false);
    }
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["assigned"]);
  });

  it("F24 judges a deadline by the chain's clock, with a margin", async () => {
    const { node, db, target } = stage;
    const now = await node.clock.now();
    const engine = engineOn(db, node, { options: { deadlineMarginSeconds: 30 } });
    const near = await queue(db, node, target, 1, { deadline: now + 20 });
    const far = await queue(db, node, target, 1, { deadline: now + 1_000 });
    await engine.tick();
    expect(await statesOf(db, [...near, ...far])).to.deep.equal(["expired", "assigned"]);
    expect((await mustStatus(db, near[0] ?? "0x")).reason?.code).to.equal("REQUEST_EXPIRED");
    // The last second is in time.
    await node.send("evm_setNextBlockTimestamp", now + 1_000);
    await node.mine();
    await engine.tick();
    expect((await mustStatus(db, far[0] ?? "0x")).outcome).to.equal("success");
    // The chain's clock is an hour ahead of this one, so a deadline that this clock allows has passed on the chain.
    const late = await queue(db, node, target, 1, { deadline: now + 2_000 });
    await node.send("evm_setNextBlockTimestamp", now + 3_600);
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, late)).to.deep.equal(["expired"]);
    expectNoTrouble(engine);
  });

  it("F28 keeps each transaction within a part of a block and a node's bytes", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 1_000, maxInFlight: 16 } });
    const digests = await queue(db, node, target, 100, { gas: GRANT_GAS });
    // A function that reads no data, with much of it.
    const data = `${targetAbi.encodeFunctionData("calls")}${"ff".repeat(20_000)}` as Hex;
    const wide = await queue(db, node, target, 12, { gas: "300000", data });
    for (let i = 0; i < 6; i++) {
      await engine.tick();
      await node.mine(2);
    }
    await engine.tick();
    const rows = await transactionsOf(db);
    expect(rows.length).to.be.above(4);
    const eighth = Math.floor((await blockGasOf(node)) / 8);
    for (const { gas_limit, data: calldata } of rows) {
      expect(gas_limit).to.be.at.most(eighth);
      expect(calldata.length / 2).to.be.at.most(120_000);
    }
    const most = Math.max(...rows.map(({ gas_limit }) => gas_limit));
    const longest = Math.max(...rows.map(({ data: calldata }) => calldata.length / 2));
    expect(most, "gas of the fullest").to.be.above(0.9 * eighth);
    expect(longest, "bytes of the longest").to.be.above(100_000);
    await expectOnceEach(node, [...digests, ...wide]);
    expectNoTrouble(engine);
  });

  // The largest request is computed from the floors in the chain's data, and those are of today's prices.
  (isDear ? it.skip : it)(
    "F28 gives a large request a transaction of its own, up to a share of a block and the protocol's gas",
    async () => {
      const { node, db, target } = stage;
      const blockGas = await blockGasOf(node);
      const dataBytes = (targetAbi.encodeFunctionData("record", ["0x"]).length - 2) / 2;
      const largest = (most: number) => {
        let gas = most;
        while (soloGas({ gas, dataBytes }, ETHEREUM.gas) > most) gas--;
        return gas;
      };
      const engine = engineOn(db, node);
      for (const [size, most] of [
        [40_000_000, 12_000_000],
        [60_000_000, CAP],
      ] as const) {
        await node.send("evm_setBlockGasLimit", toQuantity(size));
        await node.mine();
        const data = targetAbi.encodeFunctionData("record", ["0x"]) as Hex;
        const fitting = await queue(db, node, target, 1, { gas: `${largest(most)}`, data });
        const beyond = await queue(db, node, target, 1, { gas: `${largest(most) + 1}`, data });
        await engine.tick();
        await node.mine();
        await engine.tick();
        expect(await statesOf(db, [...fitting, ...beyond]), `blocks of ${size}`).to.deep.equal(["mined", "rejected"]);
        expect((await mustStatus(db, beyond[0] ?? "0x")).reason?.code).to.equal("GAS_TOO_HIGH");
      }
      await node.send("evm_setBlockGasLimit", toQuantity(blockGas));
      expectNoTrouble(engine);
    },
  );

  it("F28 rejects a request that fits into no transaction", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 1, { gas: "17000000" });
    await engine.tick();
    expect((await mustStatus(db, digests[0] ?? "0x")).reason?.code).to.equal("GAS_TOO_HIGH");
  });
});
