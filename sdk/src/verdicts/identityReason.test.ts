import { expect } from "chai";
import { concat, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { batchOf, DOORS_OPEN, EVENT, manifestOf } from "../../test/helpers/venue.ts";
import { packRightId } from "../core/RightId.ts";
import { identityReason } from "./identityReason.ts";
import type { IdentityPolicy } from "./Policy.ts";
import { type ManifestRight, rightIn } from "./rightIn.ts";

const HOLDER = `0x${"5e".repeat(20)}` as const;
const NOW = DOORS_OPEN + 600;

/** A right of class 1 that was rebound at a time, or never. */
function rightOf({ index = 0, reboundAt = 0 } = {}): ManifestRight {
  const holdings = reboundAt === 0 ? {} : { [index]: { holder: HOLDER, reboundAt, rebinds: 1, named: false } };
  const manifest = manifestOf(batchOf(Array(200).fill(HOLDER), { holdings }));
  return rightIn(manifest, packRightId({ eventId: EVENT.eventId, batch: 0, index })) as ManifestRight;
}

const reasonOf = (policy: IdentityPolicy | undefined, ...rights: readonly ManifestRight[]) =>
  identityReason(rights, NOW, policy);

describe("identityReason", () => {
  it("is none without a rule, also for a right that moves while the gate's clock is slow", () => {
    for (const reboundAt of [0, 1, NOW - 1, NOW, NOW + 1, NOW + 15]) {
      for (const policy of [undefined, {}, { classes: [2] }, { sample: { rate: 0, seed: "a" } }]) {
        expect(reasonOf(policy, rightOf({ reboundAt })), `${reboundAt - NOW} s`).to.equal(undefined);
      }
    }
  });

  it("is the class if any of the rights is of one", () => {
    expect(reasonOf({ classes: [3, 1] }, rightOf())).to.equal("class");
    const other = { ...rightOf({ index: 1 }), classId: 3 };
    expect(reasonOf({ classes: [3] }, rightOf(), other)).to.equal("class");
    expect(reasonOf({ classes: [] }, rightOf(), other)).to.equal(undefined);
  });

  it("is the rebinding if any of the rights was rebound within the time, however long that is", () => {
    const moved = (seconds: number) => rightOf({ reboundAt: NOW - seconds });
    expect(reasonOf({ reboundWithin: 100 }, rightOf(), moved(100))).to.equal("rebound");
    expect(reasonOf({ reboundWithin: 100 }, rightOf(), moved(101))).to.equal(undefined);
    expect(reasonOf({ reboundWithin: 0 }, moved(0))).to.equal("rebound");
    expect(reasonOf({ reboundWithin: 0 }, moved(-5))).to.equal("rebound");
    // A right that never moved was not rebound in 1970.
    expect(reasonOf({ reboundWithin: 2 * NOW }, rightOf())).to.equal(undefined);
  });

  it("is the spot check for the share of the rights that the seed draws", () => {
    const drawn = (rate: number, seed: string) =>
      Array.from({ length: 200 }, (_, index) => index).filter(
        (index) => reasonOf({ sample: { rate, seed } }, rightOf({ index })) === "sample",
      );
    expect(drawn(0.25, "a").length).to.be.within(30, 70);
    // Each right that a smaller share draws, a larger one draws too.
    expect(drawn(0.5, "a")).to.include.members(drawn(0.25, "a"));
    expect(drawn(0.25, "b")).not.to.deep.equal(drawn(0.25, "a"));
    // What a right draws is the start of a hash, so that it can be computed again.
    const hash = keccak256(concat([toUtf8Bytes("a"), toBeHex(rightOf().rightId, 8)]));
    const own = Number(hash.slice(0, 10)) / 2 ** 32;
    expect([drawn(own, "a").includes(0), drawn(own + 2 ** -32, "a").includes(0)]).to.deep.equal([false, true]);
    const [first = 0] = drawn(0.25, "a");
    const left = drawn(1, "a").find((index) => !drawn(0.25, "a").includes(index));
    const party = [rightOf({ index: left ?? 0 }), rightOf({ index: first })];
    expect(reasonOf({ sample: { rate: 0.25, seed: "a" } }, ...party)).to.equal("sample");
  });
});
