import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";
import { openForwarder, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("cancelling", () => {
    it("uses a nonce by an empty request to the forwarder, without any call", async () => {
      const { forwarder, address, target, ann, sign, execute } = await networkHelpers.loadFixture(fixture);
      const regretted = await sign(ann);
      const cancel = await sign(ann, { to: address, data: "0x", nonce: regretted.request.nonce, gas: 0n });
      expect(await execute([cancel])).to.deep.equal([{ hash: await forwarder.hashOf(cancel.request), success: true }]);
      expect(await execute([regretted])).to.deep.equal([
        { hash: await forwarder.hashOf(regretted.request), skipped: SKIP.nonceUsed },
      ]);
      expect(await target.calls()).to.equal(0n);
    });

    it("cannot be done for another signer", async () => {
      const { forwarder, address, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      const regretted = await sign(ann);
      const { request, signature } = await sign(bob, { from: ann.address, to: address, data: "0x", nonce: 0n });
      expect(await execute([{ request, signature }, regretted])).to.deep.equal([
        { hash: await forwarder.hashOf(request), skipped: SKIP.badSignature },
        { hash: await forwarder.hashOf(regretted.request), success: true },
      ]);
    });

    it("never lets a request call the forwarder itself", async () => {
      const { forwarder, address, target, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      const inner = await sign(bob, { relayer: ZeroAddress });
      const data = forwarder.interface.encodeFunctionData("execute", [[inner]]);
      const outer = await sign(ann, { to: address, data, gas: 1_000_000n });
      expect(await execute([outer])).to.deep.equal([
        { hash: await forwarder.hashOf(outer.request), skipped: SKIP.targetUntrusting },
      ]);
      expect(await target.calls()).to.equal(0n);
    });
  });
});
