import { expect } from "chai";
import type { Hex } from "doorkey";
import { sql } from "kysely";
import { newRequest, random } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { enqueue, requestRow } from "./index.ts";
import { holdBriefly, quarantine } from "./quarantine.ts";

describe("a request that waits", () => {
  const storage = useStorage();

  async function stored(change: object = {}): Promise<Hex> {
    const request = newRequest();
    await enqueue(storage.db, [request]);
    const held = { hold_owner: random(20), ...change };
    await storage.db.updateTable("requests").set(held).where("digest", "=", request.digest).execute();
    return request.digest;
  }
  const now = async () => {
    const { rows } = await sql<{ readonly at: Date }>`select clock_timestamp() as at`.execute(storage.db);
    return rows[0]?.at.getTime() ?? 0;
  };
  /** Seconds from a time until it comes back, to a millisecond. */
  const waitFrom = async (start: number, digest: Hex) => {
    const row = await requestRow(storage.db, digest);
    return ((row?.hold_until?.getTime() ?? 0) - start + 1) / 1_000;
  };
  /** Seconds until it comes back, by the database's clock; null if it does not wait. */
  const waitOf = async (digest: Hex) => {
    const seconds = sql<number | null>`extract(epoch from hold_until - clock_timestamp())::float8`;
    const query = storage.db.selectFrom("requests").select(seconds.as("seconds")).where("digest", "=", digest);
    return (await query.executeTakeFirstOrThrow()).seconds;
  };

  it("comes back after a second if it was too early, and only if it was queued", async () => {
    const [early, sent, other] = [await stored(), await stored({ state: "assigned" }), await stored()];
    const start = await now();
    await holdBriefly(storage.db, [early, sent]);
    expect(await waitFrom(start, early)).to.be.at.least(1);
    expect(await waitOf(early)).to.be.at.most(1);
    expect((await requestRow(storage.db, early))?.hold_owner).to.equal(null);
    for (const digest of [sent, other]) expect(await waitOf(digest)).to.equal(null);
    await holdBriefly(storage.db, []);
    expect(await waitOf(other)).to.equal(null);
  });

  it("waits twice as long after each trouble, five minutes at most, and knows the node's last words", async () => {
    for (const [troubles, seconds] of [
      [0, 1],
      [1, 2],
      [6, 64],
      [9, 300],
      [2_000, 300],
    ] as const) {
      const digest = await stored({ troubles });
      const start = await now();
      const held = await quarantine(storage.db, [{ digest, trouble: `${"x".repeat(500)}y` }]);
      expect(held).to.deep.equal([{ digest, sponsor: "one", troubles: troubles + 1 }]);
      // By chance up to a quarter less or more.
      expect(await waitFrom(start, digest)).to.be.at.least(seconds * 0.75);
      expect(await waitOf(digest)).to.be.below(seconds * 1.25);
      const row = await requestRow(storage.db, digest);
      expect(row).to.include({ trouble: "x".repeat(500), hold_owner: null });
    }
  });

  it("is left alone once it is no longer queued", async () => {
    const digest = await stored({ state: "assigned" });
    expect(await quarantine(storage.db, [{ digest, trouble: "no answer" }])).to.deep.equal([]);
    expect(await requestRow(storage.db, digest)).to.include({ troubles: 0, trouble: null });
    expect(await quarantine(storage.db, [])).to.deep.equal([]);
  });
});
