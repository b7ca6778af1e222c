/** An operator pauses at one replica, and the others stop too, without a message. */

import { expect } from "chai";
import type { Address } from "doorkey";
import { walletOf } from "doorkey-test-support/keys";
import { relayState } from "../../src/intake/relayers.ts";
import { openStorage, type PauseScope, type Storage, setPaused } from "../../src/storage/index.ts";
import { executionsOf, expectNoTrouble, expectOnceEach } from "../helpers/checks.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { engineOn, queue, signerFrom, statesOf } from "../helpers/world.ts";

const [one, two] = [walletOf("relay 0"), walletOf("relay 1")];

onEachStorage("pauses", (stage) => {
  let other: Pick<Storage, "db" | "close">;
  before(async () => {
    const { db, storage } = stage;
    const url = storage.postgres?.url;
    // No second process opens the embedded engine, so there the other replica is another reader of the same one.
    other = url === undefined ? { db, close: async () => {} } : await openStorage({ kind: "postgres", url });
  });
  after(() => other.close());

  /** How many transactions the chain took of each key. */
  const sent = () => Promise.all([one, two].map(({ address }) => stage.node.provider.getTransactionCount(address)));

  /** A replica that has sent one request and has another one under way when a pause comes. */
  async function busyReplica() {
    const { node, db, target } = stage;
    const engine = engineOn(db, node, { signers: [signerFrom(one), signerFrom(two)], options: { confirmations: 1 } });
    const mined = await queue(db, node, target, 1, { relayer: one.address as Address });
    await engine.tick();
    await node.mine();
    await engine.tick();
    await expectOnceEach(node, mined);
    const underWay = await queue(db, node, target, 1, { relayer: two.address as Address });
    await engine.tick();
    return { engine, underWay };
  }

  it("F23 stops a replica that has sent before, and lets what is under way become final", async () => {
    const { node, db, target } = stage;
    const { engine, underWay } = await busyReplica();
    await setPaused(other.db, "all", true);
    const waiting = await queue(db, node, target, 3);
    for (let i = 0; i < 3; i++) {
      await engine.tick();
      await node.mine();
    }
    expect(await sent()).to.deep.equal([1, 1]);
    expect(await executionsOf(node, [...underWay, ...waiting])).to.deep.equal([1, 0, 0, 0]);
    expect(await statesOf(db, [...underWay, ...waiting])).to.deep.equal(["confirmed", ...Array(3).fill("queued")]);

    await setPaused(other.db, "all", false);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, waiting);
    expectNoTrouble(engine);
  });

  it("F23 stops one key, and sends with the other what may be sent with it", async () => {
    const { node, db, target } = stage;
    const { engine } = await busyReplica();
    // An operator types the address as it is shown.
    await setPaused(other.db, `signer:${one.address as Address}`, true);
    const pinned = await queue(db, node, target, 1, { relayer: one.address as Address });
    const free = await queue(db, node, target, 2);
    for (let i = 0; i < 3; i++) {
      await engine.tick();
      await node.mine();
    }
    expect(await executionsOf(node, [...pinned, ...free])).to.deep.equal([0, 1, 1]);
    expect((await sent())[0]).to.equal(1);

    await setPaused(other.db, `signer:${one.address as Address}`, false);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, pinned);
    expectNoTrouble(engine);
  });

  it("F23 stops one sponsor, and sends what others pay for", async () => {
    const { node, db, target } = stage;
    const { engine } = await busyReplica();
    await setPaused(other.db, "sponsor:late", true);
    const late = await queue(db, node, target, 2, { sponsor: "late", priority: 0 });
    const paid = await queue(db, node, target, 2, { sponsor: "paid" });
    for (let i = 0; i < 3; i++) {
      await engine.tick();
      await node.mine();
    }
    expect(await executionsOf(node, [...late, ...paid])).to.deep.equal([0, 0, 1, 1]);
    const requests = await db.selectFrom("requests").select(["sponsor", "tx_id"]).execute();
    expect(requests.filter(({ sponsor }) => sponsor === "late").map(({ tx_id }) => tx_id)).to.deep.equal([null, null]);

    await setPaused(other.db, "sponsor:late", false);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, late);
    expectNoTrouble(engine);
  });

  it("F23 a closed intake stops no sending", async () => {
    const { node, db, target } = stage;
    const { engine } = await busyReplica();
    const digests = await queue(db, node, target, 2);
    await setPaused(other.db, "intake", true);
    await engine.tick();
    await node.mine();
    await expectOnceEach(node, digests);
    expectNoTrouble(engine);
  });

  /** A pause, and which of the two keys the intake gives requests to meanwhile. They are ordered by address. */
  const scopes: readonly (readonly [PauseScope, readonly string[]])[] = [
    ["all", []],
    ["intake", [one.address, two.address]],
    ["sponsor:acme", [one.address, two.address]],
    [`signer:${one.address as Address}`, [two.address]],
  ];
  it("F23 are known to the intake of each replica within a second, and so is their end", async () => {
    let clock = 0;
    await busyReplica();
    const { state } = relayState(stage.db, () => clock);
    for (const [scope, active] of scopes) {
      expect([...(await state()).paused]).to.deep.equal([]);
      await setPaused(other.db, scope, true);
      clock += 1_000;
      const { paused, relayers } = await state();
      expect([...paused].map((one) => one.toLowerCase())).to.deep.equal([scope.toLowerCase()]);
      const open = relayers.filter((relayer) => relayer.active).map(({ address }) => address);
      expect(open, scope).to.have.members(active.map((address) => address.toLowerCase()));
      await setPaused(other.db, scope, false);
      clock += 1_000;
    }
  });
});
