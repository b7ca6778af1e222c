import { expect } from "chai";
import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { walletOf } from "doorkey-test-support/keys";
import { Contract, toQuantity } from "ethers";
import { sql } from "kysely";
import { type ChainTraits, ETHEREUM } from "../../src/chain/chains.ts";
import { relayState } from "../../src/intake/relayers.ts";
import { budgetLimits } from "../../src/policy/budgetLimits.ts";
import { clearLeases, enqueue, requestRow, usageOf } from "../../src/storage/index.ts";
import { attemptsOf, expectOnceEach, nextNonceOf, transactionsOf, typesOf } from "../helpers/checks.ts";
import { NODE_INTERFACE, ORACLE, oracleOf } from "../helpers/l1Oracle.ts";
import { startProxy } from "../helpers/proxy.ts";
import { onEachStorage, type Stage } from "../helpers/stage.ts";
import { suiteOf } from "../helpers/suite.ts";
import { engineOn, isDear, mustStatus, OTHERS_GAS, queue, requestFor, statesOf } from "../helpers/world.ts";

const GWEI = 10n ** 9n;
const relay = walletOf("relay 0");
const HOUR = "1 hour";

/** A stranger executes a request directly at the forwarder. */
async function executeElsewhere({ node }: Stage, signed: unknown): Promise<void> {
  const forwarder = new Contract(suiteOf(node).forwarder, interfaces.GasRelayForwarder, node.payer);
  await forwarder.getFunction("execute")([signed], { gasLimit: OTHERS_GAS });
}

/** Ends the waits of queued requests, which other tests measure. */
const endWaits = ({ db }: Stage) =>
  db.updateTable("requests").set({ hold_until: null }).where("state", "=", "queued").execute();

