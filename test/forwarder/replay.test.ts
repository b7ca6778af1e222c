import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { network } from "hardhat";
import { openForwarder, outcomes, SKIP } from "../helpers/forwarder.ts";

const { ethers, networkHelpers } = await network.create();

async function fixture() {
  return openForwarder(ethers);
}

describe("GasRelayForwarder", () => {
  describe("attack: running ahead of the relay", () => {
    it("skips that request in the relay's batch, with a log, and executes the others", async () => {
      const { forwarder, target, eve, ann, sign, execute } = await networkHelpers.loadFixture(fixture);
      const requests = [];
      for (let i = 0; i < 3; i++) requests.push(await sign(ann, { relayer: ZeroAddress }));
      const [first, second, third] = await Promise.all(requests.map(({ request }) => forwarder.hashOf(request)));
      expect(await execute(requests.slice(1, 2), eve)).to.deep.equal([{ hash: second, success: true }]);
      expect(await execute(requests)).to.deep.equal([
        { hash: first, success: true },
        { hash: second, skipped: SKIP.nonceUsed },
        { hash: third, success: true },
      ]);
      expect(await target.calls()).to.equal(3n);
    });

    it("fails if the request names its relayer", async () => {
      const { forwarder, target, eve, ann, relay, sign, execute } = await networkHelpers.loadFixture(fixture);
      const signed = await sign(ann, { relayer: relay.address });
      const hash = await forwarder.hashOf(signed.request);
      expect(await forwarder.check(signed, eve.address)).to.equal(SKIP.otherRelayer);
      expect(await execute([signed], eve)).to.deep.equal([{ hash, skipped: SKIP.otherRelayer }]);
      expect(await target.calls()).to.equal(0n);
      expect(await execute([signed])).to.deep.equal([{ hash, success: true }]);
    });
  });

  describe("attack: replay", () => {
    it("within a batch, within a block and later executes a request only once", async () => {
      const { forwarder, target, relay, eve, ann, sign, execute } = await networkHelpers.loadFixture(fixture);
      const signed = await sign(ann, { relayer: ZeroAddress });
      const hash = await forwarder.hashOf(signed.request);

      await ethers.provider.send("evm_setAutomine", [false]);
      const gasLimit = 2_000_000n;
      const sent = [
        await forwarder.connect(relay).execute([signed, signed], { gasLimit }),
        await forwarder.connect(eve).execute([signed], { gasLimit }),
      ];
      await ethers.provider.send("evm_mine");
      await ethers.provider.send("evm_setAutomine", [true]);
      const receipts = await Promise.all(sent.map((transaction) => transaction.wait()));
      expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber);
      const told = receipts.flatMap((receipt) => outcomes(forwarder, receipt));
      expect(told.filter((outcome) => "success" in outcome)).to.deep.equal([{ hash, success: true }]);
      expect(told.filter((outcome) => "skipped" in outcome)).to.deep.equal([
        { hash, skipped: SKIP.nonceUsed },
        { hash, skipped: SKIP.nonceUsed },
      ]);

      await networkHelpers.mine(10);
      expect(await execute([signed])).to.deep.equal([{ hash, skipped: SKIP.nonceUsed }]);
      expect(await target.calls()).to.equal(1n);
    });

    it("of a signature from another domain is skipped", async () => {
      const { forwarder, ann, relay, domain, sign } = await networkHelpers.loadFixture(fixture);
      for (const other of [
        { chainId: BigInt(domain.chainId ?? 0) + 1n },
        { verifyingContract: ann.address },
        { name: "Doorkey" },
        { version: "2" },
      ]) {
        const signed = await sign(ann, {}, other);
        expect(await forwarder.check(signed, relay.address)).to.equal(SKIP.badSignature);
        await expect(forwarder.connect(relay).execute([signed]))
          .to.emit(forwarder, "RequestSkipped")
          .withArgs(await forwarder.hashOf(signed.request), ann.address, SKIP.badSignature);
      }
    });

    it("at another forwarder is skipped, although the target trusts both", async () => {
      const { address, ann, relay, sign } = await networkHelpers.loadFixture(fixture);
      const other = await ethers.deployContract("GasRelayForwarder");
      // Trusts every forwarder.
      const to = await (await ethers.deployContract("GasMeter")).getAddress();
      const signed = await sign(ann, { to, data: "0x" });
      expect(address).not.to.equal(await other.getAddress());
      expect(await other.check(signed, relay.address)).to.equal(SKIP.badSignature);
      await expect(other.connect(relay).execute([signed]))
        .to.emit(other, "RequestSkipped")
        .withArgs(await other.hashOf(signed.request), ann.address, SKIP.badSignature);
    });
  });
});
