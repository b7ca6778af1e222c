/** What keeps replicas apart that send at the same time. Each lock here is needed: without it, a test fails. */

import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import type { RequestState } from "doorkey/relay";
import { hold, interleave, isFree } from "doorkey-test-support/interleave";
import { walletOf } from "doorkey-test-support/keys";
import { changeRequests, UNDECIDED } from "../../src/engine/changeRequests.ts";
import { fence } from "../../src/engine/leases.ts";
import { enqueue, openStorage, periodsOf, usageOf } from "../../src/storage/index.ts";
import { type Db, transact } from "../../src/storage/transact.ts";
import { executionsOf, expectNoTrouble, transactionsOf, typesOf } from "../helpers/checks.ts";
import { holdIn } from "../helpers/holdIn.ts";
import { onEachStorage } from "../helpers/stage.ts";
import { storageKinds } from "../helpers/storages.ts";
import { engineOn, queue, requestFor, signerFrom, statesOf } from "../helpers/world.ts";

const signers = [0, 1].map((i) => signerFrom(walletOf(`relay ${i}`)));
const address = walletOf("relay 0").address.toLowerCase() as Address;
const other = walletOf("relay 1").address.toLowerCase() as Address;
const [DAY] = periodsOf(new Date());
const REJECTED = { state: "rejected", reason: { code: "TARGET_NOT_SPONSORED", detail: "No longer." } } as const;

