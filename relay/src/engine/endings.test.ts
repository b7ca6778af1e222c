/** What becomes of requests that are not sent, or whose transaction failed as a whole. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import {
  ago,
  LEASE,
  onEachDatabase,
  partsOn,
  rowsOf,
  storeRequests,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import { DAY } from "../../test/helpers/newRequests.ts";
import type { Log } from "../chain/ChainView.ts";
import { eventsOf, usageOf } from "../storage/index.ts";
import { USED } from "../storage/quarantine.ts";
import { transact } from "../storage/transact.ts";
import { bisect } from "./bisect.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { emptyTransaction } from "./emptyTransaction.ts";
import { endRequests } from "./endRequests.ts";
import { expireQueued } from "./expire.ts";
import { holdBack } from "./holdBack.ts";
import { openTransactions } from "./openTransactions.ts";
import type { Verdict } from "./preflight.ts";

onEachDatabase("a request that is not sent", (db) => {
  const money = async () => {
    const [usage] = await usageOf(db(), "one", [DAY]);
    return [usage?.reservedWei, usage?.usedWei];
  };
  const last = async (digest: Hex | undefined) => (await eventsOf(db(), digest ?? "0x")).at(-1)?.status;
  const endsOf = async (digests: readonly Hex[]) =>
    (await rowsOf(db(), digests)).map(({ state, reason_code }) => [state, reason_code]);

  it("expires by the chain's clock, with its margin, and gives its reservation back", async () => {
    const { context, events } = partsOn(db(), {}, { options: { deadlineMarginSeconds: 30 } as EngineOptions });
    const late = await storeRequests(db(), 1, { deadline: 1_029 });
    const rest = [
      ...(await storeRequests(db(), 1, { deadline: 1_030 })),
      ...(await storeRequests(db(), 1, { deadline: 1, state: "assigned" })),
    ];
    expect(await money()).to.deep.equal([30n, 0n]);
    await expireQueued(context, 1_000);
    expect(await endsOf([...late, ...rest])).to.deep.equal([
      ["expired", "REQUEST_EXPIRED"],
      ["queued", null],
      ["assigned", null],
    ]);
    expect(await money()).to.deep.equal([20n, 0n]);
    expect(events).to.deep.equal([
      { type: "closed", state: "expired", code: "REQUEST_EXPIRED", digest: late[0], sponsor: "one" },
    ]);
    expect((await last(late[0]))?.reason?.detail).to.equal("The deadline passed before the request was sent.");
  });

  it("does not count as dead at its deadline if its nonce was used", async () => {
    const { context, events } = partsOn(db(), {});
    const digests = [
      ...(await storeRequests(db(), 1, { deadline: 1, trouble: `${USED}no logs here` })),
      ...(await storeRequests(db(), 1, { deadline: 1, trouble: `no logs here, ${USED}` })),
    ];
    await expireQueued(context, 1_000);
    expect(await endsOf(digests)).to.deep.equal([
      ["executed_elsewhere", "BLOCK_UNKNOWN"],
      ["expired", "REQUEST_EXPIRED"],
    ]);
    const codes = events.map((event) => event.type === "closed" && [event.state, event.code, event.digest]);
    expect(codes).to.have.deep.members([
      ["executed_elsewhere", "BLOCK_UNKNOWN", digests[0]],
      ["expired", "REQUEST_EXPIRED", digests[1]],
    ]);
  });

  it("ends as the check says, and the others wait", async () => {
    const { context, events } = partsOn(db(), {});
    const digests = await storeRequests(db(), 6, { trouble: null });
    const cancelled = await storeRequests(db(), 1, { state: "cancelled" });
    const log = { transactionHash: "0xaa", blockNumber: 9, blockHash: "0xbb" } as unknown as Log;
    const reason = { code: "CALL_REVERTS", detail: "The call would revert.", revertData: "0x12" } as const;
    const verdicts: Verdict[] = [
      { go: false, ending: { state: "rejected", reason } },
      { go: false, elsewhere: { log, result: { outcome: "success", gasUsed: 5 } } },
      { go: false, elsewhere: "unknown" },
      { go: false, early: true },
      { go: false, unanswered: "busy" },
      { go: true, unused: 0 },
      { go: false, ending: { state: "rejected", reason } },
    ];
    const rows = await rowsOf(db(), [...digests, ...cancelled]);
    await endRequests(
      context,
      rows.map((row, i) => [row, verdicts[i] as Verdict] as const),
    );
    expect(await endsOf([...digests, ...cancelled])).to.deep.equal([
      ...[
        ["rejected", "CALL_REVERTS"],
        ["executed_elsewhere", null],
        ["executed_elsewhere", "BLOCK_UNKNOWN"],
      ],
      ...[
        ["queued", null],
        ["queued", null],
        ["queued", null],
        ["cancelled", null],
      ],
    ]);
    const [rejected, elsewhere, unknown] = await rowsOf(db(), digests);
    expect(rejected?.reason_data).to.equal("0x12");
    expect([elsewhere?.outcome, elsewhere?.transaction_hash, elsewhere?.block_number]).to.deep.equal([
      ...["success", "0xaa", 9],
    ]);
    expect([unknown?.outcome, unknown?.block_number]).to.deep.equal([null, null]);
    expect(events.map((event) => event.type === "closed" && [event.digest, event.code])).to.have.deep.members([
      [digests[0], "CALL_REVERTS"],
      [digests[1], ""],
      [digests[2], "BLOCK_UNKNOWN"],
    ]);
    // Of seven reservations three are given back. Another sender paid, so nothing was used.
    expect(await money()).to.deep.equal([40n, 0n]);
    await endRequests(context, []);
  });

  it("is charged nothing if another sender executed it, although it was charged before", async () => {
    const digests = await storeRequests(db(), 1, { charged_wei: 7n });
    const rows = await rowsOf(db(), digests);
    await endRequests(
      partsOn(db(), {}).context,
      rows.map((row) => [row, { go: false, elsewhere: "unknown" }] as const),
    );
    expect(await money()).to.deep.equal([0n, 0n]);
    expect((await rowsOf(db(), digests))[0]?.charged_wei).to.equal(0n);
  });

  it("waits a moment if it comes too early, and longer if a node does not answer", async () => {
    const { context, events } = partsOn(db(), {});
    const digests = await storeRequests(db(), 4);
    const verdicts: Verdict[] = [
      { go: false, early: true },
      { go: false, unanswered: "busy" },
      { go: false, unanswered: "no log", wasUsed: true },
      { go: false, elsewhere: "unknown" },
    ];
    const rows = await rowsOf(db(), digests);
    await holdBack(
      context,
      rows.map((row, i) => [row, verdicts[i] as Verdict] as const),
    );
    const held = await rowsOf(db(), digests);
    expect(held.map(({ troubles, trouble }) => [troubles, trouble])).to.deep.equal([
      ...[
        [0, null],
        [1, "busy"],
        [1, `${USED}no log`],
        [0, null],
      ],
    ]);
    expect(held.map(({ hold_until }) => hold_until !== null)).to.deep.equal([true, true, true, false]);
    const reported = { type: "quarantined", sponsor: "one", troubles: 1 };
    expect(events).to.have.deep.members([
      { ...reported, digest: digests[1], words: "busy" },
      { ...reported, digest: digests[2], words: `${USED}no log` },
    ]);
  });

  describe("because its transaction failed as a whole", () => {
    const failed = async (count: number, solo_failures = 0) => {
      const tx_id = await storeTransaction(db(), 0, [{}], { state: "mined" });
      const digests = await storeRequests(db(), count, { state: "assigned", tx_id, solo_failures });
      const rows = await rowsOf(db(), digests);
      await transact(db(), (tx) => bisect(tx, rows));
      return rowsOf(db(), digests);
    };

    it("goes into one half as large", async () => {
      for (const { state, tx_id, position, max_batch, solo_failures } of await failed(5)) {
        expect({ state, tx_id, position, max_batch, solo_failures }).to.deep.equal({
          ...{ state: "queued", tx_id: null, position: null, max_batch: 2, solo_failures: 0 },
        });
      }
    });

    it("is tried alone once more, and then rejected", async () => {
      const [once] = await failed(1);
      expect([once?.state, once?.max_batch, once?.solo_failures]).to.deep.equal(["queued", 1, 1]);
      await db().deleteFrom("requests").execute();
      await db().deleteFrom("attempts").execute();
      await db().deleteFrom("transactions").execute();
      const [twice] = await failed(1, 1);
      expect([twice?.state, twice?.reason_code]).to.deep.equal(["rejected", "QUARANTINED"]);
      expect(twice?.reason_detail).to.include("failed as a whole");
    });

    it("is not rejected in company, however often it failed alone", async () => {
      expect((await failed(2, 1)).map(({ state, solo_failures }) => [state, solo_failures])).to.deep.equal(
        Array(2).fill(["queued", 1]),
      );
    });
  });

  it("leaves a transaction that does nothing behind if no node takes it, and goes into one half as large", async () => {
    const { context, events } = partsOn(db(), {});
    const tx_id = await storeTransaction(db(), 4, [{ seconds: 9 }]);
    const digests = await storeRequests(db(), 3, { state: "assigned", tx_id, received_at: ago(9) });
    const [transaction] = await openTransactions(db(), LEASE.signer);
    if (transaction === undefined) throw new Error("one was stored");
    await emptyTransaction(context, LEASE, transaction);
    const [left] = await openTransactions(db(), LEASE.signer);
    expect(left).to.include({
      kind: "fill",
      state: "assigned",
      to_address: LEASE.signer,
      data: "0x",
      gas_limit: 21_000,
    });
    expect(left?.attempts).to.have.length(1);
    for (const { state, tx_id: id, max_batch } of await rowsOf(db(), digests)) {
      expect({ state, id, max_batch }).to.deep.equal({ state: "queued", id: null, max_batch: 1 });
    }
    expect(events).to.deep.equal([{ type: "emptied", signer: LEASE.signer, nonce: 4 }]);
  });
});
