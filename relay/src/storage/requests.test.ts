import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { newRequest, random, upper } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { cancelQueued, enqueue, eventsOf, failuresOf, pendingOf, requestRow, statusOf, usageOf } from "./index.ts";

const DAY = "2026-11-30";

describe("a stored request", () => {
  const storage = useStorage();

  async function stored(change: object = {}, from = random(20) as Address): Promise<Hex> {
    const request = newRequest({ from });
    await enqueue(storage.db, [request]);
    await storage.db
      .updateTable("requests")
      .set({ troubles: 0, ...change })
      .where("digest", "=", request.digest)
      .execute();
    return request.digest;
  }
  const statesOf = async (digest: Hex) => (await eventsOf(storage.db, digest)).map(({ status }) => status.state);
  const reserved = async () => (await usageOf(storage.db, "one", [DAY]))[0]?.reservedWei;

  it("is known by its digest in any case, and no other is", async () => {
    const digest = await stored();
    for (const form of [digest, upper(digest)]) {
      expect(await statusOf(storage.db, form)).to.include({ digest, state: "queued" });
      expect(await requestRow(storage.db, form)).to.include({ digest, sponsor: "one" });
    }
    expect(await statusOf(storage.db, random(32))).to.equal(undefined);
    expect(await requestRow(storage.db, random(32))).to.equal(undefined);
  });

  it("is cancelled once while it is queued, and gives its money back", async () => {
    const digest = await stored({ hold_owner: "0x12", hold_until: new Date() });
    expect(await reserved()).to.equal(10n);
    for (const form of [upper(digest), digest]) {
      const { status, ...rest } = (await cancelQueued(storage.db, form)) as { result: string; status: object };
      expect(rest).to.deep.equal({ result: "cancelled" });
      expect(status).to.include({ digest, state: "cancelled" });
    }
    expect(await statesOf(digest)).to.deep.equal(["queued", "cancelled"]);
    expect(await reserved()).to.equal(0n);
    expect(await requestRow(storage.db, digest)).to.deep.include({
      ...{ state: "cancelled", reserved_wei: 0n, reserved_periods: [], hold_owner: null, hold_until: null },
      ...{ reason_code: null, reason_detail: null, reason_data: null },
    });
  });

  it("is not cancelled once it is on its way or unknown", async () => {
    const digest = await stored({ state: "assigned" });
    const answer = await cancelQueued(storage.db, digest);
    expect(answer).to.include({ result: "too_late" }).and.to.have.nested.property("status.state", "assigned");
    expect(await statesOf(digest)).to.deep.equal(["queued"]);
    expect(await reserved()).to.equal(10n);
    expect(await cancelQueued(storage.db, random(32))).to.deep.equal({ result: "unknown" });
  });

  it("counts for its sender while it waits, and after it failed since a time", async () => {
    const [one, two, three] = [random(20) as Address, random(20) as Address, random(20) as Address];
    const noon = new Date("2026-11-30T12:00:00Z");
    for (const state of ["queued", "assigned", "mined", "confirmed"]) await stored({ state }, one);
    await stored({}, two);
    await stored({ state: "confirmed", outcome: "failed", updated_at: noon }, two);
    await stored({ state: "confirmed", outcome: "success", updated_at: noon }, two);
    const all = [upper(one), two, three];
    expect(await pendingOf(storage.db, all)).to.deep.equal(new Map([[one, 2]]).set(two, 1));
    expect(await pendingOf(storage.db, [two])).to.deep.equal(new Map([[two, 1]]));
    expect(await failuresOf(storage.db, all, noon)).to.deep.equal(new Map([[two, 1]]));
    expect(await failuresOf(storage.db, all, new Date(noon.getTime() + 1))).to.deep.equal(new Map());
    expect(await pendingOf(storage.db, [])).to.deep.equal(new Map());
  });
});
