/** What a replica makes of a signer's nonces when it takes the signer over. The chain is the authority. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { keccak256 } from "ethers";
import {
  LEASE,
  onEachDatabase,
  partsOn,
  quantity,
  refuses,
  rowsOf,
  SIGNER,
  storeRequests,
  storeTransaction,
} from "../../test/helpers/engineParts.ts";
import type { EngineOptions } from "./EngineOptions.ts";
import { reconcile } from "./reconcile.ts";

onEachDatabase("the nonces of a signer", (db) => {
  /** Reconciles at a chain with so many used nonces, of which the node says that so many more wait. */
  async function reconciled({ next, used, pending }: { next: number; used: number; pending: number | Error }) {
    await db().updateTable("signers").set({ next_nonce: next }).execute();
    const sent: Hex[] = [];
    const { context, view, events } = partsOn(
      db(),
      {
        eth_getTransactionCount: (_: never, at: string) =>
          at === "latest" ? quantity(used) : pending instanceof Error ? pending : quantity(pending),
        eth_sendRawTransaction: (raw: Hex) => {
          sent.push(raw);
          return keccak256(raw);
        },
      },
      { options: { maxInFlight: 4 } as EngineOptions },
    );
    await reconcile(context, LEASE, view);
    const { next_nonce } = await db().selectFrom("signers").select("next_nonce").executeTakeFirstOrThrow();
    const rows = await db().selectFrom("transactions").select(["nonce", "kind", "state"]).orderBy("nonce").execute();
    return {
      next: next_nonce,
      rows: rows.map(({ nonce, kind, state }) => [nonce, kind, state]),
      events: events.map((event) => ("nonce" in event ? [event.type, event.nonce] : [event.type])),
      sent,
    };
  }

  it("are raised to those that are used or wait, if a restored database lacks them", async () => {
    expect(await reconciled({ next: 1, used: 3, pending: 3 })).to.deep.include({
      next: 3,
      events: [["nonce_raised", 3]],
    });
    expect(await reconciled({ next: 1, used: 3, pending: 5 })).to.deep.include({
      next: 5,
      events: [["nonce_raised", 5]],
    });
  });

  it("are left alone if they are those of the chain", async () => {
    expect(await reconciled({ next: 3, used: 3, pending: 3 })).to.deep.include({ next: 3, events: [], rows: [] });
  });

  it("are not raised beyond what the relay can have sent, or by a node that lags or says nothing", async () => {
    expect((await reconciled({ next: 0, used: 3, pending: 7 })).next).to.equal(7);
    for (const pending of [8, 2, refuses("no such block")]) {
      expect((await reconciled({ next: 0, used: 3, pending })).next).to.equal(3);
    }
  });

  it("wait if the node's answer about them cannot be read", async () => {
    const failed = await reconciled({ next: 0, used: 3, pending: new TypeError("odd") }).catch((error: Error) => error);
    expect(failed).to.be.an.instanceOf(TypeError);
    const [signer] = await db().selectFrom("signers").select("next_nonce").execute();
    expect(signer?.next_nonce).to.equal(0);
  });

  it("are lowered to those that were sent", async () => {
    expect(await reconciled({ next: 7, used: 2, pending: 2 })).to.deep.include({
      ...{ next: 2, rows: [], events: [["nonce_lowered", 2]] },
    });
    await storeTransaction(db(), 2, [{}]);
    expect(await reconciled({ next: 7, used: 2, pending: 3 })).to.deep.include({
      next: 3,
      events: [["nonce_lowered", 3]],
    });
  });

  it("have no gap below what was sent, or waits at the node, or has a row", async () => {
    const fill = (nonce: number) => [nonce, "fill", "assigned"];
    expect(await reconciled({ next: 3, used: 0, pending: 2 })).to.deep.include({
      ...{ next: 2, rows: [fill(0), fill(1)] },
      ...{
        events: [
          ["gap_filled", 0],
          ["gap_filled", 1],
          ["nonce_lowered", 2],
        ],
      },
    });
    await db().deleteFrom("transactions").execute();
    await storeTransaction(db(), 1, [{}]);
    expect(await reconciled({ next: 3, used: 0, pending: 0 })).to.deep.include({
      ...{ next: 2, rows: [fill(0), [1, "requests", "sent"]] },
      ...{
        events: [
          ["gap_filled", 0],
          ["nonce_lowered", 2],
        ],
      },
    });
    await db().deleteFrom("attempts").execute();
    await db().deleteFrom("transactions").execute();
    // Not signed yet, so it was never sent.
    await storeTransaction(db(), 1);
    await storeTransaction(db(), 3);
    expect(await reconciled({ next: 4, used: 0, pending: 0 })).to.deep.include({
      ...{ next: 4, rows: [fill(0), [1, "requests", "assigned"], fill(2), [3, "requests", "assigned"]] },
      ...{
        events: [
          ["gap_filled", 0],
          ["gap_filled", 2],
        ],
      },
    });
    const filled = await db().selectFrom("transactions").selectAll().where("kind", "=", "fill").execute();
    for (const { to_address, data, gas_limit } of filled) {
      expect({ to_address, data, gas_limit }).to.deep.equal({ to_address: SIGNER, data: "0x", gas_limit: 21_000 });
    }
  });

  it("that the chain no longer has are sent again with the bytes that were mined", async () => {
    const raws = ["0x01", "0x02", "0x03", "0x04"] as const;
    for (const [nonce, state] of (["mined", "final", "mined", "sent"] as const).entries()) {
      const attempt = { hash: keccak256(raws[nonce] ?? "0x") as Hex, raw: raws[nonce] as Hex };
      const later = { seconds: -1, max_fee: 1n };
      const change = {
        state,
        transaction_hash: attempt.hash,
        block_number: 9,
        block_hash: "0xbb",
        cost_wei: 5n,
      } as const;
      await storeTransaction(db(), nonce, nonce === 1 ? [attempt, later] : [attempt], change);
    }
    const [row] = await db().selectFrom("transactions").select("id").where("nonce", "=", 1).execute();
    const change = { tx_id: row?.id as number, outcome: "success", charged_wei: 5n, block_number: 9 } as const;
    const digests = [
      ...(await storeRequests(db(), 1, { ...change, state: "confirmed" })),
      ...(await storeRequests(db(), 1, { ...change, state: "mined" })),
    ];
    const { sent, events } = await reconciled({ next: 4, used: 1, pending: 1 });
    expect(sent).to.deep.equal(["0x02", "0x03"]);
    expect(events).to.deep.equal([
      ["reorged", 1],
      ["reorged", 2],
      ["rebroadcast", 1],
      ["rebroadcast", 2],
    ]);
    const rows = await db().selectFrom("transactions").selectAll().orderBy("nonce").execute();
    expect(rows.map(({ state, block_number, cost_wei }) => [state, block_number, cost_wei])).to.deep.equal([
      ...[
        ["mined", 9, 5n],
        ["sent", null, 0n],
        ["sent", null, 0n],
        ["sent", 9, 5n],
      ],
    ]);
    for (const { state, tx_id, position, outcome, block_number, charged_wei } of await rowsOf(db(), digests)) {
      expect({ state, tx_id, position, outcome, block_number, charged_wei }).to.deep.equal({
        ...{ state: "assigned", tx_id: row?.id, position: 0, outcome: null, block_number: null, charged_wei: 0n },
      });
    }
  });
});
