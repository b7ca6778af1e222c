/** The money of sponsors: what is reserved, kept, settled and given back. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { keepMargin, settle } from "../src/storage/budgets.ts";
import {
  type BudgetLimit,
  cancelQueued,
  enqueue,
  periodsOf,
  requestRow,
  transact,
  usageOf,
} from "../src/storage/index.ts";
import type { RequestRow } from "../src/storage/tables.ts";
import { DAY, MONTH, newRequest } from "./helpers/newRequests.ts";
import { storageKinds } from "./helpers/storages.ts";
import { useStorage } from "./helpers/useStorage.ts";

describe("periods", () => {
  it("are the day and the month of a time in UTC", () => {
    expect(periodsOf(new Date("2026-11-30T23:59:59.999Z"))).to.deep.equal(["2026-11-30", "2026-11"]);
    expect(periodsOf(new Date("2026-12-01T00:00:00+01:00"))).to.deep.equal(["2026-11-30", "2026-11"]);
  });
});

for (const kind of storageKinds) {
  describe(`budgets of sponsors (${kind})`, () => {
    const storage = useStorage(kind);

    const limits = (day: bigint, month: bigint): BudgetLimit[] => [
      { period: DAY, limitWei: day },
      { period: MONTH, limitWei: month },
    ];
    /** Stores a request, and returns its row, or why it is refused. */
    async function ask(sponsor: string, wei: bigint, day = 100n, month = 1_000n): Promise<RequestRow | string> {
      const request = newRequest({ sponsor, reservation: { wei, limits: limits(day, month) } });
      const [answer] = await enqueue(storage.db, [request]);
      if (answer?.result === "over_budget") return answer.period;
      return (await requestRow(storage.db, request.digest)) as RequestRow;
    }
    const mined = async (sponsor: string, wei: bigint, charged: bigint): Promise<RequestRow> => {
      const row = (await ask(sponsor, wei)) as RequestRow;
      await storage.db.updateTable("requests").set({ charged_wei: charged }).where("digest", "=", row.digest).execute();
      return { ...row, charged_wei: charged };
    };
    /** What a sponsor reserved and used, by the day and by the month. */
    const money = async (sponsor: string) =>
      (await usageOf(storage.db, sponsor, [DAY, MONTH])).map(({ reservedWei, usedWei }) => [reservedWei, usedWei]);
    const twice = (reserved: bigint, used: bigint) => [
      [reserved, used],
      [reserved, used],
    ];

    it("count what was used beside what is reserved, to the last wei", async () => {
      const row = await mined("one", 40n, 30n);
      await transact(storage.db, (tx) => settle(tx, [row]));
      expect(await money("one")).to.deep.equal(twice(0n, 30n));
      expect(await ask("one", 71n)).to.equal(DAY);
      expect(await ask("one", 70n)).to.include({ state: "queued" });
      expect(await ask("one", 1n)).to.equal(DAY);
    });

    it("are kept for each period by itself", async () => {
      await ask("one", 40n);
      const ofMonth = newRequest({ sponsor: "one", reservation: { wei: 30n, limits: limits(0n, 1_000n).slice(1) } });
      await enqueue(storage.db, [ofMonth]);
      expect(await usageOf(storage.db, "one", [DAY, MONTH, "2026-12"])).to.deep.equal([
        { period: DAY, reservedWei: 40n, usedWei: 0n },
        { period: MONTH, reservedWei: 70n, usedWei: 0n },
        { period: "2026-12", reservedWei: 0n, usedWei: 0n },
      ]);
    });

    it("reserve nothing for the day if the month does not have enough left", async () => {
      expect(await ask("one", 60n, 100n, 50n)).to.equal(MONTH);
      expect(await money("one")).to.deep.equal(twice(0n, 0n));
      expect(await ask("one", 50n, 100n, 50n)).to.include({ state: "queued" });
      expect(await money("one")).to.deep.equal(twice(50n, 0n));
    });

    it("charge each sponsor of a transaction its own requests", async () => {
      const rows = [await mined("one", 40n, 30n), await mined("two", 50n, 7n), await mined("one", 20n, 5n)];
      await transact(storage.db, (tx) => settle(tx, rows));
      expect(await money("one")).to.deep.equal(twice(0n, 35n));
      expect(await money("two")).to.deep.equal(twice(0n, 7n));
    });

    it("charge a request once, however often it is settled", async () => {
      const { digest } = await mined("one", 40n, 30n);
      for (let i = 0; i < 2; i++) {
        const row = (await requestRow(storage.db, digest)) as RequestRow;
        await transact(storage.db, (tx) => settle(tx, [row]));
      }
      expect(await money("one")).to.deep.equal(twice(0n, 30n));
      expect(await requestRow(storage.db, digest)).to.deep.include({ reserved_wei: 0n, reserved_periods: [] });
    });

    it("keep an eighth beside the cost of a mined request until it is final, and never more than was reserved", async () => {
      const cheap = await mined("one", 40n, 16n);
      const [dear, dearer] = [await mined("two", 40n, 36n), await mined("three", 40n, 60n)];
      await transact(storage.db, (tx) => keepMargin(tx, [cheap, dear, dearer]));
      expect(await money("one")).to.deep.equal(twice(18n, 0n));
      expect(await money("two")).to.deep.equal(twice(40n, 0n));
      expect(await money("three")).to.deep.equal(twice(40n, 0n));
      const kept = async ({ digest }: RequestRow) => (await requestRow(storage.db, digest))?.reserved_wei;
      expect([await kept(cheap), await kept(dear), await kept(dearer)]).to.deep.equal([18n, 40n, 40n]);
      // A reorg may make it dearer, and settling takes away only what is reserved now.
      const row = (await requestRow(storage.db, cheap.digest)) as RequestRow;
      await transact(storage.db, (tx) => settle(tx, [{ ...row, charged_wei: 18n }]));
      expect(await money("one")).to.deep.equal(twice(0n, 18n));
    });

    it("charge at once what an attempt cost whose request waits again, with its whole reservation", async () => {
      const [row, other] = [await mined("one", 40n, 16n), await mined("two", 40n, 7n)];
      await transact(storage.db, (tx) => keepMargin(tx, [], [row, row, other]));
      expect(await money("one")).to.deep.equal(twice(40n, 32n));
      expect(await money("two")).to.deep.equal(twice(40n, 7n));
      expect(await requestRow(storage.db, row.digest)).to.include({ reserved_wei: 40n });
    });

    it("give back what a cancelled request reserved, once", async () => {
      const row = (await ask("one", 40n)) as RequestRow;
      await ask("one", 30n);
      for (let i = 0; i < 2; i++) await cancelQueued(storage.db, row.digest as Hex);
      expect(await money("one")).to.deep.equal(twice(30n, 0n));
    });
  });
}
