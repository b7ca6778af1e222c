import { expect } from "chai";
import { bumpFees, cheaper, type FeePolicy, likelyFee, raiseTip, suggestFees } from "./fees.ts";

const policy: FeePolicy = { maxFeeCap: 1_000n, minTip: 10n, maxTip: 200n };

describe("fees", () => {
  describe("suggestFees", () => {
    const tipAt = (tips: readonly bigint[]) => suggestFees({ nextBaseFee: 100n, tips }, policy)?.maxTip;

    it("offers twice the base fee and the tip", () => {
      expect(suggestFees({ nextBaseFee: 100n, tips: [50n] }, policy)).to.deep.equal({ maxFee: 250n, maxTip: 50n });
    });

    it("takes the median of the tips, which a few dear blocks do not move", () => {
      expect(tipAt([90n, 20n, 30n])).to.equal(30n);
      expect(tipAt([20n, 40n, 10n, 30n]), "the higher one in the middle").to.equal(30n);
      expect(tipAt([...Array<bigint>(10).fill(20n), ...Array<bigint>(9).fill(10n ** 12n)])).to.equal(20n);
    });

    it("offers the lowest tip if no block says anything, or all say less", () => {
      expect(tipAt([])).to.equal(10n);
      expect(tipAt([0n, 0n])).to.equal(10n);
      expect([9n, 10n, 11n].map((tip) => tipAt([tip]))).to.deep.equal([10n, 10n, 11n]);
    });

    it("never offers more than the highest tip", () => {
      expect([199n, 200n, 201n, 10n ** 12n].map((tip) => tipAt([tip]))).to.deep.equal([199n, 200n, 200n, 200n]);
    });

    it("never offers more than the cap, and nothing once base fee and lowest tip are above it", () => {
      const at = (nextBaseFee: bigint) => suggestFees({ nextBaseFee, tips: [50n] }, policy);
      expect(at(475n)?.maxFee).to.equal(1_000n);
      expect(at(476n)?.maxFee).to.equal(1_000n);
      expect(at(990n)).to.deep.equal({ maxFee: 1_000n, maxTip: 50n });
      expect(at(991n)).to.equal(undefined);
    });

    it("offers no tip above the whole price", () => {
      const low = { maxFeeCap: 100n, minTip: 10n, maxTip: 200n };
      expect(suggestFees({ nextBaseFee: 5n, tips: [150n] }, low)).to.deep.equal({ maxFee: 100n, maxTip: 100n });
    });
  });

  describe("likelyFee", () => {
    const at = (nextBaseFee: bigint, tips: readonly bigint[] = [50n]) => likelyFee({ nextBaseFee, tips }, policy);

    it("is a quarter above the base fee, with the tip that is offered", () => {
      expect([at(100n), at(101n), at(104n)]).to.deep.equal([175n, 176n, 180n]);
      expect(at(100n, [5n])).to.equal(135n);
    });

    it("is at most the cap, also when nothing is offered", () => {
      expect([at(760n), at(761n), at(990n), at(5_000n)]).to.deep.equal([1_000n, 1_000n, 1_000n, 1_000n]);
      expect(at(759n)).to.equal(998n);
    });
  });

  describe("bumpFees", () => {
    it("raises both caps by at least 12.5 %, rounded up", () => {
      expect(bumpFees({ maxFee: 8n, maxTip: 8n }, undefined, policy)).to.deep.equal({ maxFee: 9n, maxTip: 9n });
      expect(bumpFees({ maxFee: 9n, maxTip: 1n }, undefined, policy)).to.deep.equal({ maxFee: 11n, maxTip: 2n });
    });

    it("takes the suggested price if it is higher", () => {
      const last = { maxFee: 80n, maxTip: 16n };
      expect(bumpFees(last, { maxFee: 90n, maxTip: 18n }, policy)).to.deep.equal({ maxFee: 90n, maxTip: 18n });
      expect(bumpFees(last, { maxFee: 91n, maxTip: 17n }, policy)).to.deep.equal({ maxFee: 91n, maxTip: 18n });
      expect(bumpFees(last, { maxFee: 300n, maxTip: 100n }, policy)).to.deep.equal({ maxFee: 300n, maxTip: 100n });
    });

    it("goes up to the cap and not above it", () => {
      expect(bumpFees({ maxFee: 888n, maxTip: 10n }, undefined, policy)?.maxFee).to.equal(999n);
      expect(bumpFees({ maxFee: 889n, maxTip: 10n }, undefined, { ...policy, maxFeeCap: 1_001n })?.maxFee).to.equal(
        1_001n,
      );
      expect(bumpFees({ maxFee: 889n, maxTip: 10n }, undefined, policy)).to.equal(undefined);
    });
  });

  describe("raiseTip", () => {
    const last = { maxFee: 300n, maxTip: 50n };

    it("raises only the tip, to what the node asks for, or else to twice as much", () => {
      expect(raiseTip(last, 70n, policy)).to.deep.equal({ maxFee: 320n, maxTip: 70n });
      expect(raiseTip(last, undefined, policy)).to.deep.equal({ maxFee: 350n, maxTip: 100n });
    });

    it("raises it by one wei at least, also if the node asks for less than it got", () => {
      expect(raiseTip(last, 5n, policy)).to.deep.equal({ maxFee: 301n, maxTip: 51n });
      expect(raiseTip({ maxFee: 300n, maxTip: 0n }, undefined, policy)).to.deep.equal({ maxFee: 301n, maxTip: 1n });
    });

    it("goes up to the highest tip and not above it", () => {
      expect(raiseTip(last, 200n, policy)?.maxTip).to.equal(200n);
      expect(raiseTip(last, 201n, policy)).to.equal(undefined);
    });

    it("offers the highest tip if twice as much would be above it", () => {
      expect(raiseTip({ maxFee: 300n, maxTip: 150n }, undefined, policy)?.maxTip).to.equal(200n);
      expect(raiseTip({ maxFee: 300n, maxTip: 200n }, undefined, policy)).to.equal(undefined);
    });

    it("keeps the price within the cap", () => {
      expect(raiseTip({ maxFee: 990n, maxTip: 50n }, 60n, policy)).to.deep.equal({ maxFee: 1_000n, maxTip: 60n });
      expect(raiseTip({ maxFee: 990n, maxTip: 50n }, 61n, policy)).to.deep.equal({ maxFee: 1_000n, maxTip: 61n });
      const tight = { ...policy, maxFeeCap: 100n };
      expect(raiseTip({ maxFee: 90n, maxTip: 50n }, 100n, tight)).to.deep.equal({ maxFee: 100n, maxTip: 100n });
      expect(raiseTip({ maxFee: 90n, maxTip: 50n }, 101n, tight)).to.equal(undefined);
    });
  });

  describe("cheaper", () => {
    it("halves the price, and keeps the tip", () => {
      expect(cheaper({ maxFee: 800n, maxTip: 50n }, 100n)).to.deep.equal({ maxFee: 400n, maxTip: 50n });
    });

    it("goes down to the next base fee and the tip, and no lower", () => {
      expect(cheaper({ maxFee: 200n, maxTip: 50n }, 100n)).to.deep.equal({ maxFee: 150n, maxTip: 50n });
      expect(cheaper({ maxFee: 151n, maxTip: 50n }, 100n)?.maxFee).to.equal(150n);
      expect(cheaper({ maxFee: 150n, maxTip: 50n }, 100n)).to.equal(undefined);
      expect(cheaper({ maxFee: 149n, maxTip: 50n }, 100n)).to.equal(undefined);
    });
  });
});
