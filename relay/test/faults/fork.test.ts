import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { ETHEREUM } from "../../src/chain/chains.ts";
import { callFor } from "../../src/engine/calldata.ts";
import { executionGas, gasLimitOf } from "../../src/engine/gasLimit.ts";
import { enqueue } from "../../src/storage/index.ts";
import { expectNoTrouble, expectOnceEach, transactionsOf, typesOf } from "../helpers/checks.ts";
import { returnOf } from "../helpers/returnOf.ts";
import { grantParty, openUnminedShow } from "../helpers/show.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { suiteOf } from "../helpers/suite.ts";
import { engineOn, mustStatus, queue, statesOf, target as targetAbi } from "../helpers/world.ts";

/** Floors that are far too low after the fork, as today's may be after another one. */
const FLOORS = { request: 1_000, return: 1_000, returnedRight: 1_000 };

onEachStorage(
  "a fork that changes prices of gas",
  (stage) => {
    it("F36 gives returns as much gas as the node estimates, far beyond what the floors say", async () => {
      const { node, db } = stage;
      const seller = walletOf("client 0");
      const show = await openUnminedShow(node, [seller]);
      const holders = [0, 1, 2].map((i) => walletOf(`holder ${i}`));
      await node.automine(true);
      const rights: bigint[] = [];
      for (const holder of holders) rights.push(await grantParty(show, holder.address as Address));
      await node.automine(false);
      const expiresAt = (await node.clock.now()) + 3_600;
      const items = holders.map((holder, i) => returnOf(node, holder, rights[i] ?? 0n, expiresAt, FLOORS).item);
      await enqueue(db, items);
      const engine = engineOn(db, node, { options: { traits: { ...ETHEREUM, gas: FLOORS } } });
      for (let i = 0; i < 3; i++) {
        await engine.tick();
        await node.mine();
      }
      await engine.tick();
      for (const { digest } of items) expect((await mustStatus(db, digest)).outcome).to.equal("success");

      const [sent] = await transactionsOf(db);
      const rows = items.map(({ kind, payload }) => ({ kind, payload }));
      const { data } = callFor(suiteOf(node), rows);
      const counted = gasLimitOf(
        data,
        executionGas(
          items.map(({ gas }) => ({ gas, dataBytes: 66 })),
          FLOORS,
        ),
      );
      const receipt = await node.provider.getTransactionReceipt(sent?.transaction_hash ?? "");
      expect(Number(receipt?.gasUsed)).to.be.above(counted);
      expect(typesOf(engine)).not.to.include("batch_reverted");
      expectNoTrouble(engine);
    });

    it("F36 tries and executes a call whose data costs more than its gas", async () => {
      const { node, db, target } = stage;
      const engine = engineOn(db, node);
      // A function that reads no data, with much of it.
      const data = `${targetAbi.encodeFunctionData("calls")}${"ff".repeat(20_000)}` as Hex;
      const digests = await queue(db, node, target, 2, { gas: "300000", data });
      await engine.tick();
      await node.mine();
      await engine.tick();
      for (const digest of digests) expect((await mustStatus(db, digest)).outcome).to.equal("success");
      await expectOnceEach(node, digests);
      expectNoTrouble(engine);
    });

    it("F36 executes requests whose nonces and calls cost more than before the fork", async () => {
      const { node, db, target } = stage;
      const engine = engineOn(db, node);
      const digests = await queue(db, node, target, 5, { gas: "2000000" });
      await engine.tick();
      await node.mine();
      await engine.tick();
      expect(await statesOf(db, digests)).to.deep.equal(Array(5).fill("mined"));
      for (const digest of digests) expect((await mustStatus(db, digest)).outcome).to.equal("success");
      await expectOnceEach(node, digests);
      expectNoTrouble(engine);
    });
  },
  { hardfork: "amsterdam" },
);
