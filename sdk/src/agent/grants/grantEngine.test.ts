import { expect } from "chai";
import { HALL, openShow, type Show } from "doorkey-test-support/show";
import { refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { act, grant, grantedOf, holderOf, strangerAt } from "../../../test/helpers/acts.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { Hex } from "../../core/Hex.ts";
import { startTestChain, type TestChain } from "../../testing/startTestChain.ts";
import { type JournalLedger, journalLedger } from "../bulk/journalLedger.ts";
import type { PlannedRow } from "../bulk/planRows.ts";
import { type GrantEngine, grantItems } from "./grantEngine.ts";

const STANDING = 1;
const FEW = 3;

const rowsOf = (count: number, classId = STANDING): PlannedRow[] =>
  Array.from({ length: count }, (_, row) => ({
    ...{ row, classId, holder: strangerAt(row), quantity: 1, seats: [], evidence: [] },
  }));

for (const transport of TRANSPORTS) {
  describe(`grantItems, ${transport}`, () => {
    let chain: TestChain;
    let selling: Show;
    before(async () => {
      chain = await startTestChain();
    });
    beforeEach(async () => {
      selling = await openShow(chain, { transport, classes: HALL });
    });
    after(() => chain.close());

    /** Grants rows with a ledger that does this once a request is signed, before it is sent. */
    async function run(
      rows: readonly PlannedRow[],
      journal: (items: readonly PlannedRow[], ledger: JournalLedger) => Promise<unknown>,
      change: Partial<GrantEngine<PlannedRow>> = {},
    ): Promise<JournalLedger> {
      const { agent: connection, agentId, eventId } = selling;
      const inner = journalLedger({ connection, rows });
      const ledger: JournalLedger = {
        ...inner,
        journal: async (items, request) =>
          (await journal(items, inner)) === false ? false : inner.journal(items, request),
      };
      await grantItems(
        { ...{ connection, agentId, eventId, ledger, whole: false, patience: 0, concurrency: 4 }, ...change },
        rows,
      );
      return inner;
    }
    const endings = (ledger: JournalLedger) =>
      ledger.results().map((one) => (one.status === "refused" ? one.reason : one.status));

    it("sends nothing for items of which another process has changed one, and grants the others", async () => {
      const signed: number[][] = [];
      const ledger = await run(rowsOf(4), async (items, inner) => {
        signed.push(items.map(({ row }) => row));
        if (signed.length > 1) return true;
        inner.skip([{ row: 1, status: "skipped", rightIds: [] }]);
        return false;
      });
      expect(signed).to.deep.equal([
        [0, 1, 2, 3],
        [0, 2, 3],
      ]);
      expect(endings(ledger)).to.deep.equal(["granted", "skipped", "granted", "granted"]);
      expect(await grantedOf(selling, STANDING)).to.equal(3);
      const last = ledger.results().at(-1);
      const [rightId = 0n] = last?.status === "granted" ? last.rightIds : [];
      expect(await holderOf(selling, rightId)).to.equal(checksummed(strangerAt(3)));
    });

    it("makes no further call once another process has granted all items", async () => {
      let asked = 0;
      const taken = async (items: readonly PlannedRow[], inner: JournalLedger) => {
        inner.skip(items.map(({ row }) => ({ row, status: "skipped", rightIds: [] })));
        return false;
      };
      const hookData = (): Hex => {
        asked++;
        return "0x";
      };
      const ledger = await run(rowsOf(2), taken, { hookData });
      expect([asked, endings(ledger)]).to.deep.equal([1, ["skipped", "skipped"]]);
    });

    it("gives the places that are left to the first items if others are sold between signing and sending", async () => {
      let isFirst = true;
      const ledger = await run(rowsOf(3, FEW), async () => {
        if (isFirst) await grant(selling, [strangerAt(8), strangerAt(9)], { classId: FEW });
        isFirst = false;
      });
      expect(endings(ledger)).to.deep.equal(["granted", "ClassSoldOut", "ClassSoldOut"]);
      expect(await grantedOf(selling, FEW)).to.equal(3);
    });

    it("refuses items once five requests were signed and failed, with the reason of the last", async () => {
      const { organizer, eventId } = selling;
      let signed = 0;
      const ledger = await run(
        rowsOf(2),
        async () => {
          signed++;
          await act(organizer, "EventRegistry", "pauseSales", [eventId]);
        },
        {
          hookData: async (): Promise<Hex> => {
            if (signed > 0) await act(organizer, "EventRegistry", "resumeSales", [eventId]);
            return "0x";
          },
        },
      );
      expect(endings(ledger)).to.deep.equal(["SalesArePaused", "SalesArePaused"]);
      expect([signed, await grantedOf(selling, STANDING)]).to.deep.equal([5, 0]);
    });

    it("tries a batch again after one that failed on chain only when nothing else is on its way", async () => {
      const { organizer, agent: connection, agentId, eventId } = selling;
      const rows = [...rowsOf(1), { ...rowsOf(1, FEW)[0], row: 1 } as PlannedRow];
      const steps: string[] = [];
      const [signed, failed, again] = [0, 1, 2].map(() => Promise.withResolvers<void>());
      const inner = journalLedger({ connection, rows });
      const ledger: JournalLedger = {
        ...inner,
        journal: async (items, request) => {
          const isFirst = steps.length < 3;
          if (items[0]?.classId === FEW) {
            // The first batch is sent while sales are paused, and this one is held until that has failed.
            signed?.resolve();
            await failed?.promise;
            await act(organizer, "EventRegistry", "resumeSales", [eventId]);
            const others = [8, 9, 10].map((n) => () => grant(selling, [strangerAt(n)]));
            await Promise.race([
              again?.promise,
              others.reduce((all, one) => all.then(one), Promise.resolve<unknown>(0)),
            ]);
          } else if (isFirst) {
            await signed?.promise;
            await act(organizer, "EventRegistry", "pauseSales", [eventId]);
          }
          return inner.journal(items, request);
        },
        settle: async (ending) => {
          steps.push(ending.status);
          if (ending.status === "dead") failed?.resolve();
          return inner.settle(ending);
        },
      };
      const hookData = async ({ classId }: { readonly classId: number }): Promise<Hex> => {
        steps.push(`asks ${classId}`);
        if (steps.includes("dead")) again?.resolve();
        return "0x";
      };
      await grantItems(
        { connection, agentId, eventId, ledger, hookData, whole: false, patience: 0, concurrency: 2 },
        rows,
      );
      expect(steps).to.deep.equal([
        `asks ${STANDING}`,
        `asks ${FEW}`,
        "dead",
        "granted",
        `asks ${STANDING}`,
        "granted",
      ]);
      expect(endings(inner)).to.deep.equal(["granted", "granted"]);
    });

    it("grants halves of a batch that is too large side by side", async () => {
      const width = { now: 0, most: 0 };
      const hookData: GrantEngine<PlannedRow>["hookData"] = async ({ items }): Promise<Hex> => {
        if (items.length > 2) return `0x${"00".repeat(130_000)}`;
        width.most = Math.max(width.most, ++width.now);
        await new Promise((done) => setImmediate(done));
        width.now--;
        return "0x";
      };
      const ledger = await run(rowsOf(8), async () => {}, { hookData });
      expect(endings(ledger)).to.deep.equal(Array(8).fill("granted"));
      expect(width.most).to.be.within(2, 4);
    });

    it("leaves items open if sales open with the next block, and refuses them if sales open later", async () => {
      for (const [wait, isOpen] of [
        [10, true],
        [3_600, false],
      ] as const) {
        const salesOpenAt = (await chain.clock.now()) + 60;
        selling = await openShow(chain, { transport, classes: HALL, schedule: { salesOpenAt: salesOpenAt + wait } });
        await chain.clock.travelTo(salesOpenAt);
        const work = run(rowsOf(2), async () => expect.fail("it was signed"));
        if (isOpen) expect(await refusalOf(work)).to.include({ code: "CALL_REVERTED", name: "SalesClosed" });
        else expect(endings(await work)).to.deep.equal(["SalesClosed", "SalesClosed"]);
        expect(await grantedOf(selling, STANDING)).to.equal(0);
      }
    });
  });
}
