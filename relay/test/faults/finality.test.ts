/** When a mined request becomes final, and what makes it wait again. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { enqueue, eventsOf, requestRow, usageOf } from "../../src/storage/index.ts";
import {
  attemptsOf,
  executionsOf,
  expectNoTrouble,
  expectOnceEach,
  transactionsOf,
  typesOf,
} from "../helpers/checks.ts";
import { type FaultRule, startProxy } from "../helpers/proxy.ts";
import { onEachStorage, type Stage } from "../helpers/stage.ts";
import { engineOn, mustStatus, queue, requestFor } from "../helpers/world.ts";

const PERIOD = "2026-11";
const RESERVED = 10n ** 18n;

/** Stores a request that reserves an ether of its sponsor's month. */
async function queuePaid({ node, db, target }: Stage): Promise<Hex> {
  const { item, digest } = await requestFor(node, target, walletOf("client 0"), { sponsor: "hall" });
  const limits = [{ period: PERIOD, limitWei: 2n * RESERVED }];
  await enqueue(db, [{ ...item, reservation: { wei: RESERVED, limits } }]);
  return digest;
}

onEachStorage("finality", (stage) => {
  const usage = async () => (await usageOf(stage.db, "hall", [PERIOD]))[0];
  const history = async (digest: Hex) => (await eventsOf(stage.db, digest)).map(({ status }) => status.state);

  it("F10 makes a request final with the last of its confirmations, and charges its sponsor then", async () => {
    const { node, db } = stage;
    const engine = engineOn(db, node, { options: { confirmations: 3 } });
    const digest = await queuePaid(stage);
    await engine.tick();
    for (const [blocks, state] of [
      [1, "mined"],
      [2, "mined"],
      [1, "confirmed"],
    ] as const) {
      expect((await usage())?.usedWei).to.equal(0n);
      await node.mine(blocks);
      await engine.tick();
      expect((await mustStatus(db, digest)).state).to.equal(state);
    }
    const [transaction] = await transactionsOf(db);
    expect(await usage()).to.deep.equal({ period: PERIOD, reservedWei: 0n, usedWei: transaction?.cost_wei });
    expectNoTrouble(engine);
  });

  it("F10 sends the bytes again that were mined, although a dearer attempt is stored", async () => {
    const { node, db } = stage;
    const engine = engineOn(db, node, { options: { bumpAfterMs: 0 } });
    const digest = await queuePaid(stage);
    await engine.tick();
    await engine.tick();
    const [cheap, dear] = await attemptsOf(db);
    for (const attempt of [cheap, dear]) await node.send("hardhat_dropTransaction", attempt?.hash);
    const before = await node.snapshot();
    await node.send("eth_sendRawTransaction", cheap?.raw);
    await node.mine(2);
    await engine.tick();
    expect((await mustStatus(db, digest)).transactionHash).to.equal(cheap?.hash);

    await before();
    await node.mine(3);
    await engine.tick();
    expect(typesOf(engine)).to.include("reorged");
    expect(await executionsOf(node, [digest])).to.deep.equal([0]);
    const [waiting] = await transactionsOf(db);
    expect([waiting?.cost_wei, (await requestRow(db, digest))?.charged_wei, (await usage())?.usedWei]).to.deep.equal([
      ...[0n, 0n, 0n],
    ]);
    await node.mine();
    await engine.tick();
    expect((await mustStatus(db, digest)).transactionHash).to.equal(cheap?.hash);
    await expectOnceEach(node, [digest]);
    expectNoTrouble(engine);
  });

  it("F13 rejects what the forwarder skipped because the target no longer trusts it", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digest = await queuePaid(stage);
    await engine.tick();
    await node.send("hardhat_setCode", target, "0x");
    await node.mine(4);
    await engine.tick();
    await engine.tick();
    const status = await mustStatus(db, digest);
    expect([status.state, status.reason?.code]).to.deep.equal(["rejected", "TARGET_NOT_SPONSORED"]);
    const [transaction] = await transactionsOf(db);
    expect(await usage()).to.deep.equal({ period: PERIOD, reservedWei: 0n, usedWei: transaction?.cost_wei });
    expectNoTrouble(engine);
  });

  const silences: readonly [string, (old: unknown, mined: Hex) => FaultRule][] = [
    [
      "is behind its block",
      (old, mined) =>
        ({ method, params }) => {
          if (method === "eth_getTransactionReceipt") return { kind: "answer", result: null };
          if (method !== "eth_getBlockByNumber") return undefined;
          if (params?.[0] === "latest") return { kind: "answer", result: old };
          return params?.[0] === mined ? { kind: "answer", result: null } : undefined;
        },
    ],
    [
      "does not answer about its block",
      (_, mined) =>
        ({ method, params }) => {
          if (method === "eth_getTransactionReceipt") return { kind: "answer", result: null };
          const asked = method === "eth_getBlockByNumber" && params?.[0] === mined;
          return asked ? { kind: "error", message: "header not found" } : undefined;
        },
    ],
    [
      "shows another block and does not answer about the receipt",
      (old, mined) =>
        ({ method, params }) => {
          if (method === "eth_getTransactionReceipt") return { kind: "error", message: "request timed out" };
          const asked = method === "eth_getBlockByNumber" && params?.[0] === mined;
          return asked ? { kind: "answer", result: old } : undefined;
        },
    ],
  ];
  for (const [what, ruleOf] of silences) {
    it(`F18 does not let a mined request wait again when a node ${what}`, async () => {
      const { node, db, target } = stage;
      const proxy = await startProxy(node.url, { each: true });
      try {
        const engine = engineOn(db, node, { urls: [proxy.url] });
        const [digest = "0x"] = await queue(db, node, target, 1);
        await engine.tick();
        const old = await node.send("eth_getBlockByNumber", "latest", false);
        await node.mine();
        await engine.tick();
        const { blockNumber = 0 } = await mustStatus(db, digest);

        proxy.setRule(ruleOf(old, `0x${Number(blockNumber).toString(16)}`));
        await node.mine();
        for (let i = 0; i < 3; i++) await engine.tick();
        proxy.setRule();
        await node.mine(2);
        await engine.tick();
        expect(await history(digest)).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
        expect(proxy.count("eth_sendRawTransaction")).to.equal(1);
        await expectOnceEach(node, [digest]);
        expectNoTrouble(engine);
      } finally {
        await proxy.close();
      }
    });
  }
});
