/** Which replica holds which signer, what its transactions have to do, and what it reports of them. */

import { expect } from "chai";
import type { Address } from "doorkey";
import {
  ago,
  LEASE,
  onEachDatabase,
  partsOn,
  SIGNER,
  storeRequests,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import { transact } from "../storage/transact.ts";
import type { RelaySigner } from "./EngineContext.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { Fenced, fence, releaseLeases, renewLeases } from "./leases.ts";
import { openTransactions } from "./openTransactions.ts";
import { type Progress, storeProgress } from "./progress.ts";
import { workOf } from "./workOf.ts";

const [A, B, C, D] = ["aa", "bb", "cc", "dd"].map((byte) => `0x${byte.repeat(20)}`) as [
  Address,
  Address,
  Address,
  Address,
];
const OPTIONS = { leaseMs: 60_000, rebroadcastAfterMs: 5_000 } as EngineOptions;

onEachDatabase("leases", (db) => {
  beforeEach(() => db().deleteFrom("signers").execute());

  /** Renews what a replica with these keys holds. Returns addresses. */
  async function renewed(owner: string, ...keys: readonly Address[]) {
    const signers = new Map(keys.map((address) => [address, { address } as RelaySigner]));
    const { held, taken, released } = await renewLeases(
      partsOn(db(), {}, { owner, signers, options: OPTIONS }).context,
    );
    return { held: held.map(({ signer }) => signer), taken: taken.map(({ signer }) => signer), released };
  }
  const rowsOf = () => db().selectFrom("signers").selectAll().orderBy("address").execute();

  it("give a replica alone all signers whose keys it has, in their order", async () => {
    const all = [A, B, C, D];
    const { held, taken, released } = await renewed("one", D, B, A, C);
    expect({ held: held.toSorted(), taken: taken.toSorted(), released }).to.deep.equal({
      held: all,
      taken: all,
      released: [],
    });
    expect(await renewed("one", D, B, A, C)).to.deep.equal({ held: all, taken: [], released: [] });
    for (const { lease_owner, epoch, next_nonce, seen_at } of await rowsOf()) {
      expect({ lease_owner, epoch, next_nonce }).to.deep.equal({ lease_owner: "one", epoch: 1, next_nonce: 0 });
      expect(seen_at).to.be.instanceOf(Date);
    }
  });

  it("are shared out in turn among replicas, by name", async () => {
    await renewed("two", A, B, C, D);
    expect(await renewed("one", A, B, C, D)).to.deep.equal({ held: [], taken: [], released: [] });
    expect((await renewed("two", A, B, C, D)).released).to.deep.equal([A, C]);
    expect((await renewed("one", A, B, C, D)).taken.toSorted()).to.deep.equal([A, C]);
    expect(await renewed("two", A, B, C, D)).to.deep.equal({ held: [B, D], taken: [], released: [] });
    expect((await rowsOf()).map(({ lease_owner, epoch }) => [lease_owner, epoch])).to.deep.equal([
      ...[
        ["one", 2],
        ["two", 1],
        ["one", 2],
        ["two", 1],
      ],
    ]);
  });

  it("count a replica only for keys that it has", async () => {
    await renewed("one", A, B);
    await renewed("two", B, C);
    expect((await renewed("one", A, B)).held).to.deep.equal([A]);
    expect((await renewed("two", B, C)).held.toSorted()).to.deep.equal([B, C]);
  });

  it("do not count a replica that is silent, or whose clock was ahead", async () => {
    await renewed("one", A, B);
    for (const seen_at of [ago(61), ago(-60)]) {
      await db().updateTable("replicas").set({ seen_at }).where("owner", "=", "one").execute();
      expect((await renewed("two", A, B)).held).to.deep.equal([]);
      await db()
        .updateTable("signers")
        .set({ lease_until: ago(1) })
        .execute();
      expect((await renewed("two", A, B)).held.toSorted()).to.deep.equal([A, B]);
      await releaseLeases(partsOn(db(), {}, { owner: "two" }).context);
      expect((await rowsOf()).map(({ lease_owner }) => lease_owner)).to.deep.equal([null, null]);
      await renewed("one", A, B);
      expect((await renewed("one", A, B)).held).to.deep.equal([A, B]);
    }
  });

  it("follow the keys that a replica has now", async () => {
    await renewed("one", A, B);
    await renewed("one", A);
    expect(await renewed("two", B)).to.deep.equal({ held: [], taken: [], released: [] });
    const [replica] = await db().selectFrom("replicas").selectAll().where("owner", "=", "one").execute();
    expect(replica?.signers).to.deep.equal([A]);
  });

  it("last for their time from each renewal on", async () => {
    await renewed("one", A);
    await db()
      .updateTable("signers")
      .set({ lease_until: ago(-1) })
      .execute();
    await renewed("one", A);
    const [row] = await db().selectFrom("signers").select("address").where("lease_until", ">", ago(-50)).execute();
    expect(row?.address).to.equal(A);
  });

  it("fence what another replica writes, or the same one with an old lease", async () => {
    await renewed("one", A);
    await db().updateTable("signers").set({ next_nonce: 7 }).execute();
    const fenced = (signer: Address, epoch: number) =>
      transact(db(), (tx) => fence(tx, { signer, epoch })).catch((error: unknown) => error);
    expect(await fenced(A, 1)).to.deep.equal({ nextNonce: 7 });
    for (const [signer, epoch] of [
      [A, 2],
      [A, 0],
      [B, 1],
    ] as const) {
      expect(await fenced(signer, epoch))
        .to.be.instanceOf(Fenced)
        .and.include({ signer });
    }
    await db()
      .updateTable("signers")
      .set({ lease_until: ago(1) })
      .execute();
    expect(await fenced(A, 1)).to.be.instanceOf(Fenced);
  });
});

onEachDatabase("the work of signers", (db) => {
  const work = async (...signers: Address[]) =>
    workOf(
      partsOn(db(), {}, { options: OPTIONS }).context,
      signers.map((signer) => ({ signer, epoch: 1 })),
    );
  const NONE = { open: 0, waiting: 0, urgent: false, queued: false };

  it("is nothing without signers or rows", async () => {
    expect(await work()).to.deep.equal(new Map());
    expect(await work(SIGNER, A)).to.deep.equal(
      new Map([
        [SIGNER, NONE],
        [A, NONE],
      ]),
    );
  });

  it("counts what is not final, and what waits to be mined", async () => {
    for (const [nonce, state] of (["final", "displaced", "mined", "sent"] as const).entries()) {
      await storeTransaction(db(), nonce, [{ seconds: 1 }], { state });
    }
    expect((await work(SIGNER)).get(SIGNER)).to.deep.equal({ ...NONE, open: 2, waiting: 1 });
  });

  it("is urgent with what is not signed, or has waited to be sent again", async () => {
    await storeTransaction(db(), 0, [{ seconds: 9 }, { seconds: 1 }]);
    expect((await work(SIGNER)).get(SIGNER)?.urgent).to.equal(false);
    await storeTransaction(db(), 1, [{ seconds: 6 }]);
    expect((await work(SIGNER)).get(SIGNER)?.urgent).to.equal(true);
    await db().deleteFrom("attempts").execute();
    await db().deleteFrom("transactions").execute();
    await storeTransaction(db(), 0);
    expect((await work(SIGNER)).get(SIGNER)?.urgent).to.equal(true);
  });

  it("has a queue if a request there may be for the signer", async () => {
    await storeRequests(db(), 1, { relayer: A });
    await storeRequests(db(), 1, { state: "cancelled" });
    const queued = [...(await work(SIGNER, A)).values()].map((one) => one.queued);
    expect(queued).to.deep.equal([false, true]);
    await storeRequests(db(), 1);
    expect((await work(SIGNER)).get(SIGNER)?.queued).to.equal(true);
  });

  it("has each transaction with its attempts, the newest last", async () => {
    await storeTransaction(db(), 3, [
      { hash: "0xc1", seconds: 9 },
      { hash: "0xc2", seconds: 5 },
    ]);
    await storeTransaction(db(), 2, [{ hash: "0xc3", seconds: 7 }], { created_at: new Date(0) });
    await storeTransaction(db(), 4);
    for (const [nonce, state] of [
      [0, "final"],
      [1, "displaced"],
    ] as const) {
      await storeTransaction(db(), nonce, [{}], { state });
    }
    const open = await openTransactions(db(), SIGNER);
    expect(open.map(({ nonce, attempts }) => [nonce, ...attempts.map(({ hash }) => hash)])).to.deep.equal([
      ...[[2, "0xc3"], [3, "0xc1", "0xc2"], [4]],
    ]);
    const [first, second, third] = open;
    expect(first?.waitedMs).to.be.at.least(7_000);
    expect(second?.waitedMs).to.be.within(5_000, 8_900);
    expect(third?.waitedMs).to.equal(0);
    expect(first?.ageMs).to.be.above(1e9);
    expect(second?.ageMs).to.be.below(1e9);
    expect((await openTransactions(db(), SIGNER, 0)).map(({ nonce }) => nonce)).to.deep.equal([0, 2, 3, 4]);
    expect((await openTransactions(db(), SIGNER, 3)).map(({ nonce }) => nonce)).to.deep.equal([3, 4]);
    expect(await openTransactions(db(), A)).to.deep.equal([]);
  });
});

onEachDatabase("the progress of signers", (db) => {
  const stored = async (known: Progress | undefined, lease = LEASE, now = 5_000) => {
    const progress = new Map(known === undefined ? [] : [[lease.signer, known]]);
    await storeProgress(partsOn(db(), {}).context, [lease], progress, now);
    const row = await db()
      .selectFrom("signers")
      .select(["trouble", "passed_at", (select) => select.fn<Date>("clock_timestamp").as("now")])
      .where("address", "=", SIGNER)
      .executeTakeFirstOrThrow();
    const seconds =
      row.passed_at === null ? undefined : Math.floor((row.now.getTime() - row.passed_at.getTime()) / 1_000);
    return { trouble: row.trouble, seconds };
  };

  it("is written as the time since the last good pass, and what has gone wrong since", async () => {
    expect(await stored(undefined)).to.deep.equal({ trouble: null, seconds: undefined });
    expect(await stored({ passedAt: undefined, trouble: "no" })).to.deep.equal({ trouble: "no", seconds: undefined });
    const { trouble, seconds } = await stored({ passedAt: 2_000, trouble: undefined }, LEASE, 902_000);
    expect(trouble).to.equal(null);
    expect(seconds).to.be.within(900, 960);
    expect((await stored({ passedAt: undefined, trouble: "again" })).seconds).to.be.within(900, 960);
  });

  it("is not written for a lease that ended", async () => {
    expect((await stored({ passedAt: 1, trouble: "no" }, { ...LEASE, epoch: 2 })).trouble).to.equal(null);
  });
});
