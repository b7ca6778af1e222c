import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import { toBeHex } from "ethers";
import { enqueue } from "../../src/storage/index.ts";
import { attemptsOf, expectOnceEach, transactionsOf, typesOf } from "../helpers/checks.ts";
import { SEED, sample } from "../helpers/hostile/sample.ts";
import { type Fault, startProxy } from "../helpers/proxy.ts";
import { onEachStorage, type Stage } from "../helpers/stage.ts";
import { engineOn, queue, requestFor, statesOf, type TestEngine } from "../helpers/world.ts";

const GWEI = 10n ** 9n;

/** The words of nodes and providers that refuse a question. */
const WORDS = [
  "the method is not available",
  "header not found",
  "missing trie node 1f2e (path )",
  "Internal error",
  "request timed out",
  "too many concurrent requests",
] as const;

/** What a node may do instead of an answer. */
const ODD: readonly (readonly [string, Fault])[] = [
  ...WORDS.map((message) => [`says "${message}"`, { kind: "error", message }] as const),
  ["answers null", { kind: "answer", result: null }],
  ["answers an empty text", { kind: "answer", result: "" }],
  ["answers a number", { kind: "answer", result: 7 }],
  ["answers 0x", { kind: "answer", result: "0x" }],
  ["answers a list", { kind: "answer", result: [] }],
  ["answers an object", { kind: "answer", result: {} }],
  ["cuts the connection", { kind: "drop" }],
  ["fails with status 503", { kind: "status", status: 503 }],
  ["is busy with status 429", { kind: "status", status: 429 }],
];

/** Questions that the relay asks about one request, or about one transaction. */
const METHODS = [
  "eth_call",
  "eth_getLogs",
  "eth_getTransactionReceipt",
  "eth_getTransactionByHash",
  "eth_getBlockByNumber",
  "eth_feeHistory",
  "eth_getBalance",
  "eth_getTransactionCount",
  "eth_sendRawTransaction",
] as const;

/** Kinds of odd answers that are tried, of all methods. */
const SAMPLE = 16;

/** Passes with blocks between them, until every one of these states is final or the passes are used up. */
async function passes(stage: Stage, engine: TestEngine, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await engine.tick();
    await stage.node.mine();
    // Waits of requests are tested by their order, so the tests shorten them.
    await stage.db.updateTable("requests").set({ hold_until: null }).where("state", "=", "queued").execute();
  }
  await engine.tick();
}