onEachStorage(
  "locks of the engine",
  (stage) => {
    const url = () => stage.storage.postgres?.url ?? "";
    const budgetOf = (sponsor: string) =>
      `SELECT 1 FROM budgets WHERE sponsor = '${sponsor}' AND period = '${DAY}' FOR UPDATE`;
    const requestOf = (digest: Hex | undefined) => `SELECT 1 FROM requests WHERE digest = '${digest}' FOR UPDATE`;

    /** Stores a request of each sponsor, one after the other, and returns the digests. */
    async function queueOf(sponsors: readonly string[], deadline?: number): Promise<Hex[]> {
      const { db, node, target } = stage;
      const digests: Hex[] = [];
      for (const [i, sponsor] of sponsors.entries()) {
        const change = { sponsor, ...(deadline !== undefined && { deadline }) };
        const { item, digest } = await requestFor(node, target, walletOf(`client ${i}`), change);
        await enqueue(db, [{ ...item, reservation: { wei: 10n, limits: [{ period: DAY, limitWei: 100n }] } }]);
        digests.push(digest);
      }
      return digests;
    }
    const reserved = async (sponsor: string) => (await usageOf(stage.db, sponsor, [DAY]))[0]?.reservedWei;

    /** From the check of requests on, a transaction with these statements is open until the pass waits for it or ends. */
    function whileOpen(statements: readonly string[], verdict: typeof REJECTED | undefined) {
      let seen: Promise<{ readonly waited: boolean }> | undefined;
      let passed = () => {};
      return {
        recheck: async (rows: readonly unknown[]) => {
          const held = await hold(url(), ...statements);
          const pass = new Promise<void>((resolve) => {
            passed = resolve;
          });
          seen = interleave(url(), held, () => pass);
          return rows.map(() => verdict);
        },
        /** Whether the pass, which is over, waited for it. */
        waited: async () => {
          passed();
          return (await seen)?.waited;
        },
      };
    }

    it("keep a request out of a transaction while its cancellation is written", async () => {
      const { db, node, target } = stage;
      const digests = await queue(db, node, target, 2);
      const change = `UPDATE requests SET state = 'cancelled' WHERE digest = '${digests[0]}'`;
      const { recheck, waited } = whileOpen([change], undefined);
      const engine = engineOn(db, node, { recheck });
      await engine.tick();
      expect(await waited()).to.equal(true);
      await node.mine();
      await engine.tick();
      expect(await statesOf(db, digests)).to.deep.equal(["cancelled", "mined"]);
      expect(await executionsOf(node, digests)).to.deep.equal([0, 1]);
    });

    it("let another signer send what a locked queue leaves it", async () => {
      const { db, node, target } = stage;
      const digests = await queue(db, node, target, 2);
      const engine = engineOn(db, node);
      const { waited } = await interleave(url(), await hold(url(), requestOf(digests[0])), () => engine.tick());
      expect(waited).to.equal(false);
      expect(await statesOf(db, digests)).to.deep.equal(["queued", "assigned"]);
    });

    it("expire requests around one that another transaction changes", async () => {
      const { db, node, target } = stage;
      const now = await node.clock.now();
      const digests = await queue(db, node, target, 2, { deadline: now + 1 });
      const change = `UPDATE requests SET state = 'assigned' WHERE digest = '${digests[0]}'`;
      const { waited } = await interleave(url(), await hold(url(), change), () => engineOn(db, node).tick());
      expect(waited).to.equal(false);
      expect(await statesOf(db, digests)).to.deep.equal(["assigned", "expired"]);
    });

    it("expire requests of sponsors in one order", async () => {
      const digests = await queueOf(["b", "a"], (await stage.node.clock.now()) + 1);
      await expectOrder((db) => engineOn(db, stage.node).tick());
      expect(await statesOf(stage.db, digests)).to.deep.equal(["expired", "expired"]);
    });

    it("refuse requests of sponsors in one order", async () => {
      const digests = await queueOf(["b", "a"]);
      const recheck = async (rows: readonly unknown[]) => rows.map(() => REJECTED);
      await expectOrder((db) => engineOn(db, stage.node, { recheck }).tick());
      expect(await statesOf(stage.db, digests)).to.deep.equal(["rejected", "rejected"]);
    });

    /** While the budget of the first sponsor is locked, the work waits for it and has not locked the second one's. */
    async function expectOrder(work: (db: Db) => Promise<void>): Promise<void> {
      // Without indexes the server finds rows in the order in which they were stored.
      const options = encodeURIComponent("-c enable_indexscan=off -c enable_bitmapscan=off");
      const unsorted = await openStorage({ kind: "postgres", url: `${url()}?options=${options}` });
      const held = await hold(url(), budgetOf("a"));
      let free = false;
      const look = async () => {
        free = await isFree(url(), budgetOf("b"));
      };
      const { waited } = await interleave(url(), held, () => work(unsorted.db), look).finally(unsorted.close);
      expect({ waited, free }).to.deep.equal({ waited: true, free: true });
    }

    it("give money back once if a request is cancelled while it is refused", async () => {
      const { db, node } = stage;
      const digests = await queueOf(["one", "one"]);
      const { recheck, waited } = whileOpen(
        [
          `UPDATE requests SET state = 'cancelled', reserved_wei = 0 WHERE digest = '${digests[0]}'`,
          "UPDATE budgets SET reserved_wei = reserved_wei - 10 WHERE sponsor = 'one'",
        ],
        REJECTED,
      );
      const engine = engineOn(db, node, { recheck });
      await engine.tick();
      expect(await waited()).to.equal(true);
      expect(await statesOf(db, digests)).to.deep.equal(["cancelled", "rejected"]);
      expect(await reserved("one")).to.equal(0n);
      expectNoTrouble(engine);
    });

    it("let a replica take other signers while a stopped one keeps the row of a free signer", async () => {
      const { db, node } = stage;
      const before = engineOn(db, node, { signers });
      await before.tick();
      await before.release();
      const engine = engineOn(db, node, { signers });
      const stopped = await hold(url(), `UPDATE signers SET next_nonce = 1 WHERE address = '${address}'`);
      const { waited } = await interleave(url(), stopped, () => engine.tick());
      expect(waited).to.equal(false);
      expect(engine.events.flatMap((event) => (event.type === "lease_taken" ? [event.signer] : []))).to.deep.equal([
        other,
      ]);
    });

    it("do not lengthen a lease that another replica is taking", async () => {
      const { db, node, target } = stage;
      const engine = engineOn(db, node);
      await engine.tick();
      await queue(db, node, target, 1);
      const taking = await hold(url(), "UPDATE signers SET lease_owner = 'the other one', epoch = epoch + 1");
      const { waited } = await interleave(url(), taking, () => engine.tick());
      expect(waited).to.equal(true);
      expect(await transactionsOf(db)).to.deep.equal([]);
      expect(typesOf(engine)).not.to.include("formed");
    });

    it("change a request only from a state that the change expects", async () => {
      const [digest = "0x"] = await queue(stage.db, stage.node, stage.target, 1);
      const fate = { ...UNDECIDED, digest, state: "confirmed", tx_id: null, position: null } as const;
      const changed = (from: readonly RequestState[]) =>
        transact(stage.db, async (tx) => (await changeRequests(tx, [fate], from)).length);
      expect(await changed(["assigned", "mined"])).to.equal(0);
      expect(await statesOf(stage.db, [digest])).to.deep.equal(["queued"]);
      expect(await changed(["queued"])).to.equal(1);
    });

    it("keep a signer's row while a replica writes for it", async () => {
      const { db, node } = stage;
      const engine = engineOn(db, node);
      await engine.tick();
      const { epoch } = await db.selectFrom("signers").select("epoch").executeTakeFirstOrThrow();
      const writing = await holdIn(db, (tx) => fence(tx, { signer: address, epoch }));
      const { waited } = await interleave(url(), writing, () =>
        db
          .updateTable("signers")
          .set({ epoch: epoch + 1 })
          .execute(),
      );
      expect(waited).to.equal(true);
    });
  },
  { kinds: storageKinds.filter((kind) => kind === "postgres") },
);
