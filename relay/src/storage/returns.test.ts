import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { newRequest, newReturn, random, upper } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { enqueue, returnsUnderWay, touches } from "./index.ts";

describe("returns under way", () => {
  const storage = useStorage();

  it("touch where they share a right", () => {
    const range = (first: bigint, count: number) => ({ first, count });
    for (const [other, shared] of [
      [range(10n, 3), true],
      [range(9n, 2), true],
      [range(12n, 1), true],
      [range(11n, 1), true],
      [range(5n, 20), true],
      [range(9n, 1), false],
      [range(13n, 1), false],
    ] as const) {
      expect(touches(range(10n, 3), other), `${other.first}`).to.equal(shared);
      expect(touches(other, range(10n, 3)), `${other.first}`).to.equal(shared);
    }
  });

  it("are those of the holders asked for, until they are on the chain", async () => {
    const [one, two] = [random(20) as Address, random(20) as Address];
    const [queued, sent, mined, foreign] = [
      newReturn(one, 1n),
      newReturn(one, 5n, 3),
      newReturn(one, 9n),
      newReturn(two, 1n),
    ];
    await enqueue(storage.db, [queued, sent, mined, foreign, newRequest({ from: one })]);
    const change = (digest: Hex, state: "assigned" | "mined") =>
      storage.db.updateTable("requests").set({ state }).where("digest", "=", digest).execute();
    await change(sent.digest, "assigned");
    await change(mined.digest, "mined");
    const found = await returnsUnderWay(storage.db, [upper(one)]);
    expect(found.sort((a, b) => Number(a.first - b.first))).to.deep.equal([
      { first: 1n, count: 1, digest: queued.digest, holder: one },
      { first: 5n, count: 3, digest: sent.digest, holder: one },
    ]);
    expect(await returnsUnderWay(storage.db, [one, two])).to.have.length(3);
    expect(await returnsUnderWay(storage.db, [])).to.deep.equal([]);
  });
});
