import { expect } from "chai";
import type { SignedRequest } from "doorkey-test-support/statements";
import { toBeHex, ZeroAddress, ZeroHash } from "ethers";
import { network } from "hardhat";
import { openForwarder, outcomes, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("attack: hostile targets", () => {
    it("that burn gas in the trust check cost 30,000, and affect no other request", async () => {
      const { forwarder, target, ann, bob, relay, sign } = await networkHelpers.loadFixture(fixture);
      const to = await (await ethers.deployContract("GasBurningTrust")).getAddress();
      const requests = [await sign(ann, { to }), await sign(bob), await sign(ann, { to }), await sign(bob)];
      const hashes = await Promise.all(requests.map(({ request }) => forwarder.hashOf(request)));
      const transaction = await forwarder.connect(relay).execute(requests, { gasLimit: 600_000n });
      const receipt = await transaction.wait();
      expect(outcomes(forwarder, receipt)).to.deep.equal([
        { hash: hashes[0], skipped: SKIP.targetUntrusting },
        { hash: hashes[1], success: true },
        { hash: hashes[2], skipped: SKIP.targetUntrusting },
        { hash: hashes[3], success: true },
      ]);
      expect(await target.calls()).to.equal(2n);
      expect(receipt?.gasUsed).to.be.greaterThan(60_000n).and.lessThan(400_000n);
    });

    it("that return too much, in the trust check and in the call, are not copied", async () => {
      const { forwarder, ann, relay, sign } = await networkHelpers.loadFixture(fixture);
      const bomb = await ethers.deployContract("ReturnBomb");
      const to = await bomb.getAddress();
      for (const name of ["returnBytes", "revertBytes"]) {
        const data = bomb.getFunction(name).fragment.selector + toBeHex(1_000_000, 32).slice(2);
        const signed = await sign(ann, { to, data, gas: 3_000_000n });
        const receipt = await (await forwarder.connect(relay).execute([signed], { gasLimit: 4_000_000n })).wait();
        const hash = await forwarder.hashOf(signed.request);
        expect(outcomes(forwarder, receipt)).to.deep.equal([
          name === "returnBytes" ? { hash, success: true } : { hash, success: false, reason: ZeroHash },
        ]);
        // A copy of a million bytes would cost another 2 million gas.
        expect(receipt?.gasUsed).to.be.greaterThan(2_000_000n).and.lessThan(2_200_000n);
      }
    });

    it("that reenter can run requests of other signers, as them, but never the same request again", async () => {
      const { forwarder, address, target, relay, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      const reentrant = await ethers.deployContract("ReentrantTarget", [address]);
      const to = await reentrant.getAddress();
      const outer = await sign(ann, {
        to,
        data: reentrant.interface.encodeFunctionData("reenter"),
        gas: 2_000_000n,
        relayer: ZeroAddress,
      });
      const anyone = await sign(bob, { relayer: to });
      const named = await sign(bob, { relayer: relay.address });
      const last = await sign(ann);
      await (await reentrant.keep([outer, anyone, named])).wait();

      const hash = async ({ request }: SignedRequest) => forwarder.hashOf(request);
      expect(await execute([outer, last, named])).to.deep.equal([
        { hash: await hash(outer), skipped: SKIP.nonceUsed },
        { hash: await hash(anyone), success: true },
        { hash: await hash(named), skipped: SKIP.otherRelayer },
        { hash: await hash(outer), success: true },
        { hash: await hash(last), success: true },
        { hash: await hash(named), success: true },
      ]);
      expect(await target.calls()).to.equal(3n);
      expect(await target.sender()).to.equal(bob.address);
    });
  });
});
