import { expect } from "chai";
import { leastTime } from "doorkey-test-support/leastTime";
import { batchOf, EVENT, manifestOf } from "../../test/helpers/venue.ts";
import { packRightId } from "../core/RightId.ts";
import { rightIn } from "./rightIn.ts";

const ADDRESSES = Array.from({ length: 200 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const);
const right = (index: number, batch = 0) => packRightId({ eventId: EVENT.eventId, batch, index });

describe("a manifest", () => {
  it("of 50,000 rights stays small, and finds each as quickly as the only one", () => {
    const holders = Array.from({ length: 1_000 }, (_, i) => ADDRESSES[i % 200] as `0x${string}`);
    const manifest = manifestOf(...Array.from({ length: 50 }, () => batchOf(holders)));
    expect(JSON.stringify(manifest).length).to.be.below(2_200_000);
    const alone = manifestOf(batchOf(holders.slice(0, 1)));
    const find = (where: typeof manifest, batches: number, rights: number) => () => {
      for (let i = 0; i < 5_000; i++) expectHolder(rightIn(where, right(i % rights, i % batches))?.holder);
    };
    expect(leastTime(find(manifest, 50, 1_000)) / leastTime(find(alone, 1, 1))).to.be.below(8);
  });
});

function expectHolder(holder: string | undefined): void {
  if (holder === undefined) throw new Error("a right is missing");
}
