import { expect } from "chai";
import { batchOf, EVENT, manifestOf } from "../../test/helpers/venue.ts";
import { packRightId } from "../values/RightId.ts";
import { manifestBatch } from "./manifestBatch.ts";
import { rightIn } from "./rightIn.ts";

const ADDRESSES = Array.from({ length: 200 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const);
const right = (index: number, batch = 0) => packRightId({ eventId: EVENT.eventId, batch, index });

describe("a manifest", () => {
  it("has the rights that the chain returned", () => {
    const seats = ADDRESSES.map((address, i) => `${address.slice(2)}${(i + 300).toString(16).padStart(6, "0")}`);
    const batch = manifestBatch({
      agentId: 9n,
      classId: 2n,
      count: 200n,
      seated: true,
      tagged: false,
      records: `0x${seats.join("")}`,
      statuses: [1n << 2n, (2n << 2n) | (3n << 4n)], // right 1 moved; of the second word 129 admitted, 130 void
      moved: [{ index: 1n, holder: ADDRESSES[7] as string, boundAt: 77n, rebinds: 2n, named: true }],
    });
    const manifest = manifestOf(batchOf([ADDRESSES[3] as `0x${string}`]), batch);
    expect(rightIn(manifest, right(1, 1))).to.deep.equal({
      rightId: right(1, 1),
      holder: ADDRESSES[7],
      firstHolder: ADDRESSES[1],
      status: "moved",
      agentId: 9,
      classId: 2,
      seat: 301,
      tagged: true,
      boundAt: 77,
      rebinds: 2,
    });
    const status = (index: number) => rightIn(manifest, right(index, 1))?.status;
    expect([0, 127, 128, 129, 130, 131, 199].map(status)).to.deep.equal([
      "granted",
      "granted",
      "granted",
      "admitted",
      "void",
      "granted",
      "granted",
    ]);
    expect(rightIn(manifest, right(199, 1))).to.include({ holder: ADDRESSES[199], seat: 499 });
    expect(rightIn(manifest, right(0))).to.include({ holder: ADDRESSES[3], seat: 0 });
  });

  it("has no right beyond its batches, or of another event", () => {
    const manifest = manifestOf(batchOf(ADDRESSES.slice(0, 2)));
    expect(rightIn(manifest, right(1))?.holder).to.equal(ADDRESSES[1]);
    expect(rightIn(manifest, right(2))).to.equal(undefined);
    expect(rightIn(manifest, right(0, 1))).to.equal(undefined);
    expect(rightIn(manifest, packRightId({ eventId: 8, batch: 0, index: 0 }))).to.equal(undefined);
  });

  it("survives JSON", () => {
    const manifest = manifestOf(batchOf(ADDRESSES.slice(0, 2)));
    expect(JSON.parse(JSON.stringify(manifest))).to.deep.equal(manifest);
    expect(structuredClone(manifest)).to.deep.equal(manifest);
  });

  it("refuses a batch that does not hold what it counts", () => {
    const batch = { agentId: 1, classId: 1, count: 2, seated: false, tagged: false, statuses: [], moved: [] };
    expect(() => manifestBatch({ ...batch, records: ADDRESSES[0] as string })).to.throw("records must hold 2 rights");
  });

  it("of 50,000 rights stays small and quick", () => {
    const holders = Array.from({ length: 1_000 }, (_, i) => ADDRESSES[i % 200] as `0x${string}`);
    const manifest = manifestOf(...Array.from({ length: 50 }, () => batchOf(holders)));
    expect(JSON.stringify(manifest).length).to.be.below(2_200_000);
    const start = performance.now();
    for (let i = 0; i < 50_000; i++) expectHolder(rightIn(manifest, right(i % 1_000, Math.floor(i / 1_000)))?.holder);
    expect(performance.now() - start).to.be.below(2_000);
  });
});

function expectHolder(holder: string | undefined): void {
  if (holder === undefined) throw new Error("a right is missing");
}
