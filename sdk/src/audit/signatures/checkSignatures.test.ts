import { expect } from "chai";
import { holderKey } from "doorkey-test-support/keys";
import { toHex } from "../../core/bytes.ts";
import type { Hex } from "../../core/Hex.ts";
import { keccakText } from "../../core/keccak.ts";
import { checkSignatures, type SignatureCheck } from "./checkSignatures.ts";

const [good, other] = [holderKey("secp256k1", "good"), holderKey("secp256k1", "other")];
const digestOf = (n: number): Hex => toHex(keccakText(`statement ${n}`));

/** A check of statement `n`, with the signatures of these keys. */
function checkOf(n: number, ...keys: readonly { sign(digest: string): string }[]): SignatureCheck {
  const digest = digestOf(n);
  return {
    jobs: keys.map((key) => ({ digest, signature: key.sign(digest) as Hex })),
    isRight: (signer) => signer === good.address.toLowerCase(),
    fault: () => ({ note: `statement ${n}` }),
  };
}

describe("checkSignatures", () => {
  const options = { workers: 0, sample: undefined, progress: () => {} };

  it("needs one right signature of those that may be meant", async () => {
    const checks = [checkOf(0, good), checkOf(1, other, good), checkOf(2, other), checkOf(3)];
    const found = await checkSignatures(options, checks);
    expect(found.signers.map((signer) => signer === good.address.toLowerCase())).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(found.faults).to.deep.equal([{ note: "statement 2" }, { note: "statement 3" }]);
    expect(found).to.deep.include({ checked: 4, unchecked: [] });
  });

  it("looks at 32 signatures of a statement, and says that it has more", async () => {
    const many = (others: number) =>
      checkOf(0, ...Array.from({ length: others }, (_, n) => holderKey("secp256k1", `other ${n}`)), good);
    const steps: number[] = [];
    const counting = { ...options, progress: (_: number, of: number) => void steps.push(of) };
    const found = await checkSignatures(counting, [many(31), many(32), checkOf(1, other)]);
    expect(found.signers.map((signer) => signer !== undefined)).to.deep.equal([true, false, false]);
    expect(found.unchecked).to.deep.equal([{ note: "More than 32 signatures are given for one statement." }]);
    expect(found).to.deep.include({ checked: 2, faults: [{ note: "statement 1" }] });
    // 31 of them are the same in both.
    expect(steps.at(-1)).to.equal(32 + 1 + 1);
  });

  it("takes a sample from the whole, and says what it leaves out", async () => {
    const checks = Array.from({ length: 10 }, (_, n) => checkOf(n, n === 9 || n === 5 ? other : good));
    const found = await checkSignatures({ ...options, sample: 4 }, checks);
    expect(found.signers.flatMap((signer, i) => (signer === undefined ? [] : i))).to.deep.equal([0, 2, 7]);
    expect(found.faults).to.deep.equal([{ note: "statement 5" }]);
    expect(found.checked).to.equal(4);
    expect(found.unchecked).to.deep.equal([{ note: "The sample leaves out 6 of 10 signatures." }]);
    for (const sample of [10, 11]) {
      expect((await checkSignatures({ ...options, sample }, checks)).unchecked).to.deep.equal([]);
    }
  });

  it("gives the same in threads, and counts up to all of them", async () => {
    const checks = Array.from({ length: 210 }, (_, n) => checkOf(n, n % 7 === 0 ? other : good));
    const steps: number[] = [];
    const threaded = await checkSignatures(
      { ...options, workers: 2, progress: (done, of) => steps.push(done / of) },
      checks,
    );
    const alone = await checkSignatures(options, checks);
    expect(threaded).to.deep.equal(alone);
    expect(threaded.faults).to.have.length(30);
    expect(steps.at(-1)).to.equal(1);
    expect(steps).to.deep.equal(steps.toSorted((a, b) => a - b));
  });
});
