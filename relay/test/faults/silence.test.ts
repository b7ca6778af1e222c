/** No node of the chain answers for a while. Nothing is lost, nothing is sent twice, and the relay says so. */

import { expect } from "chai";
import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { openChain } from "../../src/chain/Chain.ts";
import { rpcEndpoint } from "../../src/chain/jsonRpc.ts";
import { type ReadinessNeeds, readiness } from "../../src/metrics/readiness.ts";
import { eventsOf, pausedScopes, signerHealth } from "../../src/storage/index.ts";
import { attemptsOf, executionsOf, expectOnceEach, nextNonceOf, transactionsOf, typesOf } from "../helpers/checks.ts";
import { type Fault, startProxy } from "../helpers/proxy.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { type EngineChange, engineOn, queue, statesOf } from "../helpers/world.ts";

const relay = walletOf("relay 0");

/** How nodes are silent. */
const SILENCES: readonly (readonly [string, Fault])[] = [
  ["cuts the connection", { kind: "drop" }],
  ["is out of order", { kind: "status", status: 503 }],
  ["takes calls and answers none", { kind: "swallow_reply" }],
];

onEachStorage("silence", (stage) => {
  let proxies: Awaited<ReturnType<typeof startProxy>>[];
  beforeEach(async () => {
    proxies = [await startProxy(stage.node.url), await startProxy(stage.node.url)];
  });
  afterEach(async () => {
    for (const proxy of proxies) await proxy.close();
  });

  const urls = () => proxies.map(({ url }) => url);
  const silence = (fault?: Fault) => {
    for (const proxy of proxies) proxy.setRule(fault && (() => fault));
  };
  const relayOn = (change: EngineChange = {}) => engineOn(stage.db, stage.node, { ...change, urls: urls() });

  /** Why the relay does not send now. */
  async function reasons(): Promise<Readonly<Record<"intake" | "sending" | "reading", readonly string[]>>> {
    const { db } = stage;
    const config = {
      chain: { maxHeadAgeSeconds: undefined },
      fees: { lowBalance: 1n },
      batches: { leaseSeconds: 60, bumpAfterSeconds: 30 },
    } as ReturnType<ReadinessNeeds["config"]>;
    const { intake, sending, reading } = await readiness({
      db,
      config: () => config,
      chain: openChain({ endpoints: urls().map((url) => rpcEndpoint(url, { timeoutMs: 5_000 })), confirmations: 3 }),
      signers: [{ address: relay.address as Address }],
      paused: () => pausedScopes(db),
      now: () => 0,
      timeoutMs: 30_000,
    })();
    return { intake: intake.reasons, sending: sending.reasons, reading: reading.reasons };
  }

  for (const [what, fault] of SILENCES) {
    it(`F18 keeps everything while each node ${what}, and goes on where it was`, async () => {
      const { node, db, target } = stage;
      const engine = relayOn({ options: { maxRequests: 1, maxInFlight: 2 } });
      const mined = await queue(db, node, target, 1);
      await engine.tick();
      await node.mine();
      await engine.tick();
      const underWay = await queue(db, node, target, 1);
      await engine.tick();
      const queued = await queue(db, node, target, 2);
      const all = [...mined, ...underWay, ...queued];
      expect(await reasons()).to.deep.equal({ intake: [], sending: [], reading: [] });

      silence(fault);
      const before = await transactionsOf(db);
      for (let i = 0; i < 3; i++) await engine.tick();
      expect(await statesOf(db, all)).to.deep.equal(["mined", "assigned", "queued", "queued"]);
      expect(await transactionsOf(db)).to.deep.equal(before);
      const away = ["No node of the chain answers."];
      expect(await reasons()).to.deep.equal({ intake: away, sending: away, reading: [] });
      expect((await signerHealth(db))[0]?.trouble).to.be.a("string");
      // The chain continues meanwhile.
      await node.mine(2);

      silence();
      for (let i = 0; i < 4; i++) {
        await engine.tick();
        await node.mine(3);
      }
      await engine.tick();
      expect(await statesOf(db, all)).to.deep.equal(all.map(() => "confirmed"));
      for (const digest of all) {
        const states = (await eventsOf(db, digest)).map(({ status }) => status.state);
        expect(states).to.deep.equal(["queued", "assigned", "mined", "confirmed"]);
      }
      await expectOnceEach(node, all);
      expect(await reasons()).to.deep.equal({ intake: [], sending: [], reading: [] });
      expect((await signerHealth(db))[0]?.trouble).to.equal(null);
    });
  }

  for (const at of ["assigned", "signed", "stored"] as const) {
    it(`F18 sends the same bytes once nodes answer again that fell silent when a transaction was ${at}`, async () => {
      const { node, db, target } = stage;
      const engine = relayOn({
        failpoint: async (point) => {
          if (point === at) silence({ kind: "drop" });
        },
      });
      const digests = await queue(db, node, target, 3);
      for (let i = 0; i < 3; i++) await engine.tick();
      expect(typesOf(engine)).not.to.include("displaced").and.not.include("emptied");
      const attempts = await attemptsOf(db);
      expect(attempts.map(({ nonce, refusal }) => [nonce, refusal])).to.deep.equal([[0, null]]);
      expect(await statesOf(db, digests)).to.deep.equal(Array(3).fill("assigned"));
      await node.mine();
      expect(await executionsOf(node, digests)).to.deep.equal([0, 0, 0]);

      const next = engineOn(db, node, { urls: urls() });
      await engine.release();
      silence();
      await next.tick();
      await node.mine();
      await next.tick();
      const [transaction] = await transactionsOf(db);
      expect(transaction?.transaction_hash).to.equal(attempts[0]?.hash);
      expect(await statesOf(db, digests)).to.deep.equal(Array(3).fill("mined"));
      expect(await nextNonceOf(db, relay.address)).to.equal(1);
      await expectOnceEach(node, digests);
    });
  }

  it("F24 ends no request by its deadline while no node tells the time", async () => {
    const { node, db, target } = stage;
    const engine = relayOn({ options: { deadlineMarginSeconds: 30 } });
    await engine.tick();
    const now = await node.clock.now();
    const [soon = "0x"] = await queue(db, node, target, 1, { deadline: now + 60 });
    silence({ kind: "drop" });
    await engine.tick();
    await node.send("evm_setNextBlockTimestamp", now + 31);
    await node.mine();
    await engine.tick();
    expect(await statesOf(db, [soon])).to.deep.equal(["queued"]);
    silence();
    await engine.tick();
    expect(await statesOf(db, [soon])).to.deep.equal(["expired"]);
    await node.mine();
    expect(await executionsOf(node, [soon])).to.deep.equal([0]);
  });
});