onEachStorage("hostile nodes", (stage) => {
  it("F29 an odd answer about one request stops no other: each kind of answer to its simulation", async () => {
    const { node, db, target } = stage;
    // A busy node is busy for all, so it is left alone for a moment. And 0x is what a function without a result returns.
    for (const [what, fault] of ODD.filter(([what]) => !/too many|status|answers 0x/.test(what))) {
      const proxy = await startProxy(node.url, { each: true });
      const odd = await requestFor(node, target, walletOf("odd client"), { gas: "199999" });
      proxy.setRule(({ method, params }) => {
        const [call] = (params ?? []) as { gas?: string; data?: string }[];
        // The trial of a call begins with its gas.
        return method === "eth_call" && call?.data?.startsWith(toBeHex(199_999, 32)) ? fault : undefined;
      });
      await enqueue(db, [odd.item]);
      const others = await queue(db, node, target, 3);
      const engine = engineOn(db, node, { urls: [proxy.url] });
      await passes(stage, engine, 2);
      expect(await statesOf(db, others), what).to.deep.equal(Array(3).fill("mined"));
      expect((await statesOf(db, [odd.digest]))[0], what).to.equal("queued");
      expect(typesOf(engine), what).to.include("quarantined");
      expect(typesOf(engine), what).not.to.include("trouble");
      proxy.setRule();
      await passes(stage, engine, 2);
      await expectOnceEach(node, [odd.digest, ...others]);
      await engine.release();
      await proxy.close();
    }
  });

  it("F30 a method with an odd answer for one pass: nothing is lost, nothing is sent twice", async () => {
    const { node, db, target } = stage;
    const chosen = sample(
      METHODS.flatMap((method) => ODD.map(([what, fault]) => ({ method, what, fault }))),
      SAMPLE,
    );
    for (const { method, what, fault } of chosen) {
      const proxy = await startProxy(node.url, { each: true });
      const engine = engineOn(db, node, { urls: [proxy.url] });
      const digests = await queue(db, node, target, 2);
      proxy.setRule((call) => (call.method === method ? fault : undefined));
      await engine.tick();
      await node.mine();
      await engine.tick();
      await engine.release();
      await proxy.close();
      const healthy = engineOn(db, node);
      await passes(stage, healthy, 5);
      expect(await statesOf(db, digests), `${method} ${what}`).to.satisfy((states: string[]) =>
        states.every((state) => state === "mined" || state === "confirmed"),
      );
      await expectOnceEach(node, digests);
      await healthy.release();
    }
    console.log(`      ${chosen.length} of ${METHODS.length * ODD.length} kinds of odd answers, seed ${SEED}`);
  });

  it("F31 a node that refuses batches over ten gets smaller ones, and its words are logged", async () => {
    const { node, db, target } = stage;
    const words = "Batch of more than 10 requests are not allowed on free tier";
    const proxy = await startProxy(node.url, { largestBatch: { calls: 10, code: -32600, message: words } });
    const digests = await queue(db, node, target, 8);
    const engine = engineOn(db, node, { urls: [proxy.url] });
    await passes(stage, engine, 1);
    expect(await statesOf(db, digests)).to.deep.equal(Array(8).fill("mined"));
    await expectOnceEach(node, digests);
    await proxy.close();
  });

  it("F32 a node with a fee cap gets cheaper or smaller transactions, and no nonce stays blocked", async () => {
    const { node, db, target } = stage;
    await node.send("hardhat_setNextBlockBaseFeePerGas", `0x${(80n * GWEI).toString(16)}`);
    await node.mine();
    const proxy = await startProxy(node.url, { feeCap: 10n ** 18n });
    const digests = await queue(db, node, target, 40);
    const engine = engineOn(db, node, { urls: [proxy.url], options: { maxFeeCap: 200n * GWEI } });
    for (let i = 0; i < 12; i++) {
      await node.send("hardhat_setNextBlockBaseFeePerGas", `0x${(80n * GWEI).toString(16)}`);
      await passes(stage, engine, 1);
    }
    expect(typesOf(engine)).to.include("send_refused");
    await expectOnceEach(node, digests);
    expect(proxy.dearest()).to.satisfy((wei: bigint) => wei <= 10n ** 18n);
    await proxy.close();
  });

  it("F32 a crash after a transaction was emptied: its nonce is signed again, and its requests go into others", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url);
    proxy.setRule(({ method }) =>
      method === "eth_sendRawTransaction" ? { kind: "error", message: "exceeds block gas limit" } : undefined,
    );
    const digests = await queue(db, node, target, 4);
    const dying = engineOn(db, node, { urls: [proxy.url], options: { maxInFlight: 1 } });
    await dying.tick();
    await dying.tick();
    expect(typesOf(dying)).to.include("emptied");
    const [emptied] = await transactionsOf(db);
    expect(emptied).to.include({ nonce: 0, kind: "fill", state: "assigned", data: "0x", gas_limit: 21_000 });
    expect(await attemptsOf(db)).to.have.length(1);
    expect(await statesOf(db, digests)).to.deep.equal(Array(4).fill("queued"));
    await dying.release();
    await proxy.close();

    const next = engineOn(db, node);
    await passes(stage, next, 3);
    expect(await statesOf(db, digests)).to.deep.equal(Array(4).fill("mined"));
    await expectOnceEach(node, digests);
    const sent = await transactionsOf(db);
    expect(sent.map(({ kind }) => kind)).to.deep.equal(["fill", "requests", "requests"]);
    const attempts = (await attemptsOf(db)).filter(({ nonce }) => nonce === 0);
    expect(attempts).to.have.length(2);
    expect(sent[0]?.transaction_hash).to.equal(attempts[1]?.hash);
  });

  it("F32 an emptied transaction that is mined after all: nothing runs twice, and its cost is known", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url);
    proxy.setRule(({ method }) =>
      method === "eth_sendRawTransaction" ? { kind: "error", message: "exceeds block gas limit" } : undefined,
    );
    const digests = await queue(db, node, target, 2);
    const engine = engineOn(db, node, { urls: [proxy.url], options: { maxInFlight: 1 } });
    await engine.tick();
    await engine.tick();
    expect(typesOf(engine)).to.include("emptied");
    const [old] = await attemptsOf(db);
    await node.send("eth_sendRawTransaction", old?.raw);
    await node.mine();
    proxy.setRule();
    await passes(stage, engine, 4);
    expect(await statesOf(db, digests)).to.deep.equal(Array(2).fill("executed_elsewhere"));
    await expectOnceEach(node, digests);
    const [mined] = await transactionsOf(db);
    expect(mined?.transaction_hash).to.equal(old?.hash);
    const receipt = await node.provider.getTransactionReceipt(old?.hash ?? "");
    expect(mined?.cost_wei).to.equal((receipt?.gasUsed ?? 0n) * (receipt?.gasPrice ?? 0n));
    await proxy.close();
  });

  it("F33 a tip below the node's minimum rises alone, and empty blocks say nothing about tips", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url, { leastTip: 25n * GWEI });
    const digests = await queue(db, node, target, 2);
    const engine = engineOn(db, node, { urls: [proxy.url], options: { minTip: GWEI / 100n } });
    await passes(stage, engine, 3);
    await expectOnceEach(node, digests);
    const attempts = await db.selectFrom("attempts").selectAll().orderBy("created_at").execute();
    expect(attempts).to.have.length(2);
    expect(attempts[1]?.max_tip).to.equal(25n * GWEI);
    expect((attempts[1]?.max_fee ?? 0n) - (attempts[0]?.max_fee ?? 0n)).to.equal(25n * GWEI - GWEI / 100n);
    await proxy.close();
  });

  it("F34 works without eth_feeHistory, effective prices and with an OP-stack's l1Fee in the cost", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url, { each: true });
    proxy.setRule(({ method }) =>
      method === "eth_feeHistory" ? { kind: "error", message: "the method eth_feeHistory does not exist" } : undefined,
    );
    proxy.setChange(({ method }, result) => {
      if (method !== "eth_getTransactionReceipt" || typeof result !== "object" || result === null) return result;
      return { ...result, l1Fee: "0x2386f26fc10000" };
    });
    const digests = await queue(db, node, target, 2);
    const engine = engineOn(db, node, { urls: [proxy.url] });
    await passes(stage, engine, 2);
    await expectOnceEach(node, digests);
    const [transaction] = await db.selectFrom("transactions").selectAll().execute();
    const receipt = await node.provider.getTransactionReceipt(transaction?.transaction_hash ?? "");
    const l2 = (receipt?.gasUsed ?? 0n) * (receipt?.gasPrice ?? 0n);
    expect(transaction?.cost_wei).to.equal(l2 + 10n ** 16n);
    await proxy.close();
  });
});