onEachStorage("the relay in the field", (stage) => {
  describe("F37 a request that somebody else executed, at a node that does not say where", () => {
    it("waits, and ends as executed elsewhere without a block, never as superseded", async () => {
      const { node, db, target } = stage;
      const proxy = await startProxy(node.url, { each: true });
      proxy.setRule(({ method }) =>
        method === "eth_getLogs" ? { kind: "error", message: "no logs here" } : undefined,
      );
      const { item, signed, digest } = await requestFor(node, target, walletOf("client 0"));
      await executeElsewhere(stage, signed);
      await node.mine();
      await enqueue(db, [item]);
      const others = await queue(db, node, target, 2);
      const engine = engineOn(db, node, { urls: [proxy.url] });
      for (let i = 0; i < 5; i++) {
        await engine.tick();
        await node.mine();
        expect((await statesOf(db, [digest]))[0]).to.equal("queued");
        await endWaits(stage);
      }
      expect(await statesOf(db, others)).to.deep.equal(["confirmed", "confirmed"]);
      await engine.tick();
      const status = await mustStatus(db, digest);
      expect([status.state, status.reason?.code, status.outcome]).to.deep.equal([
        "executed_elsewhere",
        "BLOCK_UNKNOWN",
        undefined,
      ]);
      await proxy.close();
    });

    it("at settlement too: the request waits for the search, and is found later", async () => {
      const { node, db, target } = stage;
      const proxy = await startProxy(node.url, { each: true });
      const { item, signed, digest } = await requestFor(node, target, walletOf("client 0"));
      await enqueue(db, [item]);
      const others = await queue(db, node, target, 2);
      const engine = engineOn(db, node, { urls: [proxy.url] });
      await engine.tick();
      expect(await statesOf(db, [digest, ...others])).to.deep.equal(Array(3).fill("assigned"));
      // The stranger pays more, so its transaction comes first in the block.
      const forwarder = new Contract(suiteOf(node).forwarder, interfaces.GasRelayForwarder, node.payer);
      await forwarder.getFunction("execute")([signed], {
        gasLimit: OTHERS_GAS,
        maxPriorityFeePerGas: 500n * GWEI,
        maxFeePerGas: 900n * GWEI,
      });
      proxy.setRule(({ method }) =>
        method === "eth_getLogs" ? { kind: "error", message: "no logs here" } : undefined,
      );
      await node.mine();
      await engine.tick();
      expect(await statesOf(db, [digest, ...others])).to.deep.equal(["queued", "mined", "mined"]);
      proxy.setRule();
      await endWaits(stage);
      await engine.tick();
      const status = await mustStatus(db, digest);
      expect([status.state, status.outcome]).to.deep.equal(["executed_elsewhere", "success"]);
      await expectOnceEach(node, [digest, ...others]);
      await proxy.close();
    });

    it("is superseded only if the sender's other request is found", async () => {
      const { node, db, target } = stage;
      const first = await requestFor(node, target, walletOf("client 0"));
      const second = await requestFor(node, target, walletOf("client 0"), {
        nonce: String(first.item.nonce),
        gas: "210000",
      });
      await executeElsewhere(stage, second.signed);
      await node.mine();
      await enqueue(db, [first.item]);
      await engineOn(db, node).tick();
      const status = await mustStatus(db, first.digest);
      expect([status.state, status.reason?.code]).to.deep.equal(["superseded", "NONCE_USED"]);
    });
  });

  describe("F38 a dearer attempt that every node refuses", () => {
    it("is not followed by a dearer one: the attempt that nodes hold is sent again", async () => {
      const { node, db, target } = stage;
      const engine = engineOn(db, node, { options: { bumpAfterMs: 0 } });
      const digests = await queue(db, node, target, 1);
      await engine.tick();
      const [held] = await attemptsOf(db);
      await engine.release();
      const cap = BigInt((await transactionsOf(db))[0]?.gas_limit ?? 0) * (held?.max_fee ?? 0n);
      const proxy = await startProxy(node.url, { feeCap: cap });
      const capped = engineOn(db, node, { urls: [proxy.url], options: { bumpAfterMs: 0 } });
      for (let i = 0; i < 4; i++) await capped.tick();
      const attempts = await attemptsOf(db);
      // One dearer attempt was tried. It was refused, so no other follows.
      expect(attempts.map(({ refusal }) => refusal)).to.deep.equal([null, "too_expensive"]);
      await node.mine();
      await capped.tick();
      expect((await transactionsOf(db))[0]?.transaction_hash).to.equal(held?.hash);
      await expectOnceEach(node, digests);
      await proxy.close();
    });

    it("is priced anew where no node holds the old one, not in steps of 12.5 %", async () => {
      const { node, db, target } = stage;
      const engine = engineOn(db, node);
      const digests = await queue(db, node, target, 1);
      await engine.tick();
      const [first] = await attemptsOf(db);
      await node.send("hardhat_dropTransaction", first?.hash);
      await node.send("hardhat_setNextBlockBaseFeePerGas", toQuantity(20n * GWEI));
      await node.mine();
      await engine.tick();
      const [, second] = await attemptsOf(db);
      expect(second?.max_tip).to.equal(first?.max_tip);
      await node.mine();
      await engine.tick();
      await expectOnceEach(node, digests);
    });
  });

  describe("F39 a node that lies about nonces", () => {
    it("is not followed beyond what the relay can have sent", async () => {
      const { node, db, target } = stage;
      const proxy = await startProxy(node.url, { each: true });
      proxy.setChange(({ method, params }, result) =>
        method === "eth_getTransactionCount" && params?.[1] === "pending" ? "0x3b9aca00" : result,
      );
      const digests = await queue(db, node, target, 2);
      const engine = engineOn(db, node, { urls: [proxy.url] });
      await engine.tick();
      await node.mine();
      await engine.tick();
      expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
      expect(await nextNonceOf(db, relay.address)).to.equal(1);
      await proxy.close();
    });

    it("leaves no gap for ever: the signer is reconciled again, and the gap is filled", async () => {
      const { node, db, target } = stage;
      const proxy = await startProxy(node.url, { each: true });
      proxy.setChange(({ method, params }, result) =>
        method === "eth_getTransactionCount" && params?.[1] === "pending" ? "0x3" : result,
      );
      const digests = await queue(db, node, target, 2);
      const engine = engineOn(db, node, { urls: [proxy.url] });
      for (let i = 0; i < 4; i++) {
        await engine.tick();
        await node.mine();
      }
      await engine.tick();
      expect(typesOf(engine).filter((type) => type === "gap_filled")).to.have.length(3);
      await expectOnceEach(node, digests);
      await proxy.close();
    });
  });

  it("F39 gives up no transaction because one of two nodes claims that its nonce was used", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url, { each: true });
    proxy.setChange(({ method }, count) =>
      method === "eth_getTransactionCount" ? toQuantity(BigInt(String(count)) + 1n) : count,
    );
    const digests = await queue(db, node, target, 2);
    const engine = engineOn(db, node, { urls: [proxy.url, node.url], options: { bumpAfterMs: 0 } });
    for (let i = 0; i < 8; i++) {
      await engine.tick();
      await node.mine();
    }
    expect(typesOf(engine)).to.include("gap_filled");
    expect(typesOf(engine)).not.to.include("displaced");
    await expectOnceEach(node, digests);
    await proxy.close();
  });

  it("F40 notices that a key got code while it runs, builds nothing new with it, and goes on when it is gone", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node);
    const first = await queue(db, node, target, 1);
    await engine.tick();
    await node.send("hardhat_setCode", relay.address, `0xef0100${target.slice(2)}`);
    const later = await queue(db, node, target, 1);
    await node.mine();
    await engine.tick();
    await engine.tick();
    expect(await statesOf(db, [...first, ...later])).to.deep.equal(["mined", "queued"]);
    expect(typesOf(engine).filter((type) => type === "code_found")).to.have.length(1);
    expect((await relayState(db, Date.now).freshState()).relayers.map(({ active }) => active)).to.deep.equal([false]);
    await node.send("hardhat_setCode", relay.address, "0x");
    await engine.tick();
    expect(typesOf(engine)).to.include("code_gone");
    expect(await statesOf(db, later)).to.deep.equal(["assigned"]);
  });

  it("F41 asks for what a transaction may cost itself, beside what is under way", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 1, lowBalanceWei: 1n } });
    const [one] = await queue(db, node, target, 1);
    await engine.tick();
    const [sent] = await transactionsOf(db);
    const [attempt] = await attemptsOf(db);
    const each = BigInt(sent?.gas_limit ?? 0) * (attempt?.max_fee ?? 0n);
    // Enough for this one and most of another one.
    await node.fund(relay.address, 2n * each - each / 50n);
    const later = await queue(db, node, target, 1);
    await engine.tick();
    expect(await statesOf(db, later)).to.deep.equal(["queued"]);
    expect(typesOf(engine)).to.include("balance_short");
    await node.fund(relay.address, 3n * each);
    await engine.tick();
    expect(await statesOf(db, later)).to.deep.equal(["assigned"]);
    await node.mine();
    await engine.tick();
    await expectOnceEach(node, [one ?? "0x", ...later]);
  });

  it("F34 adds Arbitrum's gas for the chain below to the limit, and an OP-stack's fee to what the wallet must have", async () => {
    const { node, db, target } = stage;
    const limitOn = async (traits: ChainTraits) => {
      const engine = engineOn(db, node, { options: { traits } });
      const digests = await queue(db, node, target, 1, { data: "0x" });
      await engine.tick();
      await node.mine();
      await engine.tick();
      await expectOnceEach(node, digests);
      await engine.release();
      return (await transactionsOf(db)).at(-1)?.gas_limit ?? 0;
    };
    const plain = await limitOn(ETHEREUM);
    await node.send("hardhat_setCode", NODE_INTERFACE, oracleOf(400_000n));
    // The node's estimates of the two transactions differ a little, and by more where new state is dear.
    const more = (await limitOn({ ...ETHEREUM, fees: "arbitrum" })) - plain;
    expect(more).to.be.within(480_000, isDear ? 640_000 : 540_000);

    await node.send("hardhat_setCode", ORACLE, oracleOf(10n ** 24n));
    const engine = engineOn(db, node, { options: { traits: { ...ETHEREUM, fees: "op-stack" } } });
    const digests = await queue(db, node, target, 1);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["queued"]);
    expect(typesOf(engine)).to.include("balance_short");
    await node.send("hardhat_setCode", ORACLE, oracleOf(10n ** 15n));
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["assigned"]);
  });

  it("F33 leaves its own blocks out when it looks at what others pay", async () => {
    const { node, db, target } = stage;
    const proxy = await startProxy(node.url, { each: true });
    const dear = toQuantity(40n * GWEI);
    proxy.setChange(({ method }, history) => {
      if (method !== "eth_feeHistory") return history;
      const { reward, gasUsedRatio } = Object(history);
      return { ...Object(history), reward: reward.map(() => [dear]), gasUsedRatio: gasUsedRatio.map(() => 0.3) };
    });
    const tipOf = async (urls: readonly string[]) => {
      const engine = engineOn(db, node, { urls });
      await queue(db, node, target, 1);
      await engine.tick();
      await engine.release();
      return (await attemptsOf(db)).at(-1)?.max_tip;
    };
    expect(await tipOf([proxy.url])).to.equal(40n * GWEI);
    await node.mine();
    // As if all these blocks were the relay's own.
    const head = await node.provider.getBlockNumber();
    await sql`insert into signers (address, next_nonce) values ('0x02', 0)`.execute(db);
    for (let number = head - 20; number <= head; number++) {
      await sql`insert into transactions (signer, nonce, kind, state, to_address, data, gas_limit, block_number)
        values ('0x02', ${number}, 'fill', 'final', '0x', '0x', 60000000, ${number})`.execute(db);
    }
    expect(await tipOf([proxy.url])).to.equal(GWEI);
    await proxy.close();
  });

  it("F42 gives back what a mined request reserved beyond its cost and an eighth, and settles the rest when it is deep", async () => {
    const { node, db, target } = stage;
    const { item, digest } = await requestFor(node, target, walletOf("client 0"));
    const reservation = { wei: 10n ** 18n, limits: [{ period: "2026-11-25", limitWei: 10n ** 18n }] };
    await enqueue(db, [{ ...item, reservation }]);
    const engine = engineOn(db, node);
    const used = async () => (await usageOf(db, "acme", ["2026-11-25"]))[0];
    await engine.tick();
    expect((await used())?.reservedWei).to.equal(10n ** 18n);
    await node.mine();
    await engine.tick();
    const cost = (await requestRow(db, digest))?.charged_wei ?? 0n;
    expect(cost > 0n).to.equal(true);
    expect(await used()).to.deep.include({ reservedWei: cost + cost / 8n, usedWei: 0n });
    await node.mine(3);
    await engine.tick();
    expect(await used()).to.deep.include({ reservedWei: 0n, usedWei: cost });
  });

  it("F42 lets calls without a key use their share of a budget, so that two stolen gate phones stop no sales", async () => {
    const { node, db, target } = stage;
    const budget = { perDay: 1_000n, perMonth: 10_000n, keylessPercent: 25 };
    const periods = ["2026-11-25", "2026-11"];
    const store = async (keyless: boolean, wei: bigint) => {
      const { item } = await requestFor(node, target, walletOf(keyless ? "a stolen phone" : "a seller"));
      const reservation = { wei, limits: budgetLimits(budget, periods, keyless) };
      const [result] = await enqueue(db, [{ ...item, reservation }]);
      return result?.result === "over_budget" ? result.period : result?.result;
    };
    expect(await store(true, 250n)).to.equal("accepted");
    expect(await store(true, 1n)).to.equal("2026-11-25/keyless");
    // Sales have the rest, and all of it.
    expect(await store(false, 750n)).to.equal("accepted");
    expect(await store(false, 1n)).to.equal("2026-11-25");
  });

  it("F43 lets admissions go first only within their sponsor's share", async () => {
    const { node, db, target } = stage;
    const gates = await queue(db, node, target, 20, { sponsor: "a hall", priority: 0 });
    const sales = await queue(db, node, target, 3, { sponsor: "a seller" });
    const engine = engineOn(db, node, { options: { maxRequests: 6, maxInFlight: 1 } });
    await engine.tick();
    const assigned = async (digests: readonly Hex[]) =>
      (await statesOf(db, digests)).filter((state) => state === "assigned").length;
    expect([await assigned(gates), await assigned(sales)]).to.deep.equal([3, 3]);
  });

  describe("F44 the database's clock is set", () => {
    /** As if the clock were set: all times of rows move the other way. */
    async function shift(by: string): Promise<void> {
      for (const [table, columns] of [
        ["signers", ["lease_until", "seen_at"]],
        ["replicas", ["seen_at"]],
        ["requests", ["hold_until", "received_at", "updated_at"]],
        ["attempts", ["created_at"]],
        ["transactions", ["created_at"]],
      ] as const) {
        const changes = columns.map((column) => `${column} = ${column} + interval '${by}'`);
        await sql.raw(`update ${table} set ${changes.join(", ")}`).execute(stage.db);
      }
    }

    for (const [direction, by] of [
      ["back", HOUR],
      ["ahead", `-${HOUR}`],
    ] as const) {
      it(`${direction} by an hour: what waits is sent, and a dead replica keeps no signer`, async () => {
        const { node, db, target } = stage;
        const dead = engineOn(db, node);
        await dead.tick();
        const digests = await queue(db, node, target, 2);
        await db.updateTable("requests").set({ hold_until: sql<Date>`clock_timestamp()`, hold_owner: null }).execute();
        await shift(by);
        const engine = engineOn(db, node, { options: { maxWaitMs: 50 } });
        await engine.tick();
        await node.mine();
        await engine.tick();
        expect(await statesOf(db, digests)).to.deep.equal(["mined", "mined"]);
        await expectOnceEach(node, digests);
      });

      it(`${direction} by an hour: a transaction under way is sent again`, async () => {
        const { node, db, target } = stage;
        const engine = engineOn(db, node, { options: { rebroadcastAfterMs: 5_000 } });
        const digests = await queue(db, node, target, 1);
        await engine.tick();
        const [attempt] = await attemptsOf(db);
        await node.send("hardhat_dropTransaction", attempt?.hash);
        await shift(by);
        await engine.tick();
        await node.mine();
        await engine.tick();
        expect(await statesOf(db, digests)).to.deep.equal(["mined"]);
      });
    }
  });

  it("F45 knows a signer for a minute after its replica gave it up", async () => {
    const { node, db } = stage;
    const engine = engineOn(db, node);
    await engine.tick();
    await engine.release();
    const { freshState } = relayState(db, Date.now);
    expect((await freshState()).relayers).to.deep.include({
      address: relay.address.toLowerCase() as Hex,
      load: 0,
      leased: false,
      active: true,
    });
    await db.updateTable("signers").set({ seen_at: sql<Date>`clock_timestamp() - interval '61 seconds'` }).execute();
    expect((await freshState()).relayers).to.deep.equal([]);
  });

  it("F45 frees at its start what a process held that had the database alone", async () => {
    const { node, db, target } = stage;
    await engineOn(db, node).tick();
    const digests = await queue(db, node, target, 1);
    const next = engineOn(db, node);
    await next.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["queued"]);
    await clearLeases(db);
    await next.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["assigned"]);
  });
});
