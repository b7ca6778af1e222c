import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { WireSignedRequest } from "doorkey/relay";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Wallet } from "ethers";
import { ETHEREUM } from "../../src/chain/chains.ts";
import { callFor } from "../../src/engine/calldata.ts";
import { executionGas, gasLimitOf } from "../../src/engine/gasLimit.ts";
import { enqueue, eventsOf, requestRow, usageOf } from "../../src/storage/index.ts";
import {
  attemptsOf,
  executionsOf,
  expectNoTrouble,
  expectOnceEach,
  transactionsOf,
  typesOf,
} from "../helpers/checks.ts";
import { startProxy } from "../helpers/proxy.ts";
import { grantTo, openUnminedShow } from "../helpers/show.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { deployMock, forwarderEvents, suiteOf } from "../helpers/suite.ts";
import {
  CALL_GAS,
  engineOn,
  GRANT_GAS,
  isDear,
  mustStatus,
  OTHERS_GAS,
  queue,
  requestFor,
  statesOf,
  target as targetAbi,
} from "../helpers/world.ts";

const GWEI = 10n ** 9n;
const eve = walletOf("eve");

/** Sends a transaction at a price that puts it first in the block. */
async function sendFirst(node: ServedChain, signer: Wallet, to: Address, data: string): Promise<void> {
  const raw = await signer.signTransaction({
    type: 2,
    chainId: node.deployment.chainId,
    nonce: await node.provider.getTransactionCount(signer.address, "pending"),
    to,
    data,
    gasLimit: OTHERS_GAS,
    maxFeePerGas: 900n * GWEI,
    maxPriorityFeePerGas: 800n * GWEI,
  });
  await node.send("eth_sendRawTransaction", raw);
}

/** Eve sends requests to the forwarder herself, first in the block. */
async function front(node: ServedChain, requests: readonly WireSignedRequest[]): Promise<void> {
  await node.fund(eve.address);
  const data = interfaces.GasRelayForwarder.encodeFunctionData("execute", [[...requests]]);
  await sendFirst(node, eve, suiteOf(node).forwarder, data);
}

