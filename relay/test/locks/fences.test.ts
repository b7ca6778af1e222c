/** A replica that has lost its signer changes nothing of it: no row, no nonce, nothing on the chain. */

import { expect } from "chai";
import { walletOf } from "doorkey-test-support/keys";
import { attemptsOf, typesOf } from "../helpers/checks.ts";
import { startProxy } from "../helpers/proxy.ts";
import { onEachStorage, type Stage } from "../helpers/stage.ts";
import { factsOf, LOSSES, losingEngine } from "../helpers/stolen.ts";
import { storageKinds } from "../helpers/storages.ts";
import { engineOn, queue, type TestEngine } from "../helpers/world.ts";

const relay = walletOf("relay 0");

/** What a pass of a replica that still has its signer would do, and how a test gets there. */
type Scene = {
  readonly what: string;
  /** What the engine reports if it does it. */
  readonly event: string;
  readonly prepare: (engine: TestEngine, stage: Stage) => Promise<void>;
};

const sent = async (engine: TestEngine, { db, node, target }: Stage) => {
  await queue(db, node, target, 2);
  await engine.tick();
};

const SCENES: readonly Scene[] = [
  {
    what: "forms no transaction",
    event: "formed",
    prepare: async (engine, { db, node, target }) => {
      await engine.tick();
      await queue(db, node, target, 2);
    },
  },
  {
    what: "settles no receipt",
    event: "mined",
    prepare: async (engine, stage) => {
      await sent(engine, stage);
      await stage.node.mine();
    },
  },
  {
    what: "makes nothing final",
    event: "confirmed",
    prepare: async (engine, stage) => {
      await sent(engine, stage);
      await stage.node.mine();
      await engine.tick();
      await stage.node.mine(4);
    },
  },
  {
    what: "opens nothing again after a reorg",
    event: "reorged",
    prepare: async (engine, stage) => {
      const { db, node } = stage;
      await sent(engine, stage);
      const restart = await node.snapshot();
      await node.mine(2);
      await engine.tick();
      await restart();
      await node.send("hardhat_dropTransaction", (await attemptsOf(db))[0]?.hash);
      await node.mine(3);
    },
  },
  {
    what: "gives no nonce up",
    event: "displaced",
    prepare: async (engine, stage) => {
      const { db, node } = stage;
      await sent(engine, stage);
      await node.send("hardhat_dropTransaction", (await attemptsOf(db))[0]?.hash);
      const raw = await relay.signTransaction({
        ...{ type: 2, chainId: node.deployment.chainId, nonce: 0, to: relay.address, gasLimit: 21_000n },
        ...{ maxFeePerGas: 50n * 10n ** 9n, maxPriorityFeePerGas: 20n * 10n ** 9n },
      });
      await node.send("eth_sendRawTransaction", raw);
      await node.mine(5);
    },
  },
  {
    what: "takes no nonce back",
    event: "nonce_lowered",
    prepare: async (_, { db, node }) => {
      const before = engineOn(db, node);
      await before.tick();
      await before.release();
      await db.updateTable("signers").set({ next_nonce: 7 }).execute();
    },
  },
];

onEachStorage(
  "a replica that lost its signer",
  (stage) => {
    for (const loss of Object.keys(LOSSES) as (keyof typeof LOSSES)[]) {
      for (const { what, event, prepare } of SCENES) {
        it(`${what} if ${loss}`, async () => {
          const { engine, loseNext } = losingEngine(stage, loss);
          await prepare(engine, stage);
          const before = await factsOf(stage);
          loseNext();
          await engine.tick();
          expect(typesOf(engine)).to.include("fenced").and.not.include(event);
          expect(await factsOf(stage)).to.deep.equal(before);
        });
      }
    }

    for (const { event, prepare } of SCENES) {
      it(`is needed in this test: a replica that has it reports ${event}`, async () => {
        const { engine } = losingEngine(stage, "another replica has it");
        await prepare(engine, stage);
        await engine.tick();
        expect(typesOf(engine)).to.include(event).and.not.include("fenced");
      });
    }

    it("empties no transaction that every node refuses", async () => {
      const { db, node, target } = stage;
      const proxy = await startProxy(node.url);
      proxy.setRule(({ method }) =>
        method === "eth_sendRawTransaction" ? { kind: "error", message: "exceeds block gas limit" } : undefined,
      );
      try {
        const { engine, loseNext } = losingEngine(stage, "another replica has it", { urls: [proxy.url] });
        await queue(db, node, target, 4);
        await engine.tick();
        const before = await factsOf(stage);
        loseNext();
        await engine.tick();
        expect(typesOf(engine)).to.include("fenced").and.not.include("emptied");
        expect(await factsOf(stage)).to.deep.equal(before);
      } finally {
        await proxy.close();
      }
    });

    it("stores and sends nothing that it signed meanwhile", async () => {
      const { db, node, target } = stage;
      const engine = engineOn(db, node, {
        failpoint: async (at) => void (at === "signed" && (await LOSSES["another replica has it"].execute(db))),
      });
      await queue(db, node, target, 2);
      await engine.tick();
      expect(typesOf(engine)).to.include("formed").and.include("fenced").and.not.include("sent");
      expect(await attemptsOf(db)).to.deep.equal([]);
      expect(await node.provider.getTransactionCount(relay.address, "pending")).to.equal(0);
    });

    it("does not write its trouble over what the other replica reports", async () => {
      const { db } = stage;
      const { engine, loseNext } = losingEngine(stage, "another replica has it", { urls: ["http://127.0.0.1:9"] });
      loseNext();
      await engine.tick();
      expect(typesOf(engine)).to.include("trouble");
      const row = await db.selectFrom("signers").select(["trouble", "lease_owner"]).executeTakeFirstOrThrow();
      expect(row).to.deep.equal({ trouble: null, lease_owner: "the other one" });
    });
  },
  { kinds: storageKinds.slice(-1) },
);
