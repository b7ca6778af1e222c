import { expect } from "chai";
import type { Hex } from "doorkey";
import { sql } from "kysely";
import { cancelQueued, enqueue, type NewRequest, queueFigures } from "../../src/storage/index.ts";
import { quarantine } from "../../src/storage/quarantine.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "../helpers/storages.ts";

const digestOf = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;

function itemOf(number: number): NewRequest {
  const address = "0x00000000000000000000000000000000000000a1";
  const request = {
    from: address,
    to: address,
    gas: "1",
    nonce: String(number),
    deadline: 1,
    relayer: address,
  } as const;
  return {
    digest: digestOf(number),
    kind: "request",
    from: address,
    nonce: BigInt(number),
    to: address,
    selector: "0x12345678",
    gas: 1,
    deadline: 1,
    payload: { request: { ...request, data: "0x12345678" }, signature: "0x12" },
    sponsor: "acme",
    priority: 1,
    reservation: { wei: 0n, limits: [] },
  };
}

for (const kind of storageKinds) {
  describe(`quarantine (${kind})`, () => {
    let storage: TestStorage;
    before(async () => {
      storage = await openTestStorage(kind);
    });
    beforeEach(() => emptyTables(storage.db));
    after(() => storage.remove());

    /** Seconds from the last change of a row until its hold ends, by the database's clock. */
    const waits = async () => {
      const { rows } = await sql<{ digest: Hex; wait: number; troubles: number; trouble: string | null }>`
        select digest, troubles, trouble, extract(epoch from hold_until - clock_timestamp())::float8 as wait
        from requests order by digest`.execute(storage.db);
      return rows;
    };
    const held = (number: number, trouble = "no answer") => ({ digest: digestOf(number), trouble });

    it("makes a request wait twice as long after each trouble, up to five minutes", async () => {
      await enqueue(storage.db, [itemOf(1)]);
      for (const [i, seconds] of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].entries()) {
        expect(await quarantine(storage.db, [held(1)])).to.deep.equal([
          { digest: digestOf(1), sponsor: "acme", troubles: i + 1 },
        ]);
        const [row] = await waits();
        // Waits are a quarter shorter or longer. The statement before took its part.
        expect(row?.wait).to.be.within(-10, seconds * 1.25);
        if (seconds > 60) expect(row?.wait).to.be.above(seconds * 0.75 - 10);
      }
    });

    it("does not overflow after a thousand troubles", async () => {
      await enqueue(storage.db, [itemOf(1)]);
      await storage.db.updateTable("requests").set({ troubles: 1_000 }).execute();
      await quarantine(storage.db, [held(1)]);
      expect((await waits())[0]?.wait).to.be.within(200, 375);
    });

    it("makes requests wait by themselves, each with the node's words, and no others", async () => {
      await enqueue(
        storage.db,
        Array.from({ length: 30 }, (_, i) => itemOf(i + 1)),
      );
      await storage.db.updateTable("requests").set({ troubles: 12 }).execute();
      await quarantine(storage.db, [
        ...Array.from({ length: 28 }, (_, i) => held(i + 1, `word's "${i + 1}"`)),
        held(29, "w".repeat(501)),
      ]);
      const rows = await waits();
      expect(rows[27]).to.include({ troubles: 13, trouble: 'word\'s "28"' });
      expect(rows[28]?.trouble).to.equal("w".repeat(500));
      expect(rows[29]).to.deep.equal({ digest: digestOf(30), troubles: 12, trouble: null, wait: null });
      // They differ by chance, so they do not come back together.
      const ends = rows.slice(0, 29).map(({ wait }) => Math.round(wait));
      expect(new Set(ends).size).to.be.above(10);
      expect((await queueFigures(storage.db)).quarantined).to.equal(29);
    });

    it("leaves a request alone that was cancelled meanwhile, or that is unknown", async () => {
      await enqueue(storage.db, [itemOf(1), itemOf(2)]);
      await cancelQueued(storage.db, digestOf(1));
      expect(await quarantine(storage.db, [held(1), held(2), held(3)])).to.deep.equal([
        { digest: digestOf(2), sponsor: "acme", troubles: 1 },
      ]);
      expect(await quarantine(storage.db, [])).to.deep.equal([]);
      expect((await waits())[0]).to.include({ troubles: 0, trouble: null });
    });
  });
}