onEachStorage("settlement", (stage) => {
  it("F10 sends the same bytes again when a reorg removes the block", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 3);
    await engine.tick();
    const before = await node.snapshot();
    await node.mine(2);
    await engine.tick();
    const first = await mustStatus(db, digests[0] ?? "0x");
    expect(first.state).to.equal("mined");

    await before();
    await node.send("hardhat_dropTransaction", first.transactionHash);
    await node.mine(3);
    await engine.tick();
    expect(typesOf(engine)).to.include("reorged").and.include("rebroadcast");
    expect(await statesOf(db, digests)).to.deep.equal(["assigned", "assigned", "assigned"]);
    await node.mine();
    await engine.tick();
    const second = await mustStatus(db, digests[0] ?? "0x");
    expect(second.transactionHash).to.equal(first.transactionHash);
    expect(second.blockHash).not.to.equal(first.blockHash);
    await node.mine(3);
    await engine.tick();
    expect((await eventsOf(db, digests[0] ?? "0x")).map(({ status }) => status.state)).to.deep.equal([
      "queued",
      "assigned",
      "mined",
      "assigned",
      "mined",
      "confirmed",
    ]);
    expect(await attemptsOf(db)).to.have.length(1);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F10 follows a transaction that a reorg puts into another block", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    const before = await node.snapshot();
    await node.mine();
    await engine.tick();
    const first = await mustStatus(db, digests[0] ?? "0x");
    await before();
    const [attempt] = await attemptsOf(db);
    await node.send("hardhat_dropTransaction", attempt?.hash);
    await node.mine(2);
    await node.send("eth_sendRawTransaction", attempt?.raw);
    await node.mine();
    await engine.tick();
    const second = await mustStatus(db, digests[0] ?? "0x");
    expect([second.state, second.blockNumber]).to.deep.equal(["mined", (first.blockNumber ?? 0) + 2]);
    expect(typesOf(engine)).not.to.include("reorged");
    expectNoTrouble(engine);
  });

  // Without estimates a relay has only the floors in the chain's data, and those are of today's prices.
  (isDear ? it.skip : it)(
    "F11 halves a batch that reverts as a whole until the culprit is alone, then rejects it",
    async () => {
      const { node, db, target } = stage;
      // The node estimates nothing, so what the relay computes from the row is all it has.
      const proxy = await startProxy(node.url, { each: true });
      proxy.setRule(({ method }) =>
        method === "eth_estimateGas" ? { kind: "error", message: "no estimates" } : undefined,
      );
      const engine = engineOn(db, node, { urls: [proxy.url] });
      const good = await queue(db, node, target, 5);
      // Its signed gas is higher than the row's. The transaction cannot give it, so the forwarder reverts everything.
      const [bad = "0x"] = await queue(db, node, target, 1, { gas: "5000000", countedGas: 30_000 });
      for (let i = 0; i < 10; i++) {
        await engine.tick();
        await node.mine();
      }
      await engine.tick();
      const status = await mustStatus(db, bad);
      expect([status.state, status.reason?.code]).to.deep.equal(["rejected", "QUARANTINED"]);
      await node.mine(3);
      await engine.tick();
      expect(await statesOf(db, good)).to.deep.equal(Array(5).fill("confirmed"));
      expect(typesOf(engine)).to.include("batch_reverted");
      await expectOnceEach(node, good);
      expect(await executionsOf(node, [bad])).to.deep.equal([0]);
      const nonces = (await transactionsOf(db)).map(({ nonce }) => nonce);
      expect(nonces).to.deep.equal(nonces.map((_, i) => i));
      expectNoTrouble(engine);
      await proxy.close();
    },
  );

  it("F12 counts a request as a success that another sender executed first", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const made = await Promise.all([0, 1, 2].map((i) => requestFor(node, target, walletOf(`client ${i}`))));
    await enqueue(
      db,
      made.map(({ item }) => item),
    );
    const digests = made.map(({ digest }) => digest);
    await engine.tick();
    await front(
      node,
      made.slice(1, 2).map(({ signed }) => signed),
    );
    await node.mine();
    await engine.tick();
    const fronted = await mustStatus(db, digests[1] ?? "0x");
    expect([fronted.state, fronted.outcome]).to.deep.equal(["mined", "success"]);
    const [own] = await attemptsOf(db);
    expect(fronted.transactionHash).not.to.equal(own?.hash);
    await node.mine(3);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["confirmed", "executed_elsewhere", "confirmed"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  it("F12 finds it at a node that limits log ranges, and sends what waits behind it", async () => {
    const { node, db, target } = stage;
    const made = await Promise.all([0, 1, 2].map((i) => requestFor(node, target, walletOf(`client ${i}`))));
    await enqueue(
      db,
      made.map(({ item }) => item),
    );
    await front(
      node,
      made.slice(0, 1).map(({ signed }) => signed),
    );
    await node.mine();
    await node.send("hardhat_mine", "0xbb8");
    const strict = await startProxy(node.url);
    let busy = 1;
    strict.setRule(({ method, params }) => {
      if (method !== "eth_getLogs") return undefined;
      const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }];
      if (Number(toBlock) - Number(fromBlock) >= 1_000) {
        return { kind: "error", message: "eth_getLogs is limited to a 1000 blocks range" };
      }
      return busy-- > 0 ? { kind: "error", message: "daily request count exceeded, request rate limited" } : undefined;
    });
    const engine = engineOn(db, node, { urls: [strict.url] });
    await engine.tick();
    await node.mine();
    await engine.tick();
    const digests = made.map(({ digest }) => digest);
    expect(await statesOf(db, digests)).to.deep.equal(["executed_elsewhere", "mined", "mined"]);
    await expectOnceEach(node, digests);
    await strict.close();
    expectNoTrouble(engine);
  });

  it("F12 finds many with one search for 25 of them, and holds back all of a search without an answer", async () => {
    const { node, db, target } = stage;
    // Little enough that one look takes all thirty.
    const gas = isDear ? "500000" : CALL_GAS;
    const made = await Promise.all(
      Array.from({ length: 30 }, (_, i) => requestFor(node, target, walletOf(`client ${i}`), { gas })),
    );
    await enqueue(
      db,
      made.map(({ item }) => item),
    );
    const executed = made.slice(0, 29).map(({ signed }) => signed);
    for (let i = 0; i < executed.length; i += 10) await front(node, executed.slice(i, i + 10));
    await node.mine();
    const busy = await startProxy(node.url, { each: true });
    busy.setRule(({ method }) =>
      method === "eth_getLogs" ? { kind: "error", message: "missing trie node 1f2e (path )" } : undefined,
    );
    const digests = made.map(({ digest }) => digest);
    const engine = engineOn(db, node, { urls: [busy.url] });
    await engine.tick();
    expect(busy.count("eth_getLogs")).to.equal(2);
    expect(await statesOf(db, digests)).to.deep.equal([...Array(29).fill("queued"), "assigned"]);
    const held = engine.events.flatMap((event) => (event.type === "quarantined" ? [event] : []));
    expect(held.map(({ digest }) => digest)).to.have.members(digests.slice(0, 29));
    expect(held[0]?.words).to.include("missing trie node");

    busy.setRule();
    await db.updateTable("requests").set({ hold_until: null }).execute();
    await node.mine();
    await engine.tick();
    expect(busy.count("eth_getLogs")).to.equal(4);
    expect(await statesOf(db, digests)).to.deep.equal([...Array(29).fill("executed_elsewhere"), "mined"]);
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
    await busy.close();
  });

  it("F12 finds a request that another sender executed while it was queued", async () => {
    const { node, db, target } = stage;
    const { item, signed, digest } = await requestFor(node, target, walletOf("client 0"));
    await enqueue(db, [item]);
    await front(node, [signed]);
    await node.mine();
    const engine = engineOn(db, node);
    await engine.tick();
    const status = await mustStatus(db, digest);
    expect([status.state, status.outcome]).to.deep.equal(["executed_elsewhere", "success"]);
    expect(await transactionsOf(db)).to.deep.equal([]);
  });

  it("F13 reads from events that a successful transaction skipped its requests", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const made = await Promise.all([0, 1].map((i) => requestFor(node, target, walletOf(`client ${i}`))));
    const late = await requestFor(node, target, walletOf("client 2"), { deadline: (await node.clock.now()) + 60 });
    await enqueue(
      db,
      [...made, late].map(({ item }) => item),
    );
    await engine.tick();
    // Other requests use the nonces first, and the deadline of the third passes.
    const others = await Promise.all(
      made.map(({ item }, i) =>
        requestFor(node, target, walletOf(`client ${i}`), {
          nonce: String(item.nonce),
          gas: String(Number(CALL_GAS) - 10_000),
        }),
      ),
    );
    await front(
      node,
      others.map(({ signed }) => signed),
    );
    await node.send("evm_increaseTime", 120);
    await node.mine();
    await engine.tick();
    const [transaction] = await transactionsOf(db);
    const receipt = (await node.send("eth_getTransactionReceipt", transaction?.transaction_hash)) as { status: Hex };
    expect(receipt.status).to.equal("0x1");
    const digests = [...made, late].map(({ digest }) => digest);
    for (const digest of digests) expect((await mustStatus(db, digest)).outcome).to.equal("skipped");
    await node.mine(3);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["superseded", "superseded", "expired"]);
    expect(await executionsOf(node, digests)).to.deep.equal([0, 0, 0]);
    expectNoTrouble(engine);
  });

  it("F14 gives the reason of a call that reverts on chain, and charges its sponsor", async () => {
    const { node, db } = stage;
    const seller = walletOf("client 0");
    const show = await openUnminedShow(node, [seller]);
    const engine = engineOn(db, node);
    const data = grantTo(show, walletOf("buyer 0").address as Address);
    const made = await requestFor(node, suiteOf(node).rightsRegistry, seller, {
      data,
      gas: GRANT_GAS,
      sponsor: "hall",
    });
    const period = "2026-11";
    const reservation = { wei: 10n ** 18n, limits: [{ period, limitWei: 2n * 10n ** 18n }] };
    await enqueue(db, [{ ...made.item, reservation }]);
    await engine.tick();
    const pause = interfaces.EventRegistry.encodeFunctionData("pauseSales", [show.eventId]);
    await sendFirst(node, show.organizer.signer, node.deployment.contracts.EventRegistry.address, pause);
    await node.mine();
    await engine.tick();
    const status = await mustStatus(db, made.digest);
    expect([status.state, status.outcome, status.reason?.code]).to.deep.equal(["mined", "failed", "CALL_REVERTED"]);
    expect(status.reason?.detail).to.match(/SalesClosed|SalesPaused|Paused/);
    await node.mine(3);
    await engine.tick();
    const row = await requestRow(db, made.digest);
    const [transaction] = await transactionsOf(db);
    expect(row?.charged_wei).to.equal(transaction?.cost_wei);
    expect(await usageOf(db, "hall", [period])).to.deep.equal([
      { period, reservedWei: 0n, usedWei: transaction?.cost_wei },
    ]);
    expectNoTrouble(engine);
  });

  it("F14 charges the sponsor once for what was mined while no node says who executed the request", async () => {
    const { node, db, target } = stage;
    const period = "2026-11";
    const reservation = { wei: 10n ** 18n, limits: [{ period, limitWei: 2n * 10n ** 18n }] };
    const [made, other] = await Promise.all(
      ["hall", "club"].map((sponsor, i) => requestFor(node, target, walletOf(`client ${i}`), { sponsor })),
    );
    if (made === undefined || other === undefined) throw new Error("no requests were made");
    await enqueue(
      db,
      [made, other].map(({ item }) => ({ ...item, reservation })),
    );
    const mute = await startProxy(node.url);
    const engine = engineOn(db, node, { urls: [mute.url] });
    await engine.tick();
    await front(node, [made.signed]);
    mute.setRule(({ method }) => (method === "eth_getLogs" ? { kind: "error", message: "no logs here" } : undefined));
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, [made.digest, other.digest])).to.deep.equal(["queued", "mined"]);
    const [transaction] = await transactionsOf(db);
    const own = (transaction?.cost_wei ?? 0n) - ((await requestRow(db, other.digest))?.charged_wei ?? 0n);
    expect(own > 0n).to.equal(true);
    expect(await usageOf(db, "hall", [period])).to.deep.equal([{ period, reservedWei: reservation.wei, usedWei: own }]);

    mute.setRule();
    await db.updateTable("requests").set({ hold_until: null }).where("digest", "=", made.digest).execute();
    await node.mine(3);
    await engine.tick();
    await engine.tick();
    expect(await statesOf(db, [made.digest, other.digest])).to.deep.equal(["executed_elsewhere", "confirmed"]);
    expect(await usageOf(db, "hall", [period])).to.deep.equal([{ period, reservedWei: 0n, usedWei: own }]);
    const [club] = await usageOf(db, "club", [period]);
    expect(own + (club?.usedWei ?? 0n)).to.equal(transaction?.cost_wei);
    await mute.close();
  });

  it("F15 refuses the second of two buyers of one ticket before sending, or fails it on chain", async () => {
    const { node, db } = stage;
    const sellers = [walletOf("client 0"), walletOf("client 1"), walletOf("client 2")];
    const show = await openUnminedShow(node, sellers, 1);
    const engine = engineOn(db, node, { options: { confirmations: 1 } });
    const requests = await Promise.all(
      sellers.map((seller, i) => {
        const data = grantTo(show, walletOf(`buyer ${i}`).address as Address);
        return requestFor(node, suiteOf(node).rightsRegistry, seller, { data, gas: GRANT_GAS });
      }),
    );
    await enqueue(
      db,
      requests.slice(0, 2).map(({ item }) => item),
    );
    await engine.tick();
    await node.mine();
    await engine.tick();
    const outcomes = await Promise.all(
      requests.slice(0, 2).map(async ({ digest }) => (await mustStatus(db, digest)).outcome),
    );
    expect(outcomes.sort()).to.deep.equal(["failed", "success"]);

    const third = requests[2];
    if (third === undefined) throw new Error("three were made");
    await enqueue(db, [third.item]);
    await engine.tick();
    const status = await mustStatus(db, third.digest);
    expect([status.state, status.reason?.code]).to.deep.equal(["rejected", "CALL_REVERTS"]);
    expect(await transactionsOf(db)).to.have.length(1);
    expectNoTrouble(engine);
  });

  it("F16 computes enough gas for calls and trust checks that take all they may", async () => {
    const { node, target } = stage;
    await node.automine(true);
    const burningTrust = await deployMock(node, "GasBurningTrust");
    await node.automine(false);
    const burn = targetAbi.encodeFunctionData("burn") as Hex;
    const padded = `${burn}${"ff".repeat(2_000)}` as Hex;
    const made = await Promise.all(
      [
        { to: target, data: burn, gas: 700_000 },
        { to: burningTrust, data: burn, gas: 30_000 },
        { to: target, data: padded, gas: 300_000 },
        { to: burningTrust, data: padded, gas: 30_000 },
        { to: target, data: burn, gas: 900_000 },
      ].map(({ to, data, gas }, i) => requestFor(node, to, walletOf(`client ${i}`), { data, gas: String(gas) })),
    );
    const rows = made.map(({ signed, item }) => ({ payload: signed, kind: "request", gas: item.gas }) as const);
    const { to, data } = callFor(suiteOf(node), rows);
    const items = made.map(({ item, signed }) => ({ gas: item.gas, dataBytes: (signed.request.data.length - 2) / 2 }));
    const limit = gasLimitOf(data, executionGas(items, ETHEREUM.gas));
    await node.fund(eve.address);
    const run = async (gasLimit: number) => {
      const raw = await eve.signTransaction({
        type: 2,
        chainId: node.deployment.chainId,
        nonce: await node.provider.getTransactionCount(eve.address),
        to,
        data,
        gasLimit,
        maxFeePerGas: 100n * GWEI,
        maxPriorityFeePerGas: GWEI,
      });
      const hash = await node.send("eth_sendRawTransaction", raw);
      await node.mine();
      return (await node.send("eth_getTransactionReceipt", hash)) as { status: Hex; gasUsed: Hex };
    };
    // A fifth less is too little: the forwarder reverts everything.
    expect((await run(Math.floor(limit * 0.8))).status).to.equal("0x0");
    const receipt = await run(limit);
    expect(receipt.status).to.equal("0x1");
    const events = await forwarderEvents(node);
    expect(events.map(({ name }) => name)).to.deep.equal([
      "RequestExecuted",
      "RequestSkipped",
      "RequestExecuted",
      "RequestSkipped",
      "RequestExecuted",
    ]);
    for (const [i, { name, args }] of events.entries()) {
      if (name === "RequestExecuted") expect(Number(args.gasUsed)).to.be.closeTo(items[i]?.gas ?? 0, 200);
    }
  });
});
