import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";
import { openForwarder } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("attack: steering a call by the transaction's gas", () => {
    it("never reaches a target's catch branch: too little gas reverts the transaction", async () => {
      const { forwarder, address, eve, ann, sign } = await networkHelpers.loadFixture(fixture);
      const target = await ethers.deployContract("TryCatchTarget", [address]);
      const rounds = 8_000n;
      const data = target.interface.encodeFunctionData("attempt", [rounds]);
      const gas = await ethers.provider.estimateGas({ to: target, from: eve, data });

      // A direct call with less gas makes the target take the other path, and the transaction succeeds.
      await (await target.connect(eve).attempt(rounds, { gasLimit: (gas * 95n) / 100n })).wait();
      expect([await target.done(), await target.fellBack()]).to.deep.equal([0n, 1n]);

      let ran = 0n;
      let reverted = 0;
      // From less than the call itself to more than the whole transaction. 64/63 of the call is in between.
      const to = await target.getAddress();
      for (let gasLimit = (gas * 9n) / 10n; gasLimit < (gas * 64n) / 63n + 120_000n; gasLimit += 2_000n) {
        const signed = await sign(ann, { to, data, gas, relayer: ZeroAddress });
        const sent = forwarder.connect(eve).execute([signed], { gasLimit });
        const done = await sent.then(
          () => true,
          () => false,
        );
        if (done) ran++;
        else reverted++;
        expect(await forwarder.isNonceUsed(ann.address, signed.request.nonce)).to.equal(done);
      }
      expect(await target.done()).to.equal(ran);
      expect(await target.fellBack()).to.equal(1n);
      expect(ran > 10n && reverted > 10, "the sweep misses the tipping point").to.equal(true);
    });

    it("reverts with the index of the request that asks for too much gas, and costs only the relay", async () => {
      const { forwarder, target, relay, ann, bob, sign, execute } = await networkHelpers.loadFixture(fixture);
      const requests = [await sign(ann), await sign(bob, { gas: 3_000_000n })];
      await expect(forwarder.connect(relay).execute(requests, { gasLimit: 1_000_000n }))
        .to.be.revertedWithCustomError(forwarder, "ForwarderGasTooLow")
        .withArgs(1n, (left: bigint) => left > 0n && left < 1_000_000n, 3_000_000n);
      expect(await target.calls()).to.equal(0n);
      await execute(requests);
      expect(await target.calls()).to.equal(2n);
    });
  });
});
