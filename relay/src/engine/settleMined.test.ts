/** What a mined transaction costs each request, and what a request is after it. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import {
  type Answers,
  GWEI,
  LEASE,
  onEachDatabase,
  partsOn,
  refuses,
  rowsOf,
  SIGNER,
  type StoredAttempt,
  storeRequests,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import { DAY, newReturn, random } from "../../test/helpers/newRequests.ts";
import type { Log, Receipt } from "../chain/ChainView.ts";
import { ETHEREUM } from "../chain/chains.ts";
import { enqueue, usageOf } from "../storage/index.ts";
import type { RequestRow, TransactionRow } from "../storage/tables.ts";
import { overheadOf } from "./gasLimit.ts";
import { openTransactions } from "./openTransactions.ts";
import { settleMined } from "./settleMined.ts";

const FORWARDER = `0x${"f0".repeat(20)}` as const;
const REGISTRY = `0x${"a0".repeat(20)}` as const;
const { GasRelayForwarder, EntryRightRegistry } = interfaces;
const NO_REASON = `0x${"00".repeat(32)}`;

const logOf = (address: Hex, { data, topics }: { data: string; topics: string[] }): Log => ({
  ...{ address, topics: topics as Hex[], data: data as Hex },
  ...{ transactionHash: "0xee", blockNumber: 90, blockHash: "0xb90" },
});
const executed = (
  { digest, from_address, nonce }: Pick<RequestRow, "digest" | "from_address" | "nonce">,
  gasUsed = 1,
) =>
  logOf(
    FORWARDER,
    GasRelayForwarder.encodeEventLog("RequestExecuted", [digest, from_address, nonce, true, gasUsed, NO_REASON]),
  );
const skipped = ({ digest, from_address }: RequestRow, why = 2) =>
  logOf(FORWARDER, GasRelayForwarder.encodeEventLog("RequestSkipped", [digest, from_address, why]));

const receiptOf = (transactionHash: Hex, logs: readonly Log[], change: Partial<Receipt> = {}): Receipt => ({
  ...{
    transactionHash,
    blockNumber: 99,
    blockHash: "0xb99",
    success: true,
    gasUsed: 1_000_001,
    gasPrice: 7n,
    l1Fee: 0n,
    logs,
  },
  ...change,
});

onEachDatabase("a mined transaction", (db) => {
  /** A transaction under way with requests, whose receipt is then settled at a node with these logs of others. */
  async function underWay(
    count: number,
    attempts: readonly StoredAttempt[] = [{ hash: "0xc1" }],
    change: Partial<TransactionRow> = {},
  ) {
    const tx_id = await storeTransaction(db(), 0, attempts, change);
    const reservation = { wei: 10n, limits: [{ period: DAY, limitWei: 10n ** 18n }] };
    const digests = await storeRequests(db(), count, { state: "assigned", tx_id }, { reservation });
    return { tx_id, digests, rows: await rowsOf(db(), digests) };
  }
  async function settle(receipts: readonly Receipt[], logs: readonly Log[] | Error = []) {
    const answers: Answers = {
      eth_getLogs: (_: { topics: unknown }) =>
        logs instanceof Error
          ? logs
          : logs.map((log) => ({ ...log, blockNumber: `0x${log.blockNumber.toString(16)}` })),
    };
    const { context, view, events } = partsOn(db(), answers);
    context.shapes.remember([], 3);
    const open = await openTransactions(db(), SIGNER);
    const mined = receipts.map((receipt, i) => ({ transaction: open[i] as (typeof open)[number], receipt }));
    await settleMined(context, LEASE, view, mined);
    return { events, remembered: context.shapes.ratioOf([]) !== undefined };
  }
  const costOf = async (id: number) =>
    (await db().selectFrom("transactions").selectAll().where("id", "=", id).executeTakeFirstOrThrow()).cost_wei;

  it("is paid by its requests, by the gas that each took, to the last wei", async () => {
    const { tx_id, digests, rows } = await underWay(3);
    const used = [1_000, 20_000, 333_333];
    const { events, remembered } = await settle([
      receiptOf(
        "0xc1",
        rows.map((row, i) => executed(row, used[i])),
      ),
    ]);
    const cost = 7_000_007n;
    expect(await costOf(tx_id)).to.equal(cost);
    const weights = used.map((gas) => BigInt(gas + overheadOf(0, ETHEREUM.gas)));
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    const [first = 0n, ...others] = (await rowsOf(db(), digests)).map(({ charged_wei }) => charged_wei);
    expect(others).to.deep.equal(weights.slice(1).map((weight) => (cost * weight) / total));
    expect(first).to.equal(cost - others.reduce((sum, wei) => sum + wei, 0n));
    const [row] = await rowsOf(db(), digests);
    expect([row?.state, row?.outcome, row?.gas_used, row?.transaction_hash, row?.block_number]).to.deep.equal([
      ...["mined", "success", 1_000, "0xc1", 99],
    ]);
    const [event] = events;
    expect(event).to.deep.include({ type: "mined", requests: 3, sponsors: ["one"], gasUsed: 1_000_001, gasPrice: 7n });
    expect(event).to.have.property("tookMs").that.is.within(0, 600_000);
    expect({ count: events.length, remembered }).to.deep.equal({ count: 1, remembered: true });
  });

  it("costs what its attempt offered if the node does not say the price, and the fee of the chain below", async () => {
    const { tx_id, rows } = await underWay(1, [
      { hash: "0xc0", max_fee: 5n * GWEI, seconds: 9 },
      { hash: "0xc1", max_fee: 3n * GWEI, seconds: 5 },
      { hash: "0xc2", max_fee: 9n * GWEI },
    ]);
    const logs = rows.map((row) => executed(row));
    await settle([receiptOf("0xc1", logs, { gasPrice: undefined, l1Fee: 11n })]);
    expect(await costOf(tx_id)).to.equal(1_000_001n * 3n * GWEI + 11n);
  });

  it("does not say how long it took if the database's clock was set back", async () => {
    await underWay(0, [{ hash: "0xc1" }], { created_at: new Date(Date.now() + 3_600_000) });
    const { events } = await settle([receiptOf("0xc1", [])]);
    expect(events).to.deep.equal([
      {
        type: "mined",
        signer: SIGNER,
        nonce: 0,
        requests: 0,
        sponsors: [],
        gasUsed: 1_000_001,
        gasPrice: 7n,
        tookMs: undefined,
      },
    ]);
  });

  it("charges requests nothing if it failed as a whole, and lets them wait again", async () => {
    const { tx_id, digests } = await underWay(2);
    const { events, remembered } = await settle([receiptOf("0xc1", [], { success: false })]);
    expect(await costOf(tx_id)).to.equal(7_000_007n);
    expect((await rowsOf(db(), digests)).map(({ state, charged_wei }) => [state, charged_wei])).to.deep.equal(
      Array(2).fill(["queued", 0n]),
    );
    expect(events.map(({ type }) => type)).to.deep.equal(["mined", "batch_reverted"]);
    // Prices of gas may have changed.
    expect(remembered).to.equal(false);
  });

  it("waits for another answer if its receipt cannot be read, and keeps no other one from being settled", async () => {
    const { rows, tx_id } = await underWay(1);
    await storeTransaction(db(), 1, [{ hash: "0xc2" }]);
    const [whole] = rows.map((row) => executed(row));
    const cut = { ...whole, data: "0x12" } as Log;
    const { events } = await settle([receiptOf("0xc1", [cut]), receiptOf("0xc2", [])]);
    expect(events.map(({ type }) => type)).to.deep.equal(["trouble", "mined"]);
    expect(events[0]).to.include({ signer: SIGNER });
    expect(
      (
        await rowsOf(
          db(),
          rows.map(({ digest }) => digest),
        )
      )[0]?.state,
    ).to.equal("assigned");
    const states = await db().selectFrom("transactions").select(["id", "state"]).orderBy("nonce").execute();
    expect(states.map(({ state }) => state)).to.deep.equal(["sent", "mined"]);
    expect(states[0]?.id).to.equal(tx_id);
  });

  describe("that skipped a request because its nonce was used", () => {
    const used = async () => {
      const usage = await usageOf(db(), "one", [DAY]);
      return usage.map(({ reservedWei, usedWei }) => [reservedWei, usedWei])[0];
    };
    const after = async (logs: (rows: readonly RequestRow[]) => readonly Log[] | Error) => {
      const { rows } = await underWay(1);
      await settle(
        [
          receiptOf(
            "0xc1",
            rows.map((row) => skipped(row)),
          ),
        ],
        logs(rows),
      );
      const [row] = await rowsOf(
        db(),
        rows.map(({ digest }) => digest),
      );
      return [row?.state, row?.outcome, row?.transaction_hash, row?.charged_wei];
    };
    const cost = 7_000_007n;

    it("counts as executed where the log says", async () => {
      expect(await after((rows) => rows.map((row) => executed(row)))).to.deep.equal(["mined", "success", "0xee", cost]);
    });

    it("is skipped if its sender's other request has the nonce", async () => {
      const other = (rows: readonly RequestRow[]) => rows.map((row) => executed({ ...row, digest: random(32) }));
      expect(await after(other)).to.deep.equal(["mined", "skipped", "0xc1", cost]);
    });

    it("waits for the search if no node says who executed it, and its cost is used", async () => {
      for (const logs of [[], refuses("no logs here")]) {
        expect(await after(() => logs)).to.deep.equal(["queued", null, null, cost]);
        await db().deleteFrom("requests").execute();
        await db().deleteFrom("attempts").execute();
        await db().deleteFrom("transactions").execute();
      }
      expect(await used()).to.deep.equal([20n, 2n * cost]);
    });
  });

  it("is skipped for another reason without a search", async () => {
    const { rows, digests } = await underWay(1);
    await settle(
      [
        receiptOf(
          "0xc1",
          rows.map((row) => skipped(row, 1)),
        ),
      ],
      rows.map((row) => executed(row)),
    );
    const [row] = await rowsOf(db(), digests);
    expect([row?.outcome, row?.reason_code]).to.deep.equal(["skipped", "REQUEST_EXPIRED"]);
  });

  describe("that carries returns", () => {
    const right = (index: bigint) => (7n << 32n) | index;
    const VOID = 6;

    /** Settles a refusal of this number for the second of two returns, at a node with these logs. */
    async function after(why: number, logs: readonly Log[] | Error) {
      const tx_id = await storeTransaction(db(), 0, [{ hash: "0xc1" }]);
      const items = [0n, 1n].map((index, i) =>
        newReturn(random(20), right(index), 1, { gas: [100, 300][i] as number }),
      );
      await enqueue(db(), items);
      const digests = items.map(({ digest }) => digest);
      for (const [position, digest] of digests.entries()) {
        await db()
          .updateTable("requests")
          .set({ state: "assigned", tx_id, position })
          .where("digest", "=", digest)
          .execute();
      }
      const receipt = receiptOf("0xc1", [
        logOf(REGISTRY, EntryRightRegistry.encodeEventLog("RightReturned", [7, right(0n)])),
        logOf(REGISTRY, EntryRightRegistry.encodeEventLog("ReturnRefused", [7, right(1n), why])),
      ]);
      await settle([receipt], logs);
      return (await rowsOf(db(), digests)).map(({ state, outcome, reason_code, charged_wei }) => {
        return [state, outcome, reason_code, charged_wei];
      });
    }
    // A quarter and three quarters, with the odd wei at the first.
    const [quarter, rest] = [1_750_002n, 5_250_005n];
    const returned = [logOf(REGISTRY, EntryRightRegistry.encodeEventLog("RightReturned", [7, right(1n)]))];
    const DONE = ["mined", "success", null, quarter];

    it("divides the cost by the gas that the relay counts for each", async () => {
      expect(quarter + rest).to.equal(7_000_007n);
      const [done, refused] = await after(VOID, []);
      expect(done).to.deep.equal(DONE);
      expect(refused).to.deep.equal(["mined", "failed", "RightVoid", rest]);
    });

    it("finds who returned a right before", async () => {
      expect((await after(VOID, returned))[1]).to.deep.equal(["mined", "success", null, rest]);
    });

    it("lets a return wait if a right is void and no node says why", async () => {
      expect((await after(VOID, refuses("no logs here")))[1]).to.deep.equal(["queued", null, null, rest]);
    });

    it("searches nothing for a return that failed for another reason", async () => {
      const [, refused] = await after(VOID + 1, returned);
      expect(refused?.slice(0, 2)).to.deep.equal(["mined", "failed"]);
    });
  });

  it("is nothing to settle if there is none", async () => {
    expect((await settle([])).events).to.deep.equal([]);
  });
});
