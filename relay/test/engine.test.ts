import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import type { ServedChain } from "doorkey-test-support/servedChain";
import type { Show } from "doorkey-test-support/show";
import type { Wallet } from "ethers";
import { cancelQueued, enqueue, requestRow } from "../src/storage/index.ts";
import {
  executionsOf,
  expectNoTrouble,
  expectOnceEach,
  nextNonceOf,
  transactionsOf,
  typesOf,
} from "./helpers/checks.ts";
import { returnOf } from "./helpers/returnOf.ts";
import { firstOf, grantTo, openUnminedShow } from "./helpers/show.ts";
import { onEachStorage } from "./helpers/stage.ts";
import { suiteOf } from "./helpers/suite.ts";
import { engineOn, GRANT_GAS, mustStatus, queue, requestFor, signerFrom, statesOf } from "./helpers/world.ts";

onEachStorage("engine", (stage) => {
  it("takes a batch from the queue to confirmed", async () => {
    const { node, db, target } = stage;
    const digests = await queue(db, node, target, 5);
    const engine = engineOn(db, node);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(Array(5).fill("assigned"));
    await node.mine();
    await engine.tick();
    for (const digest of digests) {
      const status = await mustStatus(db, digest);
      expect([status.state, status.outcome]).to.deep.equal(["mined", "success"]);
      expect(Number(status.gasUsed)).to.be.above(2_000);
    }
    await node.mine(3);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(Array(5).fill("confirmed"));
    expect(typesOf(engine)).to.deep.equal(["lease_taken", "endpoint", "formed", "sent", "mined", "confirmed"]);
    await expectOnceEach(node, digests);
  });

  it("packs returns of many holders into one transaction, and reports the outcome of each", async () => {
    const { node, db } = stage;
    const seller = walletOf("client 0");
    const show = await openUnminedShow(node, [seller]);
    const holders = [0, 1, 2].map((i) => walletOf(`holder ${i}`));
    const grants = await Promise.all(
      holders.map((holder) => {
        const data = grantTo(show, holder.address as Address);
        return requestFor(node, suiteOf(node).rightsRegistry, seller, { data, gas: GRANT_GAS });
      }),
    );
    await enqueue(
      db,
      grants.map(({ item }) => item),
    );
    const engine = engineOn(db, node);
    await engine.tick();
    await node.mine();
    await engine.tick();

    const expiresAt = (await node.clock.now()) + 3_600;
    const batchOf = new Map<string, bigint>();
    // The order within the transaction decides which holder has which batch, because all grants are of one seller.
    for (const first of [0, 1, 2].map((batch) => firstOf(show, batch))) batchOf.set(await holderOf(show, first), first);
    const rightOf = (holder: Wallet) => batchOf.get(holder.address.toLowerCase()) ?? 0n;
    const returns = holders.map((holder) => returnOf(node, holder, rightOf(holder), expiresAt));
    // A key that is not the holder's signs the last one.
    const [first, second] = holders;
    if (first === undefined || second === undefined) throw new Error("three were made");
    const stranger = returnOf(node, first, rightOf(second), expiresAt + 1);
    await enqueue(
      db,
      [...returns, stranger].map(({ item }) => item),
    );
    await engine.tick();
    await node.mine();
    await engine.tick();
    const outcomes = await Promise.all(
      [...returns, stranger].map(async ({ digest }) => (await mustStatus(db, digest)).outcome),
    );
    expect(outcomes.slice(0, 3)).to.deep.equal(["success", "success", "success"]);
    // It touches a right that another return touches, so it waits for the next transaction.
    const packed = (await transactionsOf(db)).filter(({ kind }) => kind === "returns");
    expect(packed.map(({ to_address }) => to_address)).to.deep.equal([
      suiteOf(node).rightsRegistry,
      suiteOf(node).rightsRegistry,
    ]);
    await node.mine();
    await engine.tick();
    const refused = await mustStatus(db, stranger.digest);
    expect([refused.outcome, refused.reason?.code]).to.deep.equal(["failed", "BadSignature"]);
    for (const { success, gasUsed, gasLimit } of await receiptsOf(node, packed)) {
      expect(success).to.equal(true);
      expect(gasUsed).to.be.below(gasLimit);
    }
    expectNoTrouble(engine);
  });

  it("finds a return that another relay delivered", async () => {
    const { node, db } = stage;
    const seller = walletOf("client 0");
    const holder = walletOf("holder 0");
    const show = await openUnminedShow(node, [seller]);
    const grant = await requestFor(node, suiteOf(node).rightsRegistry, seller, {
      data: grantTo(show, holder.address as Address),
      gas: GRANT_GAS,
    });
    await enqueue(db, [grant.item]);
    const engine = engineOn(db, node);
    await engine.tick();
    await node.mine();
    await engine.tick();
    const wish = returnOf(node, holder, firstOf(show, 0), (await node.clock.now()) + 3_600);
    const rival = engineOn(db, node, { signers: [signerFrom(walletOf("relay 1"))] });
    // Another relay delivers it, and this database has no record of that.
    await enqueue(db, [wish.item]);
    await engine.release();
    await rival.tick();
    await node.mine();
    await db.deleteFrom("status_events").where("digest", "=", wish.digest).execute();
    await db.deleteFrom("requests").where("digest", "=", wish.digest).execute();
    await rival.release();

    const before = (await transactionsOf(db)).length;
    await enqueue(db, [wish.item]);
    await engine.tick();
    await node.mine();
    await engine.tick();
    await node.mine(3);
    await engine.tick();
    const status = await mustStatus(db, wish.digest);
    expect([status.state, status.outcome]).to.deep.equal(["executed_elsewhere", "success"]);
    // The relay saw it before it sent anything, so the sponsor pays nothing.
    expect(await transactionsOf(db)).to.have.length(before);
    expect((await requestRow(db, wish.digest))?.charged_wei).to.equal(0n);
    expectNoTrouble(engine);
  });

  it("sends admissions first, then each sponsor's oldest request in turn", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxRequests: 3, maxInFlight: 1 } });
    const flood = await queue(db, node, target, 20, { sponsor: "flood" });
    const single = await queue(db, node, target, 1, { sponsor: "small" });
    const door = await queue(db, node, target, 1, { sponsor: "gate", priority: 0 });
    await engine.tick();
    const sent = await Promise.all([...flood, ...single, ...door].map((digest) => requestRow(db, digest)));
    const assigned = sent.flatMap((row) => (row?.state === "assigned" ? [row] : []));
    assigned.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
    expect(assigned.map(({ sponsor }) => sponsor)).to.deep.equal(["gate", "flood", "small"]);
    expectNoTrouble(engine);
  });

  it("waits until the oldest request of a batch has waited, but not with an admission", async () => {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { options: { maxWaitMs: 3_600_000, maxRequests: 4 } });
    const digests = await queue(db, node, target, 2);
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["queued", "queued"]);
    const door = await queue(db, node, target, 1, { priority: 0 });
    await engine.tick();
    expect(await statesOf(db, [...digests, ...door])).to.deep.equal(["assigned", "assigned", "assigned"]);
    const full = await queue(db, node, target, 4);
    await engine.tick();
    expect(await statesOf(db, full)).to.deep.equal(Array(4).fill("assigned"));
    const old = await queue(db, node, target, 1);
    await db
      .updateTable("requests")
      .set({ received_at: new Date(0) })
      .where("digest", "in", old)
      .execute();
    await engine.tick();
    expect(await statesOf(db, old)).to.deep.equal(["assigned"]);
    expectNoTrouble(engine);
  });

  it("does not send a request that was cancelled during its check", async () => {
    const { node, db, target } = stage;
    const digests = await queue(db, node, target, 2);
    const engine = engineOn(db, node, {
      recheck: async (rows) => {
        await cancelQueued(db, digests[0] ?? "0x");
        return rows.map(() => undefined);
      },
    });
    await engine.tick();
    expect(await statesOf(db, digests)).to.deep.equal(["cancelled", "assigned"]);
    expect((await cancelQueued(db, digests[1] ?? "0x")).result).to.equal("too_late");
    await node.mine();
    await engine.tick();
    expect(await executionsOf(node, digests)).to.deep.equal([0, 1]);
    expectNoTrouble(engine);
  });

  it("does not send a request that another signer reserved during its check", async () => {
    const { node, db, target } = stage;
    const digests = await queue(db, node, target, 2);
    const other = walletOf("relay 1").address.toLowerCase() as Address;
    const engine = engineOn(db, node, {
      recheck: async (rows) => {
        await db
          .updateTable("requests")
          .set({ hold_owner: other })
          .where("digest", "=", digests[0] ?? "0x")
          .execute();
        return rows.map(() => undefined);
      },
    });
    await engine.tick();
    await node.mine();
    expect(await executionsOf(node, digests)).to.deep.equal([0, 1]);
    expectNoTrouble(engine);
  });

  it("uses no nonce for a transaction whose requests were all cancelled during their check", async () => {
    const { node, db, target } = stage;
    const digests = await queue(db, node, target, 2);
    let isFirst = true;
    const engine = engineOn(db, node, {
      options: { maxRequests: 1 },
      recheck: async (rows) => {
        if (isFirst) await cancelQueued(db, rows[0]?.digest ?? "0x");
        isFirst = false;
        return rows.map(() => undefined);
      },
    });
    await engine.tick();
    expect((await transactionsOf(db)).map(({ nonce }) => nonce)).to.deep.equal([0]);
    expect(await nextNonceOf(db, walletOf("relay 0").address)).to.equal(1);
    await node.mine();
    await engine.tick();
    expect((await executionsOf(node, digests)).toSorted()).to.deep.equal([0, 1]);
    const later = await queue(db, node, target, 1);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, later);
    expectNoTrouble(engine);
  });

  it("shares signers out among replicas, and takes over what one gives up", async () => {
    const { node, db, target } = stage;
    const signers = [0, 1, 2, 3].map((i) => signerFrom(walletOf(`relay ${i}`)));
    const one = engineOn(db, node, { signers });
    const two = engineOn(db, node, { signers });
    const taken = ({ events }: typeof one) => events.filter(({ type }) => type === "lease_taken").length;
    await one.tick();
    expect(taken(one)).to.equal(4);
    await two.tick();
    await one.tick();
    await two.tick();
    expect([typesOf(one).filter((type) => type === "lease_released").length, taken(two)]).to.deep.equal([2, 2]);
    const digests = await queue(db, node, target, 4);
    await two.release();
    await one.tick();
    await node.mine();
    await one.tick();
    expect(await statesOf(db, digests)).to.deep.equal(Array(4).fill("mined"));
    await expectOnceEach(node, digests);
    expectNoTrouble(one, two);
  });
});

async function holderOf({ organizer }: Show, rightId: bigint): Promise<string> {
  const { holder } = await organizer.contracts.rights.rightOf(rightId);
  return holder.toLowerCase();
}

async function receiptsOf(node: ServedChain, rows: Awaited<ReturnType<typeof transactionsOf>>) {
  return Promise.all(
    rows.map(async ({ transaction_hash, gas_limit }) => {
      const receipt = (await node.send("eth_getTransactionReceipt", transaction_hash)) as { status: Hex; gasUsed: Hex };
      return { success: receipt.status === "0x1", gasUsed: Number(receipt.gasUsed), gasLimit: gas_limit };
    }),
  );
}
